import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
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

/** Each one who is here: no names, what it takes up, when it ends, and the signature. */
export function RunningTable({ capacity }: { capacity: Capacity }) {
  const { running, rule } = capacity;
  if (running.length === 0) return <p class="muted">Ingen forløb lige nu.</p>;
  return (
    <div class="table-scroll">
      <table class="table">
        <caption class="sr-only">Forløb på arbejdsstedet</caption>
        <thead>
          <tr>
            <th scope="col">Type</th>
            <th scope="col">Slutter</th>
            <th scope="col" class="number">
              Timer/uge
            </th>
            <th scope="col">Tæller med</th>
            <th scope="col">Medarbejderrepræsentant</th>
          </tr>
        </thead>
        <tbody>
          {running.map(({ type, endsOn, weeklyHours, representativeSignedOn }) => {
            const counted = rule !== null && counts(type, rule.content);
            return (
              <tr>
                <td>{labels.orderType[type]}</td>
                <td>{endsOn ? showDate(endsOn) : 'Ikke aftalt'}</td>
                <td class="number">{weeklyHours === null ? '–' : showYears(weeklyHours)}</td>
                <td>{counted ? 'Ja' : 'Nej'}</td>
                <td>
                  {representativeSignedOn
                    ? `✓ ${showDate(representativeSignedOn)}`
                    : counted
                      ? '! Mangler'
                      : 'Kræves ikke'}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
