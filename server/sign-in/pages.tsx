import { paths } from '../paths.ts';
import { ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';

export function SignInPage({ view, form, wanted }: { view: View; form: FormState; wanted: string }) {
  return (
    <Layout view={view} title="Log ind">
      <PasswordForm form={form} wanted={wanted} />
    </Layout>
  );
}

function PasswordForm({ form, wanted }: { form: FormState; wanted: string }) {
  return (
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
  );
}

/** The second half of a sign-in by password. */
export function CodePage({ view, form }: { view: View; form: FormState }) {
  return (
    <Layout view={view} title="Engangskode">
      <form class="narrow" method="post" action={paths.signInCode}>
        <ErrorSummary form={form} />
        <TextField
          form={form}
          name="kode"
          label="Kode fra din app"
          hint="Seks cifre. Har du ikke telefonen, så brug en af dine reservekoder."
          required
          autocomplete="one-time-code"
          maxLength={40}
        />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Log ind
          </button>
          <a class="button" href={paths.signIn}>
            Begynd forfra
          </a>
        </div>
      </form>
    </Layout>
  );
}
