import { paths } from '../paths.ts';
import { ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';

export function OwnPasswordPage({ view, form }: { view: View; form: FormState }) {
  return (
    <Layout view={view} title="Skift adgangskode">
      <form class="narrow" method="post" action={paths.ownPassword}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <p>
          Gælder login med brugernavn. Logger du ind hos kommunen, skifter du adgangskode dér. Alle andre
          steder, hvor du er logget ind, logges ud.
        </p>
        <TextField
          form={form}
          name="nuvaerende"
          label="Nuværende adgangskode"
          type="password"
          autocomplete="current-password"
          required
          maxLength={200}
        />
        <TextField
          form={form}
          name="ny"
          label="Ny adgangskode"
          hint="Mindst 12 tegn, fx fire tilfældige ord. Der er ingen krav om tal og tegn."
          type="password"
          autocomplete="new-password"
          required
          maxLength={200}
        />
        <TextField
          form={form}
          name="gentaget"
          label="Ny adgangskode igen"
          type="password"
          autocomplete="new-password"
          required
          maxLength={200}
        />
        <button type="submit" class="button button-primary">
          Skift adgangskode
        </button>
      </form>
    </Layout>
  );
}
