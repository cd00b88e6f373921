import type { ComponentChildren } from 'preact';
import type { StandingRule } from '../../workers/matching/engine.ts';
import { shownKey } from '../citizens/rules.ts';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { Paging, showNumber, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import {
  type CitizenStandingRow,
  type OrderStandingRow,
  type RuleCount,
  type reviewedRun,
  WHY_NOT_PAGE_SIZE,
  type WhyNotFilters,
} from './why-not-queries.ts';

/** The groups' names. */
export const RULES: Readonly<Record<StandingRule, string>> = {
  virksomhed: 'Virksomheden kan ikke få nogen nu',
  maa_ikke_deles: 'Må ikke deles',
  sat_til_side: 'Sat til side',
  maalgruppe: 'Målgruppe',
  har_arbejdsgiver: 'Har en arbejdsgiver',
  i_forloeb: 'I forløb på fuld tid',
  koerekort: 'Kørekort',
  certifikat: 'Certifikat',
  danskniveau: 'Dansk',
  timer: 'Timer',
  arbejdstid: 'Arbejdstid',
  startdato: 'Startdato',
  rejsetid: 'Rejsetid',
  vilkaar: 'Vilkår i arbejdet',
  intet_til_faelles: 'Intet til fælles',
  for_faa_oplysninger: 'For få oplysninger',
  ord_ikke_forstaaet: 'Ordene er ikke forstået',
  andre_foran: 'Andre står foran',
  ingen_ordrer: 'Ingen åbne ordrer',
  ingen_borgere: 'Ingen borgere',
};

function ruleName(rule: string): string {
  return Object.entries(RULES).find(([key]) => key === rule)?.[1] ?? rule;
}

interface PageProps<Row> {
  view: View;
  run: ReturnType<typeof reviewedRun>;
  rules: RuleCount[];
  rows: Row[];
  filters: WhyNotFilters;
  /** false: figures only */
  seesPeople: boolean;
}

export function WhyNotCitizensPage(props: PageProps<CitizenStandingRow>) {
  const { rows } = props;
  return (
    <WhyNot
      {...props}
      title="Hvorfor ikke: borgere"
      lead="Hver borger, der ikke står på nogen ordres liste, har ét svar: hvad der er i vejen, og hvem der kan gøre noget ved det."
      tabs={['Mine borgere', 'Teamets borgere']}
      nobody="Alle står på mindst én liste."
    >
      <ul class="rows">
        {rows.map((row) => (
          <li>
            <a href={paths.citizen(row.id)}>{row.name ?? 'Uden navn'}</a>{' '}
            <span class="muted">
              {shownKey(row.citizenKey)} · {row.caseworkerName}
            </span>
            <br />
            {row.answer}
            {row.protectedAddress !== false && row.rule === 'maa_ikke_deles' && (
              <>
                {' '}
                ✕ Beskyttet adresse, eller ikke spurgt: kun du ser{' '}
                <a href={paths.citizenMatches(row.id)}>borgerens forslag</a>.
              </>
            )}
            {row.rule === 'andre_foran' && (
              <>
                {' '}
                <a href={paths.citizenMatches(row.id)}>Se borgerens forslag</a>
              </>
            )}
          </li>
        ))}
      </ul>
    </WhyNot>
  );
}

export function WhyNotOrdersPage(props: PageProps<OrderStandingRow>) {
  const { rows } = props;
  return (
    <WhyNot
      {...props}
      title="Hvorfor ikke: ordrer"
      lead="Hver åben ordre uden kandidater har ét svar: hvad der er i vejen, og hvem der kan gøre noget ved det."
      tabs={['Mine ordrer', 'Teamets ordrer']}
      nobody="Alle åbne ordrer har mindst én kandidat."
    >
      <ul class="rows">
        {rows.map((row) => (
          <li>
            <a href={paths.shortlist(row.id)}>{row.title}</a>{' '}
            <span class="muted">
              {row.firmName} · {labels.orderType[row.type]} · {row.ownerName ?? 'ingen ansvarlig'}
            </span>
            <br />
            {row.answer}
            {row.rule === 'ord_ikke_forstaaet' && (
              <>
                {' '}
                <a href={paths.terms}>Til siden Ord</a>
              </>
            )}
          </li>
        ))}
      </ul>
    </WhyNot>
  );
}

interface WhyNotProps extends PageProps<unknown> {
  title: string;
  lead: string;
  tabs: [mine: string, team: string];
  nobody: string;
  children: ComponentChildren;
}

function WhyNot({ view, run, rules, filters, seesPeople, title, lead, tabs, nobody, children }: WhyNotProps) {
  const all = rules.reduce((sum, { count }) => sum + count, 0);
  const total = filters.rule ? (rules.find(({ rule }) => rule === filters.rule)?.count ?? 0) : all;
  return (
    <Layout view={view} title={title} aside={<OtherSide view={view} />}>
      <p class="lead">{lead}</p>
      {!run && <p class="empty">Svarene kommer efter den næste matchkørsel.</p>}
      {run && (
        <>
          {seesPeople && (
            <nav aria-label="Hvis">
              <ul class="page-tabs">
                {(['mine', 'team'] as const).map((tab, at) => (
                  <li>
                    <a
                      href={withQuery(view.url, { vis: tab, regel: null, side: null })}
                      aria-current={tab === filters.scope ? 'page' : undefined}
                    >
                      {tabs[at]}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          )}
          <p class="muted">
            {all === 0 ? nobody : `${showNumber(all)} i alt.`} Som det var ved kørslen{' '}
            {showInstant(run.finishedAt ?? '')}; hver enkelts egen side viser, hvad der gælder nu.
          </p>
          <Groups view={view} rules={rules} all={all} chosen={filters.rule} linked={seesPeople} />
          {seesPeople && children}
          {seesPeople && (
            <Paging url={view.url} page={filters.page} pageSize={WHY_NOT_PAGE_SIZE} total={total} />
          )}
        </>
      )}
    </Layout>
  );
}

interface GroupsProps {
  view: View;
  rules: RuleCount[];
  all: number;
  chosen: string | null;
  /** false: figures only */
  linked: boolean;
}

function Groups({ view, rules, all, chosen, linked }: GroupsProps) {
  if (rules.length === 0) return null;
  const lines = [{ rule: null, count: all }, ...rules];
  return (
    <nav aria-label="Hvad der er i vejen">
      <ul class="group-links">
        {lines.map(({ rule, count }) => {
          const text = `${rule === null ? 'Alle' : ruleName(rule)} ${showNumber(count)}`;
          return (
            <li>
              {linked ? (
                <a
                  href={withQuery(view.url, { regel: rule, side: null })}
                  aria-current={rule === chosen ? 'true' : undefined}
                >
                  {text}
                </a>
              ) : (
                <span>{text}</span>
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function OtherSide({ view }: { view: View }) {
  const roles = view.actor?.roles ?? [];
  const onOrders = view.url.startsWith(paths.whyNotOrders);
  const maySee = onOrders
    ? roles.includes('sagsbehandler') || roles.includes('leder')
    : roles.includes('konsulent') || roles.includes('leder');
  if (!maySee) return null;
  return (
    <a class="button" href={onOrders ? paths.whyNotCitizens : paths.whyNotOrders}>
      {onOrders ? 'Se borgerne' : 'Se ordrerne'}
    </a>
  );
}
