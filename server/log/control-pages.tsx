import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { ErrorSummary, type FormState, TextArea, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { BURST_MINUTES, BURST_PERSONS } from './burst.ts';
import type { Alarm, CheckedRead } from './control.ts';
import { showLogNumber } from './person.ts';

interface ControlPageProps {
  view: View;
  alarms: Alarm[];
  sample: CheckedRead[];
  total: number;
  form: FormState;
}

/** Stikprøver and alarms: reads that no case explains, told without saying who was seen. */
export function ControlPage({ view, alarms, sample, total, form }: ControlPageProps) {
  return (
    <Layout view={view} title="Kontrol af opslag">
      <section>
        <h2>Alarmer</h2>
        <p class="muted">
          Når nogen på {BURST_MINUTES} minutter ser {BURST_PERSONS} forskellige borgere uden for egne sager.
        </p>
        <Table
          caption="Alarmer"
          url={view.url}
          rows={alarms}
          empty="Der har ingen været."
          columns={[
            {
              head: 'Hvornår',
              cell: (alarm) => <a href={paths.readAlarm(alarm.id)}>{showInstant(alarm.raisedAt)}</a>,
            },
            { head: 'Hvem', cell: (alarm) => alarm.readerName },
            { head: 'Borgere', number: true, cell: (alarm) => showNumber(alarm.persons) },
            { head: 'Afgjort', cell: (alarm) => <Settled alarm={alarm} /> },
          ]}
        />
      </section>
      <section>
        <h2>Stikprøve</h2>
        <p>
          Opslag på borgere, som medarbejderen hverken var sagsbehandler for eller havde på en ordre. Trækkes
          på ny, hver gang siden hentes, og at den er trukket, står i loggen.
        </p>
        <form class="filters" method="get" action={paths.readControl}>
          <ErrorSummary form={form} />
          <TextField form={form} name="fra" label="Fra" type="date" />
          <TextField form={form} name="til" label="Til" type="date" />
          <button type="submit" class="button button-primary">
            Træk stikprøve
          </button>
        </form>
        <p class="muted">
          {showNumber(sample.length)} af {showNumber(total)} opslag i perioden. Borgeren står med loggens eget
          nummer: borgerens sagsbehandler ser det samme nummer på siden Opslag.
        </p>
        <Reads view={view} rows={sample} />
      </section>
    </Layout>
  );
}

function Settled({ alarm }: { alarm: Alarm }) {
  if (alarm.settledAt === null)
    return (
      <span class="mark mark-bad">
        <span aria-hidden="true">✕ </span>Ikke endnu
      </span>
    );
  return (
    <>
      {showInstant(alarm.settledAt)} af {alarm.settledByName}
    </>
  );
}

function Reads({ view, rows }: { view: View; rows: CheckedRead[] }) {
  return (
    <Table
      caption="Opslag uden tilknytning"
      url={view.url}
      rows={rows}
      empty="Der er ingen opslag uden tilknytning i perioden."
      columns={[
        { head: 'Nr.', number: true, cell: (row) => row.number },
        { head: 'Hvornår', cell: (row) => <span class="nowrap">{showInstant(row.at)}</span> },
        { head: 'Hvem', cell: (row) => row.readerName },
        { head: 'Hvorfor', cell: (row) => labels.readPurpose[row.purpose] },
        { head: 'Borger', cell: (row) => <span class="nowrap">{showLogNumber(row.person)}</span> },
        { head: 'Borgerens sagsbehandler', cell: (row) => row.caseworkerName ?? 'Ingen' },
      ]}
    />
  );
}

interface AlarmPageProps {
  view: View;
  alarm: Alarm;
  sample: CheckedRead[];
  /** whoever it is about does not settle it */
  mayBeSettled: boolean;
  form: FormState;
}

export function AlarmPage({ view, alarm, sample, mayBeSettled, form }: AlarmPageProps) {
  return (
    <Layout
      view={view}
      title={`${alarm.readerName} så ${showNumber(alarm.persons)} borgere uden for egne sager`}
      aside={
        <a class="button" href={paths.readControl}>
          Alle alarmer
        </a>
      }
    >
      <p>
        Fra {showInstant(alarm.fromAt)} til {showInstant(alarm.raisedAt)}.
      </p>
      <h2>Nogle af opslagene</h2>
      <Reads view={view} rows={sample} />
      <h2>Hvad var det?</h2>
      {alarm.settledAt !== null ? (
        <>
          <p>{alarm.finding}</p>
          <p class="muted">
            <Settled alarm={alarm} />
          </p>
        </>
      ) : mayBeSettled ? (
        <form method="post" action={paths.readAlarm(alarm.id)}>
          <FormToken view={view} />
          <ErrorSummary form={form} />
          <TextArea
            form={form}
            name="fund"
            label="Hvad er fundet ud af?"
            hint="Hvem der er spurgt, og hvad forklaringen var. Ingen oplysninger om borgere."
            required
          />
          <button type="submit" class="button button-primary">
            Afgør alarmen
          </button>
        </form>
      ) : (
        <p>Alarmen handler om dig selv. En anden skal afgøre den.</p>
      )}
    </Layout>
  );
}
