import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Table } from '../ui/table.tsx';
import type { Merbeskaeftigelse } from './figures.ts';
import type { Capacity } from './queries.ts';
import { counts, showYears } from './rules.ts';
import { writtenOut } from './words.ts';

interface CapacityProps {
  pNumber: number;
  capacity: Capacity;
  merbeskaeftigelse: Merbeskaeftigelse | undefined;
  mayWrite: boolean;
}

/** Kapacitetsmåleren on the firm's page. */
export function CapacityPanel(props: CapacityProps) {
  return (
    <section class="panel" id="kapacitet">
      <h2>Plads til støttede</h2>
      <CapacityLines {...props} />
      <p>
        <a href={paths.capacity(props.pNumber)}>
          {props.mayWrite ? 'Se regnestykket, og ret tallene' : 'Se regnestykket'}
        </a>
      </p>
    </section>
  );
}

/** The arithmetic, what the company said of merbeskæftigelse, and who has not signed. */
export function CapacityLines({ capacity, merbeskaeftigelse }: Omit<CapacityProps, 'pNumber' | 'mayWrite'>) {
  const unsigned = unsignedOf(capacity).length;
  return (
    <>
      <p>{writtenOut(capacity)}.</p>
      <p>
        <MerbeskaeftigelseLine answer={merbeskaeftigelse} />
      </p>
      {unsigned > 0 && (
        <p>
          <span class="mark mark-warn mark-long">
            ! {unsigned === 1 ? '1 forløb' : `${unsigned} forløb`} uden medarbejderrepræsentantens underskrift
          </span>
        </p>
      )}
    </>
  );
}

function unsignedOf({ rule, running }: Capacity) {
  return running.filter(
    ({ type, representativeSignedOn }) =>
      representativeSignedOn === null && rule !== null && counts(type, rule.content),
  );
}

export function MerbeskaeftigelseLine({ answer }: { answer: Merbeskaeftigelse | undefined }) {
  if (!answer) return <span class="muted">Merbeskæftigelse (CVR): ikke spurgt.</span>;
  const { latestYears, averageYears, vacated, askedOn } = answer;
  const good = latestYears >= averageYears && !vacated;
  return (
    <>
      Merbeskæftigelse (CVR): seneste måned {showYears(latestYears)}, gennemsnit {showYears(averageYears)}
      {vacated && ', stillingen er nylig blevet ledig'}{' '}
      <span class={good ? 'mark mark-good' : 'mark mark-warn'}>{good ? '✓ Opfyldt' : '! Ikke opfyldt'}</span>{' '}
      <span class="muted">spurgt {showDate(askedOn)}</span>
    </>
  );
}

type Running = Capacity['running'][number];

/** Each one who is here: no names, what it takes up, when it ends, and the signature. */
export function RunningTable({ capacity, url }: { capacity: Capacity; url: string }) {
  const { running, rule } = capacity;
  const isCounted = ({ type }: Running) => rule !== null && counts(type, rule.content);
  return (
    <Table
      caption="Forløb på arbejdsstedet"
      url={url}
      rows={running}
      empty="Ingen forløb lige nu."
      columns={[
        { head: 'Type', cell: ({ type }) => labels.orderType[type] },
        { head: 'Slutter', cell: ({ endsOn }) => (endsOn ? showDate(endsOn) : 'Ikke aftalt') },
        {
          head: 'Timer/uge',
          number: true,
          cell: ({ weeklyHours }) => (weeklyHours === null ? '–' : showYears(weeklyHours)),
        },
        { head: 'Tæller med', cell: (row) => (isCounted(row) ? 'Ja' : 'Nej') },
        {
          head: 'Medarbejderrepræsentant',
          cell: (row) =>
            row.representativeSignedOn
              ? `✓ ${showDate(row.representativeSignedOn)}`
              : isCounted(row)
                ? '! Mangler'
                : 'Kræves ikke',
        },
      ]}
    />
  );
}
