import { showAddress } from '../companies/firm-columns.tsx';
import type { FirmRow } from '../companies/firm-rows.ts';
import { BarMark } from '../companies/marks.tsx';
import type { Silence } from '../companies/silence.ts';
import type { openStepsAt } from '../contacts/next-steps.ts';
import { paths } from '../paths.ts';
import { RecordMarks } from '../records/record-view.tsx';
import { showDate, showDistance } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { PhoneLink } from '../ui/reach-links.tsx';
import type { Precision } from './places.ts';
import { SilenceMark } from './silence-mark.tsx';

export interface Chosen {
  row: FirmRow;
  phone: string | null;
  steps: ReturnType<typeof openStepsAt>;
  silence: Silence;
  precision: Precision;
}

interface CardProps {
  chosen: Chosen;
  today: string;
  mayLog: boolean;
  mayRoute: boolean;
  /** the page without the card */
  closed: string;
}

/** What one wants to know of the mark one tapped, and what to do about it. */
export function FirmCard({ chosen, today, mayLog, mayRoute, closed }: CardProps) {
  const { row, phone, steps, silence, precision } = chosen;
  const [step] = steps;
  return (
    <section class="map-card" id="valgt" tabIndex={-1} aria-labelledby="valgt-navn">
      <div class="row-line">
        <h2 id="valgt-navn">
          <a href={paths.company(row.pNumber)}>{row.name}</a>
        </h2>
        <a class="map-close" data-map="" href={closed} aria-label="Luk kortet om virksomheden">
          ✕
        </a>
      </div>
      <p>
        <SilenceMark silence={silence} /> <BarMark bar={row.bar} /> <RecordMarks marks={row.marks} />
      </p>
      <p class="muted">
        {showAddress(row)}
        {precision !== 'hus' && ` · ${labels.precision[precision]}`}
      </p>
      <dl class="facts">
        <dt>Sidste kontakt</dt>
        <dd>
          {row.lastContactDate
            ? `${showDate(row.lastContactDate)}, ${showDistance(row.lastContactDate, today)}`
            : 'Aldrig'}
        </dd>
        <dt>Næste skridt</dt>
        <dd>
          {step
            ? `${step.nextStep ?? 'Følg op'}${step.nextStepDate ? `, ${showDistance(step.nextStepDate, today)}` : ''}${step.byName ? ` (${step.byName})` : ''}`
            : 'Intet aftalt'}
        </dd>
        <dt>Telefon</dt>
        <dd>{phone ? <PhoneLink phone={phone} /> : '–'}</dd>
      </dl>
      <div class="button-row">
        {mayLog && (
          <a class="button button-primary" href={paths.newContact(row.pNumber)}>
            Log kontakt
          </a>
        )}
        <a class="button" href={paths.visitBrief(row.pNumber)}>
          Besøgsark
        </a>
        {mayRoute && (
          <a class="button" href={`${paths.dayRoute}?stop=${row.pNumber}`}>
            Rute hertil
          </a>
        )}
      </div>
    </section>
  );
}
