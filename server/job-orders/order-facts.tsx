import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { showHours } from '../ui/hours.ts';
import { inARow } from '../ui/in-a-row.ts';
import { labels } from '../ui/labels.ts';
import type { View } from '../view.ts';
import { Deadline, showTaken } from './list-page.tsx';
import type { OrderDetails } from './queries.ts';
import { hoursNote, showShift, timesAsked } from './shifts.ts';

/** What is known of an order, in a line each. */
export function Facts({ view, details }: { view: View; details: OrderDetails }) {
  const { order } = details;
  const asked = timesAsked(order, details.shifts);
  const times = asked.workingTimes.map((time) => labels.workingTime[time]);
  const isRead = order.workingTimes.length === 0 && times.length > 0;
  const danish = [
    order.danishMin && `mindst ${order.danishMin}`,
    order.danishOralMin && `mundtligt mindst ${order.danishOralMin}`,
    order.danishWrittenMin && `skriftligt mindst ${order.danishWrittenMin}`,
  ].filter(Boolean);
  return (
    <section class="panel" aria-label="Oplysninger">
      <dl class="facts">
        <dt>Virksomhed</dt>
        <dd>
          {order.pNumber === null ? (
            details.firmName
          ) : (
            <a href={paths.company(order.pNumber)}>{details.firmName}</a>
          )}
        </dd>
        <dt>Pladser</dt>
        <dd>{showTaken({ taken: details.taken, positions: order.positions })} besat</dd>
        {order.purpose && (
          <>
            <dt>Formål</dt>
            <dd>{labels.purpose[order.purpose]}</dd>
          </>
        )}
        <dt>Timer om ugen</dt>
        <dd>{showHours(order.hoursMin, order.hoursMax) ?? '–'}</dd>
        <dt>Arbejdstid</dt>
        <dd>
          {times.length === 0
            ? 'Ikke oplyst'
            : `${inARow(times)}${times.length > 1 ? (asked.allWorkingTimes ? ' (alle)' : ' (en af dem)') : ''}`}
          {isRead && <div class="muted">Læst af dage og tider, så forslagene tager hensyn til dem.</div>}
        </dd>
        {details.shifts.length > 0 && (
          <>
            <dt>Dage og tider</dt>
            <dd>
              <Shifts details={details} />
            </dd>
          </>
        )}
        <dt>Dansk</dt>
        <dd>{danish.length === 0 ? 'Intet krav' : danish.join(', ')}</dd>
        <dt>Opfølgning aftalt</dt>
        <dd>{showYesNo(order.followUp)}</dd>
        <dt>Kan føre til ordinære timer</dt>
        <dd>{showYesNo(order.leadsToJob)}</dd>
        <dt>Arbejdssted</dt>
        <dd>{order.postcode ?? 'Ikke oplyst'}</dd>
        <dt>Start</dt>
        <dd>{order.startDate ? showDate(order.startDate) : 'Efter aftale'}</dd>
        <dt>Frist</dt>
        <dd>
          <Deadline order={order} today={view.today} />
        </dd>
        <dt>Ansvarlig</dt>
        <dd>{details.ownerName ?? 'Ingen'}</dd>
        <dt>Ordrenummer</dt>
        <dd>{order.orderKey}</dd>
      </dl>
    </section>
  );
}

function Shifts({ details: { shifts, order } }: { details: OrderDetails }) {
  const note = hoursNote(shifts, order);
  return (
    <>
      {shifts.map((shift) => (
        <div>{showShift(shift)}</div>
      ))}
      {note && <div class="muted">{note}</div>}
    </>
  );
}

function showYesNo(value: boolean | null): string {
  return value === null ? labels.yesNo[''] : value ? labels.yesNo.ja : labels.yesNo.nej;
}
