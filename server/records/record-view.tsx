import { paths } from '../paths.ts';
import { addDays, showDate, showDistance } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { RECORD_SPECS } from './kinds.ts';
import type { FirmMarks, FirmRecord, MarkedRecord } from './queries.ts';
import type { RecordSpan } from './rules.ts';
import { fieldOf } from './spec.ts';

/** "Partnerskabsaftale, til 31.12.2027" with what it is about; the whole of it in two lines. */
export function RecordSummary({ record, today }: { record: FirmRecord; today: string }) {
  return (
    <>
      <a href={paths.record(record.id)}>
        <strong>{titleOf(record)}</strong>
      </a>{' '}
      <span class="muted">{showSpan(record)}</span> <EndMark record={record} today={today} />
      {record.lines.length > 0 && <div>{showLines(record)}</div>}
      {(record.partner || record.note) && (
        <div class="record-note">{[record.partner, record.note].filter(Boolean).join(' · ')}</div>
      )}
      {record.withdrawnAt && (
        <div class="muted">
          Trukket tilbage af {record.withdrawnByName}: {record.withdrawnReason}
        </div>
      )}
      {record.endedReason && <div class="muted">Ophørt: {record.endedReason}</div>}
    </>
  );
}

export function titleOf(record: Pick<FirmRecord, 'kind' | 'form' | 'count'>): string {
  const { title } = RECORD_SPECS[record.kind];
  const form = record.form && `: ${labels.recordForm[record.form].toLowerCase()}`;
  const count =
    record.count === null
      ? ''
      : `, ${showNumber(record.count)} ${record.count === 1 ? 'person' : 'personer'}`;
  return `${title}${form ?? ''}${count}`;
}

export function showSpan({
  kind,
  fromDate,
  untilDate,
}: Pick<RecordSpan, 'kind' | 'fromDate' | 'untilDate'>): string {
  const spec = RECORD_SPECS[kind];
  if (spec.happened) return showDate(fromDate);
  if (untilDate === null) return `fra ${showDate(fromDate)}`;
  if (kind === 'ikke_nu') return `til ${showDate(untilDate)}`;
  const lastDay = fieldOf(spec, 'untilDate')?.lastDay ?? false;
  return `${showDate(fromDate)}–${showDate(addDays(untilDate, lastDay ? -1 : 0))}`;
}

function showLines({ lines }: Pick<FirmRecord, 'lines'>): string {
  return lines
    .map(({ type, count, neededFrom }) => {
      const when = neededFrom ? ` fra ${showDate(neededFrom)}` : '';
      return `${showNumber(count)} × ${labels.orderType[type]}${when}`;
    })
    .join(', ');
}

function EndMark({ record, today }: { record: FirmRecord; today: string }) {
  if (record.withdrawnAt !== null || RECORD_SPECS[record.kind].happened) return null;
  if (record.fromDate > today) return <span class="mark mark-info">○ Fra {showDate(record.fromDate)}</span>;
  if (record.untilDate !== null && record.untilDate <= today) return <span class="mark">Ophørt</span>;
  if (!RECORD_SPECS[record.kind].warnsBeforeEnd || record.untilDate === null) return null;
  const soon = addDays(today, SOON_DAYS) >= record.untilDate;
  return soon ? <span class="mark mark-warn">⚠ Udløber {showDistance(record.untilDate, today)}</span> : null;
}

/** How close an end must be to be marked on the firm's own page; Min dag warns by the setting. */
const SOON_DAYS = 90;

/** An open follow-up with its tick. */
export function FollowUp({
  view,
  record,
  mayEdit,
  back,
}: {
  view: View;
  record: FirmRecord;
  mayEdit: boolean;
  back?: string;
}) {
  if (record.followUpDate === null || record.followUpDoneAt !== null || record.withdrawnAt !== null)
    return null;
  return (
    <div class="row-line follow-up">
      <span>
        Opfølgning <DateMark date={record.followUpDate} today={view.today} />
      </span>
      {mayEdit && <FollowUpForm view={view} record={record} back={back} />}
    </div>
  );
}

interface FollowUpFormProps {
  view: View;
  record: Pick<FirmRecord, 'id' | 'kind'>;
  back?: string;
}

export function FollowUpForm({ view, record, back }: FollowUpFormProps) {
  return (
    <form method="post" action={paths.recordFollowUpDone(record.id)}>
      <FormToken view={view} />
      {back && <input type="hidden" name="til" value={back} />}
      <button
        type="submit"
        class="button button-small"
        aria-label={`Opfølgning klaret: ${RECORD_SPECS[record.kind].title}`}
      >
        ✓ Klaret
      </button>
    </form>
  );
}

export function DateMark({ date, today }: { date: string; today: string }) {
  const [look, sign] =
    date < today ? ['mark-bad', '⚠'] : date === today ? ['mark-warn', '●'] : ['mark-info', '○'];
  return (
    <span class={`mark ${look}`}>
      <span aria-hidden="true">{sign} </span>
      {showDate(date)} ({showDistance(date, today)})
    </span>
  );
}

/** What a list says about a firm: state first, then warnings, then what is agreed. */
export function RecordMarks({ marks: { state, warnings, segment } }: { marks: FirmMarks }) {
  return (
    <>
      {state && (
        <>
          <span class="mark mark-warn">
            <span aria-hidden="true">‖ </span>
            {showState(state)}
          </span>{' '}
        </>
      )}
      {warnings.map(({ form }) => (
        <>
          <span class="mark mark-warn">
            <span aria-hidden="true">⚠ </span>
            {form ? labels.recordForm[form] : 'Advarsel'}
          </span>{' '}
        </>
      ))}
      {segment !== 'oevrig' && <span class="mark mark-info">{labels.segment[segment]}</span>}
    </>
  );
}

export function showState({ kind, untilDate }: Pick<MarkedRecord, 'kind' | 'untilDate'>): string {
  return kind === 'ikke_nu' ? `Ikke nu, til ${showDate(untilDate)}` : RECORD_SPECS[kind].title;
}
