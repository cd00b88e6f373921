import { paths } from '../paths.ts';
import { PersonTick } from '../persons/person-tick.tsx';
import { TextTick } from '../text-check/text-tick.tsx';
import { addDays, localDate, showDate } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, Select, TextArea, TextField } from '../ui/form.tsx';
import { showHour } from '../ui/hours.ts';
import { choices, labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { Paging, showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { FollowUpMark } from './follow-up-mark.tsx';
import {
  LEAD_OWNERS,
  LEAD_STATES,
  type Lead,
  type LeadOwner,
  type LeadState,
  type listLeads,
} from './queries.ts';
import { GIVEN_ENDS, LEAD_NOTE_LIMIT } from './rules.ts';

export const PAGE_SIZE = 50;

interface LeadListProps {
  view: View;
  found: ReturnType<typeof listLeads>;
  owner: LeadOwner;
  state: LeadState;
  page: number;
}

export function LeadListPage({ view, found, owner, state, page }: LeadListProps) {
  const form = { values: { ansvarlig: owner, vis: state }, errors: [] };
  return (
    <Layout view={view} title="Muligheder">
      <form class="filters" method="get" action={paths.leads}>
        <Select
          form={form}
          name="ansvarlig"
          label="Ansvarlig"
          options={LEAD_OWNERS.map((value) => [value, labels.leadOwner[value]])}
        />
        <Select
          form={form}
          name="vis"
          label="Vis"
          options={LEAD_STATES.map((value) => [value, labels.leadState[value]])}
        />
        <button type="submit" class="button">
          Vis
        </button>
      </form>
      <p class="muted">{found.total === 1 ? '1 mulighed' : `${showNumber(found.total)} muligheder`}</p>
      <Table
        caption="Muligheder"
        url={view.url}
        rows={found.rows}
        empty={
          <>
            Ingen muligheder her. En mulighed noteres fra virksomhedens side eller fra en samtale.{' '}
            {owner !== 'alle' && (
              <a href={withQuery(view.url, { ansvarlig: 'alle', side: null })}>Se alles</a>
            )}
          </>
        }
        columns={[
          { head: 'Mulighed', cell: (row) => <a href={paths.lead(row.id)}>{row.title}</a> },
          { head: 'Virksomhed', cell: (row) => <a href={paths.company(row.pNumber)}>{row.firmName}</a> },
          { head: 'Type', cell: (row) => (row.type ? labels.orderType[row.type] : 'Ikke afklaret') },
          {
            head: 'Antal',
            number: true,
            cell: (row) => (row.positions === null ? '–' : showNumber(row.positions)),
          },
          {
            head: state === 'aabne' ? 'Følg op' : 'Endte',
            cell: (row) =>
              row.ended === null ? (
                <FollowUpMark date={row.followUpOn} today={view.today} />
              ) : (
                <Ended lead={row} />
              ),
          },
          { head: 'Ansvarlig', cell: (row) => row.ownerName ?? 'Ingen' },
        ]}
      />
      <Paging url={view.url} page={page} pageSize={PAGE_SIZE} total={found.total} />
    </Layout>
  );
}

function Ended({ lead: { ended, endedAt, jobOrderId } }: { lead: Lead }) {
  if (ended === null || endedAt === null) return null;
  return (
    <>
      {jobOrderId === null ? (
        labels.leadEnd[ended]
      ) : (
        <a href={paths.jobOrder(jobOrderId)}>{labels.leadEnd[ended]}</a>
      )}{' '}
      <span class="muted">{showDate(localDate(new Date(endedAt)))}</span>
    </>
  );
}

interface NewLeadProps {
  view: View;
  firm: { pNumber: number; name: string };
  form: FormState;
  formKey: string;
  /** the talk it comes from, as the address says */
  contactId: string;
}

export function NewLeadPage({ view, firm, form, formKey, contactId }: NewLeadProps) {
  return (
    <Layout view={view} title="Ny mulighed">
      <p class="lead">
        Hos <a href={paths.company(firm.pNumber)}>{firm.name}</a>
      </p>
      <form method="post" action={paths.newLead(firm.pNumber)} class="narrow">
        <FormToken view={view} />
        <input type="hidden" name="formularnoegle" value={formKey} />
        <input type="hidden" name="kontakt" value={contactId} />
        <ErrorSummary form={form} />
        <LeadFields form={form} today={view.today} />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Gem mulighed
          </button>
          <a href={paths.company(firm.pNumber)}>Fortryd</a>
        </div>
      </form>
    </Layout>
  );
}

function LeadFields({ form, today }: { form: FormState; today: string }) {
  return (
    <>
      <TextField form={form} name="titel" label="Hvad mangler de måske?" required maxLength={100} />
      <TextArea
        form={form}
        name="note"
        label="Mere om det"
        hint="Bliver til beskrivelsen, hvis det bliver en ordre. Ingen navne på borgere og ingen CPR-numre."
        rows={4}
        maxLength={LEAD_NOTE_LIMIT}
        required={false}
      />
      <PersonTick form={form} />
      <TextTick form={form} />
      <Select
        form={form}
        name="type"
        label="Type"
        options={choices(labels.orderType)}
        empty="Ikke afklaret"
      />
      <div class="fields">
        <TextField
          form={form}
          name="antal"
          label="Antal"
          type="number"
          min={1}
          inputMode="numeric"
          required={false}
        />
        <TextField
          form={form}
          name="timer"
          label="Timer om ugen"
          inputMode="decimal"
          maxLength={6}
          required={false}
        />
        <TextField form={form} name="tidligst" label="Tidligst fra" type="date" required={false} />
      </div>
      <TextField form={form} name="opfoelgning" label="Følg op" type="date" required />
      <div class="date-shortcuts">
        {[7, 14, 30].map((days) => (
          <button
            type="button"
            class="button button-small"
            data-date-for="felt-opfoelgning"
            data-date={addDays(today, days)}
          >
            Om {days} dage
          </button>
        ))}
      </div>
    </>
  );
}

interface LeadPageProps {
  view: View;
  lead: Lead;
  form: FormState;
  endForm: FormState;
  mayChange: boolean;
}

export function LeadPage({ view, lead, form, endForm, mayChange }: LeadPageProps) {
  const open = lead.ended === null;
  return (
    <Layout
      view={view}
      title={`Mulighed: ${lead.title}`}
      aside={open && mayChange && <MakeOrder lead={lead} />}
    >
      <p class="lead">
        <a href={paths.company(lead.pNumber)}>{lead.firmName}</a> · noteret{' '}
        {showDate(localDate(new Date(lead.createdAt)))} · {lead.ownerName ?? 'ingen ansvarlig'}
      </p>
      {open && mayChange ? (
        <div class="columns">
          <form method="post" action={paths.lead(lead.id)}>
            <FormToken view={view} />
            <input type="hidden" name="version" value={String(lead.version)} />
            <ErrorSummary form={form} />
            <LeadFields form={form} today={view.today} />
            <button type="submit" class="button">
              Gem
            </button>
          </form>
          <div>
            <EndForm view={view} lead={lead} form={endForm} />
            {lead.ownerUserId !== view.actor?.userId && (
              <form method="post" action={paths.leadOwner(lead.id)}>
                <FormToken view={view} />
                <input type="hidden" name="version" value={String(lead.version)} />
                <button type="submit" class="button">
                  Overtag muligheden
                </button>
              </form>
            )}
          </div>
        </div>
      ) : (
        <LeadFacts lead={lead} />
      )}
    </Layout>
  );
}

function MakeOrder({ lead }: { lead: Lead }) {
  return (
    <a
      class="button button-primary"
      href={`${paths.newJobOrder}?virksomhed=${lead.pNumber}&mulighed=${lead.id}`}
    >
      Gør til jobordre
    </a>
  );
}

function EndForm({ view, lead, form }: { view: View; lead: Lead; form: FormState }) {
  return (
    <section class="panel">
      <h2>Blev den ikke til noget?</h2>
      <form method="post" action={paths.leadEnded(lead.id)}>
        <FormToken view={view} />
        <input type="hidden" name="version" value={String(lead.version)} />
        <Choice
          form={form}
          name="grund"
          label="Hvorfor ikke"
          options={GIVEN_ENDS.map((end) => [end, labels.leadEnd[end]])}
        />
        <button type="submit" class="button">
          Afslut muligheden
        </button>
      </form>
    </section>
  );
}

function LeadFacts({ lead }: { lead: Lead }) {
  return (
    <dl class="facts">
      {lead.ended !== null && (
        <>
          <dt>Endte</dt>
          <dd>
            <Ended lead={lead} />
          </dd>
        </>
      )}
      <dt>Type</dt>
      <dd>{lead.type ? labels.orderType[lead.type] : 'Ikke afklaret'}</dd>
      <dt>Antal</dt>
      <dd>{lead.positions ?? '–'}</dd>
      <dt>Timer om ugen</dt>
      <dd>{lead.weeklyHours === null ? '–' : showHour(lead.weeklyHours)}</dd>
      <dt>Tidligst fra</dt>
      <dd>{showDate(lead.likelyFrom)}</dd>
      <dt>Følg op</dt>
      <dd>{showDate(lead.followUpOn)}</dd>
      <dt>Mere om det</dt>
      <dd class="typed">{lead.note ?? '–'}</dd>
    </dl>
  );
}
