import type { ComponentChildren } from 'preact';
import { paths } from '../paths.ts';
import { RecordSummary } from '../records/record-view.tsx';
import { localDate, showDate, showDistance, showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Paging, showNumber, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { FirmRights } from './firm-page.tsx';
import {
  HISTORY_KINDS,
  type HistoryKind,
  TIMELINE_PAGE_SIZE,
  type TimelineEntry,
  type timelineOf,
} from './timeline.ts';

interface TimelineProps {
  view: View;
  timeline: ReturnType<typeof timelineOf>;
  page: number;
  rights: FirmRights;
}

export function Timeline({ view, timeline, page, rights }: TimelineProps) {
  if (timeline.total === 0 && !timeline.kind) return <p class="muted">Ingen kontakter endnu.</p>;
  return (
    <>
      <KindLinks view={view} kind={timeline.kind} />
      {timeline.total === 0 && <p class="muted">Ingen af den slags.</p>}
      <ol class="timeline">
        {timeline.entries.map((entry) => (
          <li>
            <Entry entry={entry} view={view} rights={rights} />
          </li>
        ))}
      </ol>
      <Paging url={view.url} page={page} pageSize={TIMELINE_PAGE_SIZE} total={timeline.total} />
    </>
  );
}

/** The filter stands in the address, so that it can be sent to a colleague. */
function KindLinks({ view, kind }: { view: View; kind: HistoryKind | undefined }) {
  return (
    <ul class="group-links" aria-label="Vis kun">
      {[undefined, ...HISTORY_KINDS].map((one) => (
        <li>
          <a
            href={`${withQuery(view.url, { historik: one ?? null, side: null })}#historik`}
            aria-current={one === kind ? 'true' : undefined}
          >
            {one ? labels.historyKind[one] : 'Alt'}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Entry({ entry, view, rights }: { entry: TimelineEntry; view: View; rights: FirmRights }) {
  if (entry.type === 'contact') return <Contact entry={entry} view={view} rights={rights} />;
  if (entry.type === 'headcount') {
    return (
      <>
        <When date={entry.validFrom} today={view.today} by={entry.recorderName} />
        <strong>{showNumber(entry.count ?? 0)} ansatte</strong> {entry.note}
      </>
    );
  }
  if (entry.type === 'record') {
    return (
      <>
        <When date={entry.fromDate} today={view.today} by={entry.recordedByName} />
        <RecordSummary record={entry} today={view.today} />
      </>
    );
  }
  if (entry.type === 'bar') {
    return (
      <>
        <When date={entry.fromDate} today={view.today} by={entry.recordedByName} />
        <strong>{labels.firmBar[entry.kind]}</strong> {entry.reason}
        {entry.liftedAt && (
          <div class="muted">
            Ophævet {showInstant(entry.liftedAt)}: {entry.liftedReason}
          </div>
        )}
      </>
    );
  }
  if (entry.type === 'lead') {
    return (
      <>
        <When date={localDate(new Date(entry.createdAt))} today={view.today} by={entry.byName} />
        <strong>Mulighed</strong>{' '}
        {rights.seeOrders ? <a href={paths.lead(entry.id)}>{entry.title}</a> : entry.title}{' '}
        <span class="muted">
          {entry.ended ? labels.leadEnd[entry.ended].toLowerCase() : `følg op ${showDate(entry.followUpOn)}`}
        </span>
      </>
    );
  }
  if (entry.type === 'placement') {
    const title = `${labels.orderType[entry.orderType]}: ${entry.jobFunction}`;
    return (
      <>
        <When date={entry.startsOn} today={view.today} by={entry.byName} />
        <strong>Forløb</strong> {rights.seeOrders ? <a href={paths.placement(entry.id)}>{title}</a> : title}{' '}
        <span class="muted">
          {entry.lastDay && `til ${showDate(entry.lastDay)}`}
          {entry.ended && `, ${labels.placementEnd[entry.ended].toLowerCase()}`}
        </span>
      </>
    );
  }
  if (entry.type === 'owner') {
    return (
      <>
        <When date={localDate(new Date(entry.at))} today={view.today} by={entry.byName} />
        <strong>Ansvarlig</strong> {entry.detail}
      </>
    );
  }
  return (
    <>
      <When date={localDate(new Date(entry.createdAt))} today={view.today} by={null} />
      <strong>Jobordre</strong>{' '}
      {rights.seeOrders ? <a href={paths.jobOrder(entry.id)}>{entry.title}</a> : entry.title}{' '}
      <span class="muted">
        {labels.orderType[entry.orderType]}, {labels.orderStatus[entry.status].toLowerCase()}
      </span>
    </>
  );
}

interface WhenProps {
  date: string;
  today: string;
  by: string | null;
  children?: ComponentChildren;
}

function When({ date, today, by, children }: WhenProps) {
  return (
    <>
      <time dateTime={date}>
        {showDate(date)} ({showDistance(date, today)})
      </time>
      {by && <span class="muted"> · {by}</span>}
      {children}
      <br />
    </>
  );
}

type ContactEntry = Extract<TimelineEntry, { type: 'contact' }>;

function Contact({ entry, view, rights }: { entry: ContactEntry; view: View; rights: FirmRights }) {
  return (
    <>
      <When date={entry.contactDate} today={view.today} by={entry.byName}>
        {rights.log && (
          <span class="no-print">
            {' ·\u00a0'}
            <a href={paths.contactCorrection(entry.id)}>Ret</a>
          </span>
        )}
      </When>
      <strong>
        {labels.kind[entry.kind]}: {labels.outcome[entry.outcome].toLowerCase()}
      </strong>
      {entry.direction === 'ind' && <span class="muted"> (de kontaktede os)</span>}
      {entry.contactPerson && <> · talte med {entry.contactPerson}</>}
      <ContactMarks entry={entry} />
      {entry.note?.split(/\n+/).map((line) => (
        <div>{line}</div>
      ))}
      {(entry.topic || entry.offer) && (
        <div class="muted">
          {[entry.topic, entry.offer && `tilbud: ${entry.offer}`].filter(Boolean).join(' · ')}
        </div>
      )}
      {entry.nextStepDate && (
        <div class="muted">
          {entry.nextStepDoneAt ? '✓ Klaret' : 'Næste skridt'}: {entry.nextStep ?? 'Følg op'}{' '}
          {showDate(entry.nextStepDate)}
        </div>
      )}
    </>
  );
}

function ContactMarks({ entry }: { entry: ContactEntry }) {
  return (
    <>
      {' '}
      {entry.madeAs === 'sagsbehandler' && <span class="mark">Som sagsbehandler</span>}
      {entry.late && (
        <span class="mark mark-warn" title={`Registreret ${showInstant(entry.enteredAt)}`}>
          ! Registreret {showDate(localDate(new Date(entry.enteredAt)))}
        </span>
      )}
      {entry.replacesId !== null && (
        <span class="mark mark-info" title={entry.correctionReason ?? undefined}>
          ✎ Rettet{entry.recorderName && ` af ${entry.recorderName}`}
        </span>
      )}
    </>
  );
}
