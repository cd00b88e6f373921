import { paths } from '../paths.ts';
import { ErrorSummary, type FormState, Select } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { CitizenDetails } from './queries.ts';
import { nameOrKey } from './rules.ts';

type Citizen = CitizenDetails['citizen'];

interface UnmaskPageProps {
  view: View;
  citizen: Citizen;
  hasCpr: boolean;
  form: FormState;
}

export function UnmaskPage({ view, citizen, hasCpr, form }: UnmaskPageProps) {
  return (
    <Layout view={view} title={`CPR-nummer: ${nameOrKey(citizen)}`}>
      <ErrorSummary form={form} />
      {hasCpr ? (
        <Ask view={view} citizen={citizen} form={form} />
      ) : (
        <p>Borgeren har ikke noget CPR-nummer her.</p>
      )}
    </Layout>
  );
}

function Ask({ view, citizen, form }: Omit<UnmaskPageProps, 'hasCpr'>) {
  return (
    <form class="narrow" method="post" action={paths.citizenCpr(citizen.id)}>
      <FormToken view={view} />
      <Select
        form={form}
        name="formaal"
        label="Hvad skal nummeret bruges til?"
        hint="Formålet bliver skrevet ned sammen med dit navn og tidspunktet, og borgeren kan få det at se."
        options={choices(labels.unmaskPurpose)}
        empty="Vælg"
        required
      />
      <div class="row-line">
        <button type="submit" class="button button-primary">
          Vis CPR-nummer
        </button>
        <a href={paths.citizen(citizen.id)}>Tilbage til borgeren</a>
      </div>
    </form>
  );
}

export function ShownCprPage({ view, citizen, cpr }: { view: View; citizen: Citizen; cpr: string }) {
  return (
    <Layout view={view} title={`CPR-nummer: ${nameOrKey(citizen)}`}>
      <p class="lead">{`${cpr.slice(0, 6)}-${cpr.slice(6)}`}</p>
      <p class="muted">Opslaget er noteret. Nummeret forsvinder, når du forlader siden.</p>
      <p>
        <a class="button button-primary" href={paths.citizen(citizen.id)}>
          Tilbage til borgeren
        </a>
      </p>
    </Layout>
  );
}
