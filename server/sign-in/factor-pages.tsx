import { renderSVG } from 'uqr';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { factorState } from './second-factor.ts';

interface FactorPageProps {
  view: View;
  form: FormState;
  state: ReturnType<typeof factorState>;
  /** the role demands it, and nothing else opens before */
  demanded: boolean;
}

export function FactorPage({ view, form, state, demanded }: FactorPageProps) {
  return (
    <Layout view={view} title="Engangskode">
      {demanded && (
        <p class="note">Din rolle kræver engangskoder. Slå dem til nu; derefter kommer du videre.</p>
      )}
      {state.since === null ? <NotYet view={view} /> : <InUse view={view} form={form} state={state} />}
    </Layout>
  );
}

function NotYet({ view }: { view: View }) {
  return (
    <section class="panel narrow">
      <p>
        En app på din telefon viser en ny kode hvert halve minut. Når du logger ind med adgangskode, skriver
        du også den. Så er din adgangskode alene intet værd for andre.
      </p>
      <p class="muted">Enhver app til engangskoder kan bruges, også kommunens egen.</p>
      <form method="post" action={paths.ownFactor}>
        <FormToken view={view} />
        <button type="submit" class="button button-primary">
          Slå engangskoder til
        </button>
      </form>
    </section>
  );
}

function InUse({ view, form, state }: Omit<FactorPageProps, 'demanded'>) {
  return (
    <section class="panel narrow">
      <p>
        <span class="mark mark-good">✓ Slået til</span> {state.since && showInstant(state.since)}
      </p>
      {state.unreadable && (
        <p class="note note-warn">
          Driften har skiftet en nøgle, så koder fra din app ikke længere kan læses. Slå dem fra med en
          reservekode, og slå dem til igen, eller bed en administrator om at nulstille dem.
        </p>
      )}
      <p>
        {state.codesLeft === 0 && <span class="mark mark-bad">✕ Ingen reservekoder tilbage</span>}
        {state.codesLeft > 0 &&
          `Du har ${state.codesLeft === 1 ? 'én reservekode' : `${state.codesLeft} reservekoder`} tilbage.`}
      </p>
      <form method="post" action={paths.ownRecoveryCodes}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <CodeField form={form} hint="Bekræft med en kode, før du ændrer noget." />
        <div class="button-row">
          <button type="submit" class="button">
            Dan nye reservekoder
          </button>
          <button type="submit" class="button" formaction={paths.ownFactorRemoved}>
            Slå fra eller skift telefon
          </button>
        </div>
      </form>
    </section>
  );
}

export function SetUpPage({
  view,
  form,
  toSetUp,
}: {
  view: View;
  form: FormState;
  toSetUp: { secret: string; address: string };
}) {
  const drawing = renderSVG(toSetUp.address, { border: 2 });
  return (
    <Layout view={view} title="Slå engangskoder til">
      <ol class="narrow set-up">
        <li>
          Åbn appen til engangskoder på telefonen, og læs mærket.
          <img
            class="qr"
            src={`data:image/svg+xml,${encodeURIComponent(drawing)}`}
            alt="QR-mærke til appen; nøglen står også som tekst herunder"
            width="220"
            height="220"
          />
          <details>
            <summary>Kan du ikke læse mærket?</summary>
            <p>Skriv denne nøgle i appen:</p>
            <p class="secret">
              <code>{toSetUp.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
            </p>
          </details>
        </li>
        <li>
          Skriv den kode, appen viser.
          <form method="post" action={paths.ownFactorConfirmed}>
            <FormToken view={view} />
            <ErrorSummary form={form} />
            <CodeField form={form} fromApp />
            <button type="submit" class="button button-primary">
              Bekræft
            </button>
          </form>
        </li>
      </ol>
    </Layout>
  );
}

/** `fromApp`: figures only, so a phone shows those; elsewhere a recovery code will do as well. */
function CodeField({ form, hint, fromApp }: { form: FormState; hint?: string; fromApp?: boolean }) {
  return (
    <TextField
      form={form}
      name="kode"
      label="Kode fra appen"
      {...(hint && { hint })}
      {...(fromApp && { inputMode: 'numeric' })}
      required
      autocomplete="one-time-code"
      maxLength={40}
    />
  );
}

/** The one time that they are shown. */
export function RecoveryCodesPage({ view, codes }: { view: View; codes: string[] }) {
  return (
    <Layout view={view} title="Dine reservekoder">
      <p class="note note-done">
        Skriv reservekoderne ned, eller print siden nu: de vises kun denne ene gang.
      </p>
      <p>Hver af dem virker én gang, den dag telefonen er væk.</p>
      <ul class="recovery-codes">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p class="button-row">
        <a class="button button-primary" href={paths.home}>
          Jeg har gemt dem
        </a>
      </p>
    </Layout>
  );
}
