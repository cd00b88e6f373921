import { paths } from '../paths.ts';
import { ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';

export function SignInPage({ view, form, wanted }: { view: View; form: FormState; wanted: string }) {
  return (
    <Layout view={view} title="Log ind">
      <form class="narrow" method="post" action={paths.signIn}>
        <ErrorSummary form={form} />
        <input type="hidden" name="til" value={wanted} />
        <TextField
          form={form}
          name="brugernavn"
          label="Brugernavn"
          required
          autocomplete="username"
          maxLength={100}
        />
        <TextField
          form={form}
          name="adgangskode"
          label="Adgangskode"
          required
          type="password"
          autocomplete="current-password"
          maxLength={200}
        />
        <button type="submit" class="button button-primary">
          Log ind
        </button>
      </form>
    </Layout>
  );
}
