import { paths } from '../paths.ts';
import { ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';

interface SignInPageProps {
  view: View;
  form: FormState;
  wanted: string;
  /** a form was sent by somebody who was no longer signed in */
  notKept?: boolean;
  /** the municipality's own sign-in, where it is set up */
  offers: readonly ('oidc' | 'saml')[];
}

export function SignInPage({ view, form, wanted, notKept, offers }: SignInPageProps) {
  if (offers.length === 0) {
    return (
      <Layout view={view} title="Log ind">
        {notKept && <NotKept />}
        <PasswordForm form={form} wanted={wanted} />
      </Layout>
    );
  }
  const til = wanted ? `?til=${encodeURIComponent(wanted)}` : '';
  return (
    <Layout view={view} title="Log ind">
      {notKept && <NotKept />}
      <div class="narrow sign-in">
        {offers.map((offer, index) => (
          <a
            class={index === 0 ? 'button button-primary' : 'button'}
            href={`${offer === 'saml' ? paths.signInSaml : paths.signInOidc}${til}`}
          >
            Log ind med {view.municipalityName}
            {offers.length > 1 && ` (${offer === 'saml' ? 'SAML' : 'OpenID Connect'})`}
          </a>
        ))}
        <details open={form.errors.length > 0}>
          <summary>Log ind med brugernavn og adgangskode</summary>
          <PasswordForm form={form} wanted={wanted} />
        </details>
      </div>
    </Layout>
  );
}

function NotKept() {
  return (
    <p class="note note-warn narrow">
      ⚠ Du var logget ud, så det, du sendte, er ikke gemt. Log ind, og gør det igen.
    </p>
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
