import { OWN_FIELDS, OWN_SOURCES, type OwnField } from '../../db/schema/firm-work.ts';
import { paths } from '../paths.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { ErrorSummary, type FormState, Select, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import { MailLink, PhoneLink } from '../ui/reach-links.tsx';
import { Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { Assignment, ownerChangesAt } from './care.ts';
import { showAddress } from './firm-columns.tsx';
import { FirmFrame } from './firm-frame.tsx';
import type { FirmHead } from './head.ts';
import { UndoOwnValue } from './inline-fact.tsx';
import { OWN_VALUE_LIMIT, type OwnValue, standingValue } from './own-values.ts';
import { OwnerPanel } from './owner-panel.tsx';
import type { PUnitDetail } from './queries.ts';

export interface FactsPageProps {
  view: View;
  head: FirmHead;
  firm: PUnitDetail;
  assignments: readonly Assignment[];
  ownerChanges: ReturnType<typeof ownerChangesAt>;
  /** [id, name] of the konsulenter and teams one can choose */
  konsulenter: readonly [string, string][];
  teams: readonly [string, string][];
  mayEdit: boolean;
  /** one's own change a moment ago */
  undoOwn: { id: number } | null;
  ownForm: FormState;
  assignmentForm: FormState;
}

/** What CVR says, what we know better, and who looks after the firm. */
export function FactsPage(props: FactsPageProps) {
  const { view, head, firm } = props;
  return (
    <FirmFrame view={view} firm={head} tab="facts" undo={<UndoOwnValue view={view} edit={props.undoOwn} />}>
      <div class="columns">
        <div>
          <h2 class="first">Registrets oplysninger og vores egne</h2>
          <ValueTable view={view} firm={firm} />
          {props.mayEdit && <OwnValueForm {...props} />}
          <OwnHistory values={firm.ownValues} />
        </div>
        <div>
          <OwnerPanel {...props} />
          <RegisterPanel firm={firm} />
        </div>
      </div>
    </FirmFrame>
  );
}

function ValueTable({ view, firm }: { view: View; firm: PUnitDetail }) {
  const registered: Record<OwnField, string | null> = {
    navn: firm.registerName,
    telefon: firm.phone ?? firm.company.phone,
    mail: firm.email ?? firm.company.email,
    adresse: showAddress(firm),
    kontaktoenske: null,
  };
  return (
    <Table
      caption="Registrets oplysninger og vores egne"
      url={view.url}
      empty=""
      rows={OWN_FIELDS.map((field) => ({
        field,
        own: standingValue(firm.ownValues, field),
        registered: registered[field],
      }))}
      columns={[
        { head: 'Oplysning', cell: ({ field }) => labels.ownField[field] },
        {
          head: 'Vores egen',
          cell: ({ field, own }) =>
            own ? (
              <>
                <strong>
                  <Value field={field} text={own.value} />
                </strong>
                <br />
                <span class="muted">
                  {labels.ownSource[own.source]}, {showDate(own.knownOn)}
                </span>
              </>
            ) : (
              '–'
            ),
        },
        { head: 'CVR', cell: ({ field, registered: text }) => <Value field={field} text={text} /> },
      ]}
    />
  );
}

function Value({ field, text }: { field: OwnField; text: string | null }) {
  if (text === null) return <>–</>;
  if (field === 'telefon') return <PhoneLink phone={text} />;
  return field === 'mail' ? <MailLink email={text} /> : text;
}

function OwnValueForm({ view, firm, ownForm }: FactsPageProps) {
  return (
    <details class="more" open={ownForm.errors.length > 0}>
      <summary>Skriv det, vi ved bedre</summary>
      <form class="narrow" method="post" action={paths.ownValues(firm.pNumber)}>
        <FormToken view={view} />
        <ErrorSummary form={ownForm} />
        <Select
          form={ownForm}
          name="felt"
          label="Oplysning"
          options={OWN_FIELDS.map((field) => [field, labels.ownField[field]])}
        />
        <TextField
          form={ownForm}
          name="vaerdi"
          label="Vores egen"
          hint="Tomt: registrets oplysning gælder igen."
          required={false}
          maxLength={OWN_VALUE_LIMIT}
        />
        <Select
          form={ownForm}
          name="kilde"
          label="Hvor ved vi det fra"
          options={OWN_SOURCES.filter((source) => source !== 'sammenlaegning').map((source) => [
            source,
            labels.ownSource[source],
          ])}
        />
        <TextField form={ownForm} name="dato" label="Hvornår" type="date" required max={view.today} />
        <button type="submit" class="button">
          Gem
        </button>
      </form>
    </details>
  );
}

function OwnHistory({ values }: { values: readonly OwnValue[] }) {
  const past = values.filter((own) => own.supersededAt !== null || own.value === null);
  if (past.length === 0) return null;
  return (
    <details class="more">
      <summary>Tidligere egne oplysninger ({past.length})</summary>
      <ul class="rows">
        {past.map((own) => (
          <li>
            {labels.ownField[own.field]}: {own.value ?? 'taget væk'}{' '}
            <span class="muted">
              {own.recordedByName}, {showInstant(own.recordedAt)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function RegisterPanel({ firm }: { firm: PUnitDetail }) {
  return (
    <section class="panel">
      <h2>Registret</h2>
      <dl class="facts">
        <dt>P-nummer</dt>
        <dd>{firm.pNumber}</dd>
        <dt>CVR</dt>
        <dd>
          <a href={`${paths.companies}?q=${firm.cvr}`}>{firm.cvr}</a> {firm.company.name}
        </dd>
        <dt>Form</dt>
        <dd>{firm.company.formText ?? '–'}</dd>
        <dt>Status</dt>
        <dd>{firm.company.status ? sentenceCase(firm.company.status) : '–'}</dd>
        <dt>Branche</dt>
        <dd>{[firm.branchCode, firm.branchText].filter(Boolean).join(' ') || '–'}</dd>
        <dt>Kommunekode</dt>
        <dd>{firm.municipalityCode ?? '–'}</dd>
        <dt>Startet</dt>
        <dd>{showDate(firm.startDate)}</dd>
        <dt>Kilde</dt>
        <dd>
          {firm.importId === null ? 'Oprettet i hånden' : `Importeret, senest ${showInstant(firm.updatedAt)}`}
        </dd>
      </dl>
    </section>
  );
}

/** CVR shouts its states: UNDER KONKURS */
function sentenceCase(text: string): string {
  return text.charAt(0) + text.slice(1).toLocaleLowerCase('da');
}
