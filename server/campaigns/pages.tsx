import { MEMBER_STATES } from '../../db/schema/campaigns.ts';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { PhoneLink } from '../ui/reach-links.tsx';
import { Paging, showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { StateMark } from './marks.tsx';
import { type CampaignRow, type Member, PAGE_SIZE, type Progress } from './queries.ts';

interface ListProps {
  view: View;
  rows: CampaignRow[];
  total: number;
  page: number;
}

export function CampaignListPage({ view, rows, total, page }: ListProps) {
  return (
    <Layout view={view} title="Kampagner">
      {rows.length > 0 && (
        <p class="muted">
          En ny laves af <a href={paths.companies}>virksomhedslisten</a>: vælg filtre, og lav en kampagne af
          listen.
        </p>
      )}
      <Table
        caption="Kampagner"
        url={view.url}
        rows={rows}
        empty={
          <>
            Ingen kampagner endnu. Vælg filtre på <a href={paths.companies}>virksomhedslisten</a>, og lav en
            kampagne af den.
          </>
        }
        columns={[
          { head: 'Kampagne', cell: (row) => <a href={paths.campaign(row.id)}>{row.name}</a> },
          { head: 'Slags', cell: (row) => labels.campaignKind[row.kind] },
          { head: 'Ringet', number: true, cell: (row) => showProgress(row.progress) },
          { head: 'Ja', number: true, cell: (row) => showNumber(row.progress.ja ?? 0) },
          {
            head: 'Oprettet',
            cell: (row) => `${showInstant(row.createdAt)}, ${row.createdByName}`,
          },
          {
            head: 'Status',
            cell: (row) => (row.endedAt ? `Afsluttet ${showInstant(row.endedAt)}` : 'Åben'),
          },
        ]}
      />
      <Paging url={view.url} page={page} pageSize={PAGE_SIZE} total={total} />
    </Layout>
  );
}

function sizeOf(progress: Progress): number {
  return Object.values(progress).reduce((sum, n) => sum + n, 0);
}

function showProgress(progress: Progress): string {
  const total = sizeOf(progress);
  return `${showNumber(total - (progress.ikke_ringet ?? 0))} af ${showNumber(total)}`;
}

interface NewProps {
  view: View;
  form: FormState;
  formKey: string;
  filter: string;
  firms: number;
}

export function NewCampaignPage({ view, form, formKey, filter, firms }: NewProps) {
  return (
    <Layout view={view} title="Ny kampagne">
      <form class="narrow" method="post" action={paths.campaigns}>
        <FormToken view={view} />
        <input type="hidden" name="formularnoegle" value={formKey} />
        <input type="hidden" name="filter" value={filter} />
        <ErrorSummary form={form} />
        <p id="felt-filter">
          {firms === 1 ? '1 virksomhed' : `${showNumber(firms)} virksomheder`} fra{' '}
          <a href={`${paths.companies}?${filter}`}>den valgte liste</a>, i dens rækkefølge. Listen ligger
          fast, når kampagnen er oprettet.
        </p>
        <TextField
          form={form}
          name="navn"
          label="Navn"
          hint="Fx: Jobmesse i marts"
          required
          maxLength={100}
        />
        <Choice form={form} name="slags" label="Slags" options={choices(labels.campaignKind)} />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Opret kampagne
          </button>
          <a class="button" href={`${paths.companies}?${filter}`}>
            Fortryd
          </a>
        </div>
      </form>
    </Layout>
  );
}

interface CampaignProps {
  view: View;
  campaign: CampaignRow;
  members: { rows: Member[]; total: number };
  state: string;
  page: number;
}

export function CampaignPage({ view, campaign, members, state, page }: CampaignProps) {
  const total = sizeOf(campaign.progress);
  return (
    <Layout view={view} title={campaign.name} aside={!campaign.endedAt && <Next id={campaign.id} />}>
      <p class="muted">
        {labels.campaignKind[campaign.kind]} · {showProgress(campaign.progress)} ringet · oprettet af{' '}
        {campaign.createdByName}
        {campaign.endedAt && ` · afsluttet ${showInstant(campaign.endedAt)}`}
      </p>
      <progress
        class="campaign-progress"
        max={total}
        value={total - (campaign.progress.ikke_ringet ?? 0)}
        aria-label="Ringet"
      />
      <ul class="group-links">
        {['', ...MEMBER_STATES].map((value) => (
          <li>
            <a
              href={withQuery(view.url, { tilstand: value || null, side: null })}
              aria-current={value === state ? 'true' : undefined}
            >
              {value === '' ? 'Alle' : labels.memberState[value as Member['state']]}{' '}
              {showNumber(value === '' ? total : (campaign.progress[value as Member['state']] ?? 0))}
            </a>
          </li>
        ))}
      </ul>
      <Table
        caption="Virksomheder i kampagnen"
        url={view.url}
        rows={members.rows}
        empty="Ingen virksomheder står sådan."
        columns={[
          {
            head: 'Virksomhed',
            cell: (row) => <a href={paths.campaignMember(campaign.id, row.pNumber)}>{row.name}</a>,
          },
          { head: 'By', cell: (row) => row.city ?? '–' },
          {
            head: 'Telefon',
            cell: (row) => (row.phone ? <PhoneLink phone={row.phone} /> : '–'),
          },
          { head: 'Svar', cell: (row) => <StateMark member={row} today={view.today} /> },
          { head: 'Note', cell: (row) => row.note ?? '' },
        ]}
      />
      <Paging url={view.url} page={page} pageSize={PAGE_SIZE} total={members.total} />
      <form method="post" action={paths.campaignEnd(campaign.id)}>
        <FormToken view={view} />
        <input type="hidden" name="afslut" value={campaign.endedAt ? 'nej' : 'ja'} />
        <button type="submit" class="button">
          {campaign.endedAt ? 'Åbn kampagnen igen' : 'Afslut kampagnen'}
        </button>
      </form>
    </Layout>
  );
}

function Next({ id }: { id: number }) {
  return (
    <a class="button button-primary" href={paths.campaignNext(id)}>
      Næste virksomhed
    </a>
  );
}
