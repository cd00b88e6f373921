import { FirmFrame } from '../companies/firm-frame.tsx';
import type { FirmHead } from '../companies/head.ts';
import { paths } from '../paths.ts';
import type { ContactPerson } from '../persons/queries.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { RECORD_SPECS } from './kinds.ts';
import type { FirmRecord } from './queries.ts';
import { RecordFields } from './record-fields.tsx';
import { FollowUp, RecordSummary } from './record-view.tsx';
import { isCurrent, RECORD_LIMITS } from './rules.ts';
import { RECORD_GROUPS, type RecordSpec } from './spec.ts';

interface FirmProps {
  view: View;
  firm: FirmHead;
}

/** Everything with dates about the firm, by what it is about; what has ended is folded away. */
export function RecordsPage({
  view,
  firm,
  records,
  mayEdit,
}: FirmProps & { records: readonly FirmRecord[]; mayEdit: boolean }) {
  return (
    <FirmFrame view={view} firm={firm} tab="records">
      <div class="panels">
        {RECORD_GROUPS.map((group) => {
          const specs = Object.values(RECORD_SPECS).filter((spec) => spec.group === group);
          const own = records.filter(({ kind }) => RECORD_SPECS[kind].group === group);
          const current = own.filter((record) => isCurrent(record, view.today));
          const past = own.filter((record) => !isCurrent(record, view.today));
          return (
            <section class="panel">
              <h2>{labels.recordGroup[group]}</h2>
              {current.length === 0 && <p class="muted">{labels.recordGroupEmpty[group]}</p>}
              <RecordList view={view} records={current} mayEdit={mayEdit} />
              {mayEdit && <AddLinks pNumber={firm.pNumber} specs={specs} />}
              {past.length > 0 && (
                <details class="more">
                  <summary>Tidligere ({past.length})</summary>
                  <RecordList view={view} records={past} mayEdit={mayEdit} />
                </details>
              )}
            </section>
          );
        })}
      </div>
    </FirmFrame>
  );
}

function RecordList({
  view,
  records,
  mayEdit,
}: {
  view: View;
  records: readonly FirmRecord[];
  mayEdit: boolean;
}) {
  return (
    <ul class="rows">
      {records.map((record) => (
        <li>
          <RecordSummary record={record} today={view.today} />
          <FollowUp view={view} record={record} mayEdit={mayEdit} back={paths.records(record.pNumber)} />
        </li>
      ))}
    </ul>
  );
}

function AddLinks({ pNumber, specs }: { pNumber: number; specs: readonly RecordSpec[] }) {
  return (
    <div class="button-row">
      {specs.map(({ kind, title }) => (
        <a class="button button-small" href={paths.newRecord(pNumber, kind)}>
          + {title}
        </a>
      ))}
    </div>
  );
}

interface NewRecordProps extends FirmProps {
  spec: RecordSpec;
  persons: readonly ContactPerson[];
  form: FormState;
  formKey: string;
}

export function NewRecordPage({ view, firm, spec, persons, form, formKey }: NewRecordProps) {
  return (
    <FirmFrame view={view} firm={firm} tab="records">
      <form class="narrow" method="post" action={paths.newRecord(firm.pNumber, spec.kind)}>
        <h2 class="first">{spec.title}</h2>
        <FormToken view={view} />
        <input type="hidden" name="formularnoegle" value={formKey} />
        <ErrorSummary form={form} />
        <RecordFields spec={spec} form={form} persons={persons} />
        <div class="button-row at-hand">
          <button type="submit" class="button button-primary">
            Gem
          </button>
          <a class="button" href={paths.records(firm.pNumber)}>
            Fortryd
          </a>
        </div>
      </form>
    </FirmFrame>
  );
}

interface RecordPageProps extends FirmProps {
  record: FirmRecord;
  earlier: readonly FirmRecord[];
  persons: readonly ContactPerson[];
  form: FormState;
  endForm: FormState;
  withdrawForm: FormState;
  mayEdit: boolean;
}

export function RecordPage(props: RecordPageProps) {
  const { view, firm, record, earlier, persons, form, mayEdit } = props;
  const spec = RECORD_SPECS[record.kind];
  const open = mayEdit && record.withdrawnAt === null;
  return (
    <FirmFrame view={view} firm={firm} tab="records">
      <div class="columns">
        <div>
          <RecordSummary record={record} today={view.today} />
          <p class="muted">
            {record.contactPersonName && <>Kontaktperson: {record.contactPersonName}. </>}
            {record.recordedByName ?? 'Systemet'}, {showInstant(record.recordedAt)}.
            {record.followUpDoneAt && <> Fulgt op {showInstant(record.followUpDoneAt)}.</>}
          </p>
          <FollowUp view={view} record={record} mayEdit={mayEdit} />
          {open && (
            <form class="narrow" method="post" action={paths.record(record.id)}>
              <h2>Ret</h2>
              <FormToken view={view} />
              <ErrorSummary form={form} />
              <RecordFields spec={spec} form={form} persons={persons} />
              <ReasonField form={form} label="Hvorfor rettes den" />
              <button type="submit" class="button button-primary">
                Gem rettelsen
              </button>
            </form>
          )}
        </div>
        <div>
          {open && !spec.happened && <EndPanel {...props} />}
          {open && <WithdrawPanel {...props} />}
          <section class="panel">
            <h2>Tidligere udgaver</h2>
            {earlier.length === 0 && <p class="muted">Ikke rettet.</p>}
            <ul class="rows">
              {earlier.map((version) => (
                <li>
                  <RecordSummary record={version} today={view.today} />
                  <span class="muted">
                    {version.recordedByName ?? 'Systemet'}, {showInstant(version.recordedAt)}
                  </span>
                </li>
              ))}
            </ul>
            {record.changeReason && <p class="muted">Rettet fordi: {record.changeReason}</p>}
          </section>
        </div>
      </div>
    </FirmFrame>
  );
}

function EndPanel({ view, record, endForm }: RecordPageProps) {
  return (
    <section class="panel">
      <details class="more" open={endForm.errors.length > 0}>
        <summary>Lad den ophøre</summary>
        <form method="post" action={paths.recordEnded(record.id)}>
          <FormToken view={view} />
          <ErrorSummary form={endForm} />
          <TextField form={endForm} name="til" label="Den første dag uden" type="date" required />
          <ReasonField form={endForm} label="Hvorfor ophører den" />
          <button type="submit" class="button">
            Lad den ophøre
          </button>
          <p class="muted">
            {record.untilDate && `Ellers ophører den af sig selv ${showDate(record.untilDate)}.`}
          </p>
        </form>
      </details>
    </section>
  );
}

function WithdrawPanel({ view, record, withdrawForm }: RecordPageProps) {
  return (
    <section class="panel">
      <details class="more" open={withdrawForm.errors.length > 0}>
        <summary>Træk den tilbage</summary>
        <form method="post" action={paths.recordWithdrawn(record.id)}>
          <FormToken view={view} />
          <ErrorSummary form={withdrawForm} />
          <p class="muted">Når den aldrig har gjaldt, fx fordi den står på den forkerte virksomhed.</p>
          <ReasonField form={withdrawForm} label="Hvorfor trækkes den tilbage" />
          <button type="submit" class="button">
            Træk tilbage
          </button>
        </form>
      </details>
    </section>
  );
}

function ReasonField({ form, label }: { form: FormState; label: string }) {
  return <TextField form={form} name="begrundelse" label={label} required maxLength={RECORD_LIMITS.reason} />;
}
