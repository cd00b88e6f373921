import { minutesBy } from '../../workers/matching/travel.ts';
import { showAddress } from '../companies/firm-columns.tsx';
import { BarMark } from '../companies/marks.tsx';
import type { Silence } from '../companies/silence.ts';
import { SilenceMark } from '../map/silence-mark.tsx';
import type { Viewport } from '../map/viewport.ts';
import { paths } from '../paths.ts';
import { RecordMarks } from '../records/record-view.tsx';
import { showDate, showDistance } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, Select, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { PhoneLink } from '../ui/reach-links.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { type Day, dayQuery, without } from './day.ts';
import { RouteDrawing } from './drawing.tsx';
import type { Round, Start, Visit } from './queries.ts';
import { MOST_STOPS, roadKilometres } from './rules.ts';

interface RouteProps {
  view: View;
  day: Day;
  form: FormState;
  start: Start | undefined;
  round: Round | undefined;
  /** firms that may be proposed and are not on the day */
  missing: number;
  quarterName: string;
  silenceOf: (pNumber: number) => Silence;
  drawing: { port: Viewport; houses: string } | undefined;
  mayLog: boolean;
}

/** The day's visits in a short order, on the phone and on paper. The address of the page is the day: nothing follows anybody. */
export function DayRoutePage(props: RouteProps) {
  const { view, day, form, start, round, drawing } = props;
  return (
    <Layout view={view} title={`Dagens rute ${showDate(view.today)}`}>
      {day.stops.length === 0 ? (
        <DayForm {...props} />
      ) : (
        <details class="more-filters no-print" open={form.errors.length > 0}>
          <summary>Ret ruten, eller fyld op</summary>
          <DayForm {...props} />
        </details>
      )}
      <ErrorSummary form={form} />
      {round && start && round.visits.length > 0 && (
        <div class="route">
          <div>
            <Total round={round} day={day} />
            <ol class="route-list">
              <li>
                <span class="route-sign route-sign-start">S</span>
                <span>
                  {start.name}
                  {start.rough && <span class="muted"> (omtrentligt sted)</span>}
                </span>
              </li>
              {round.visits.map((visit, at) => (
                <Stop {...props} visit={visit} number={at + 1} leg={round.legs[at] ?? 0} />
              ))}
            </ol>
            <p class="muted">Tilbage til start: {showLeg(round.legs.at(-1) ?? 0, day)}.</p>
            {round.lost.length > 0 && (
              <p class="note">
                Uden for ruten, fordi stedet ikke kendes:{' '}
                {round.lost.map((pNumber) => (
                  <>
                    <a href={paths.company(pNumber)}>P-nummer {pNumber}</a>{' '}
                  </>
                ))}
              </p>
            )}
          </div>
          {drawing && <RouteDrawing {...drawing} start={start} visits={round.visits} />}
        </div>
      )}
    </Layout>
  );
}

/** Choosing again keeps the stops; what was taken off stays off. */
function DayForm({ form, day, start, missing, quarterName }: RouteProps) {
  return (
    <form class="filters route-form" method="get" action={paths.dayRoute}>
      <input type="hidden" name="foreslaa" value="ja" />
      {day.stops.map((stop) => (
        <input type="hidden" name="stop" value={stop} />
      ))}
      {day.declined.map((pNumber) => (
        <input type="hidden" name="ikke" value={pNumber} />
      ))}
      <TextField
        form={form}
        name="start"
        label="Start"
        hint={start && day.start === 0 ? `Tomt: ${start.name}` : 'Et P-nummer; tomt: kontoret'}
        inputMode="numeric"
        maxLength={10}
      />
      <TextField
        form={form}
        name="antal"
        label="Besøg"
        hint={`Højst ${MOST_STOPS}`}
        type="number"
        min={1}
        max={MOST_STOPS}
      />
      <Select form={form} name="med" label="Transport" options={choices(labels.transport)} />
      <Select
        form={form}
        name="orden"
        label="Rækkefølge"
        options={[
          ['kortest', 'Den korteste'],
          ['valgt', 'Som valgt'],
        ]}
      />
      <Choice form={form} name="vis" label="Foreslå" many options={[['mine', 'Kun mine']]} />
      <button type="submit" class={day.stops.length === 0 ? 'button button-primary' : 'button'}>
        {day.stops.length === 0 ? 'Foreslå en rute' : 'Fyld op'}
      </button>
      {day.stops.length > 0 && <a href={paths.dayRoute}>Begynd forfra</a>}
      <p class="muted route-form-note">
        Først det, du har lovet i dag, så de nærmeste af {showNumber(missing)}{' '}
        {missing === 1 ? 'virksomhed' : 'virksomheder'}, der mangler kontakt i {quarterName}. Sidens adresse
        er ruten: gem den, eller send den. Ingen bliver sporet.
      </p>
    </form>
  );
}

