import { paths } from '../paths.ts';
import { Choice, ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { Merbeskaeftigelse } from './figures.ts';
import { CapacityLines, RunningTable } from './panel.tsx';
import type { Capacity } from './queries.ts';

export interface CapacityPageProps {
  view: View;
  firm: { pNumber: number; name: string };
  capacity: Capacity;
  merbeskaeftigelse: Merbeskaeftigelse | undefined;
  /** first days of the months that the rule asks for, the oldest first */
  months: readonly string[];
  /** the average that merbeskæftigelse is measured against is of so many months; null: no rule says */
  averageMonths: number | null;
  staffForm: FormState;
  merForm: FormState;
  mayWrite: boolean;
}

const monthName = new Intl.DateTimeFormat('da-DK', { month: 'long', year: 'numeric', timeZone: 'UTC' });

export function CapacityPage(props: CapacityPageProps) {
  const { view, firm, capacity, merbeskaeftigelse, mayWrite } = props;
  return (
    <Layout
      view={view}
      title="Plads til støttede"
      aside={
        <a class="button" href={paths.company(firm.pNumber)}>
          Virksomheden
        </a>
      }
    >
      <p class="lead">{firm.name}</p>
      <CapacityLines capacity={capacity} merbeskaeftigelse={merbeskaeftigelse} />
      {capacity.rule && (
        <p class="muted">
          {capacity.rule.sentence} Kilde: {capacity.rule.source}. Delvise pladser rundes ned.
        </p>
      )}
      <h2>Forløb her og nu</h2>
      <RunningTable capacity={capacity} url={view.url} />
      {mayWrite && (
        <div class="columns">
          <StaffForm {...props} />
          <MerbeskaeftigelseForm {...props} />
        </div>
      )}
    </Layout>
  );
}

function StaffForm({ view, firm, months, staffForm }: CapacityPageProps) {
  return (
    <form method="post" action={paths.ordinaryStaff(firm.pNumber)}>
      <FormToken view={view} />
      <h2>Ordinære årsværk</h2>
      <p class="muted">
        Uden ansatte med tilskud, i fleksjob, elever, lærlinge og unge, der ikke er myndige. To på halv tid er
        ét årsværk.
      </p>
      <ErrorSummary form={staffForm} />
      {months.map((month) => (
        <TextField
          form={staffForm}
          name={`aarsvaerk_${month}`}
          label={monthName.format(new Date(`${month}T00:00:00Z`))}
          inputMode="decimal"
          maxLength={9}
        />
      ))}
      <button type="submit" class="button button-primary">
        Gem årsværk
      </button>
    </form>
  );
}

function MerbeskaeftigelseForm({ view, firm, averageMonths, merForm }: CapacityPageProps) {
  const average = averageMonths === null ? 'Gennemsnit' : `Gennemsnit af de seneste ${averageMonths} måneder`;
  return (
    <form method="post" action={paths.merbeskaeftigelse(firm.pNumber)}>
      <FormToken view={view} />
      <h2>Merbeskæftigelse</h2>
      <p class="muted">For hele virksomheden (CVR-nummeret), når den er privat og spørger om løntilskud.</p>
      <ErrorSummary form={merForm} />
      <TextField
        form={merForm}
        name="seneste"
        label="Årsværk, seneste måned"
        inputMode="decimal"
        maxLength={9}
      />
      <TextField form={merForm} name="gennemsnit" label={average} inputMode="decimal" maxLength={9} />
      <Choice
        form={merForm}
        name="ledig"
        label="Er stillingen nylig blevet ledig ved afsked eller opsigelse?"
        options={[
          ['nej', 'Nej'],
          ['ja', 'Ja'],
        ]}
      />
      <TextField form={merForm} name="spurgt" label="Spurgt den" type="date" max={view.today} />
      <TextField form={merForm} name="note" label="Bemærkning" required={false} maxLength={1000} />
      <button type="submit" class="button">
        Gem svaret
      </button>
    </form>
  );
}