function Total({ round: { visits, legs }, day }: { round: Round; day: Day }) {
  const total = legs.reduce((sum, leg) => sum + leg, 0);
  const minutes = legs.reduce((sum, leg) => sum + minutesBy(day.transport, leg), 0);
  return (
    <p>
      <strong>
        {visits.length === 1 ? '1 besøg' : `${showNumber(visits.length)} besøg`},{' '}
        {showWay(total, minutes, day)} i alt
      </strong>{' '}
      <span class="muted">
        {day.asChosen ? 'i den valgte rækkefølge' : 'i den korteste rækkefølge'}; luftlinje × 1,3, uden trafik
        og besøgstid
      </span>
    </p>
  );
}

function showLeg(decametres: number, day: Day): string {
  return showWay(decametres, minutesBy(day.transport, decametres), day);
}

function showWay(decametres: number, minutes: number, { transport }: Day): string {
  const kilometres = roadKilometres(decametres).toLocaleString('da-DK', { maximumFractionDigits: 1 });
  return `${kilometres} km, ca. ${showNumber(minutes)} min. (${labels.transport[transport].toLowerCase()})`;
}

interface StopProps extends RouteProps {
  visit: Visit;
  number: number;
  leg: number;
}

function Stop({ view, day, visit, number, leg, silenceOf, missing, mayLog }: StopProps) {
  const { row, place, phone, step } = visit;
  const { pNumber, name } = row;
  const link = (next: Day) => `${paths.dayRoute}?${dayQuery(next)}`;
  return (
    <li>
      <span class="route-sign">{number}</span>
      <div>
        <a href={paths.company(pNumber)}>
          <strong>{name}</strong>
        </a>{' '}
        <BarMark bar={row.bar} /> <RecordMarks marks={row.marks} />
        <br />
        {showAddress(row)}
        {place.precision !== 'hus' && (
          <span class="muted"> ({labels.precision[place.precision].toLowerCase()})</span>
        )}
        {phone && ' · '}
        {phone && <PhoneLink phone={phone} />}
        <br />
        {step ? (
          <span>
            <span class="mark mark-warn">● Lovet i dag</span> {step.nextStep ?? 'Følg op'}
            {step.contactPerson && ` (${step.contactPerson})`}
          </span>
        ) : (
          <SilenceMark silence={silenceOf(pNumber)} />
        )}{' '}
        <span class="muted">
          {row.lastContactDate
            ? `sidst ${showDistance(row.lastContactDate, view.today)}`
            : 'aldrig kontaktet'}{' '}
          · {showLeg(leg, day)} fra {number === 1 ? 'start' : `nr. ${number - 1}`}
        </span>
        <div class="button-row no-print">
          {mayLog && (
            <a
              class="button button-small"
              href={paths.newContact(pNumber)}
              aria-label={`Log kontakt med ${name}`}
            >
              Log
            </a>
          )}
          <a
            class="button button-small"
            href={paths.visitBrief(pNumber)}
            aria-label={`Besøgsark for ${name}`}
          >
            Besøgsark
          </a>
          {missing > 0 && (
            <a
              class="button button-small"
              href={`${link(without(day, pNumber))}&foreslaa=ja&antal=${day.stops.length}`}
              aria-label={`Byt ${name} med den nærmeste, der mangler`}
            >
              Byt
            </a>
          )}
          <a
            class="button button-small"
            href={link(without(day, pNumber))}
            aria-label={`Fjern ${name} fra ruten`}
          >
            Fjern
          </a>
          <a
            class="button button-small"
            href={link({ ...day, start: pNumber, stops: day.stops.filter((stop) => stop !== pNumber) })}
            aria-label={`Start her: ${name}`}
          >
            Start her
          </a>
        </div>
        <div class="route-note" />
      </div>
    </li>
  );
}
