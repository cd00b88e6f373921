import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, showNumber, showShare, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import {
  type Period,
  PeriodForm,
  periodName,
  periodQuery,
  QuarterLinks,
  type ReportPeriod,
} from './period.tsx';
import {
  type GroupLine,
  measureName,
  type PlacementLine,
  type PlacementQuarter,
} from './placement-queries.ts';
import { DAGPENGE, type Measure, type PlacementFigure } from './placement-rules.ts';

interface PlacementReportProps {
  view: View;
  period: ReportPeriod;
  total: PlacementLine;
  lines: readonly PlacementLine[];
  groups: readonly GroupLine[];
  trend: readonly PlacementQuarter[];
  /** whether the lists of a target group may be opened */
  mayOpenGroups: boolean;
}

/** Placements of the period: what began, how the hours grew, what ended and what came after. */
export function PlacementReportPage(props: PlacementReportProps) {
  const { view, period, total } = props;
  const name = periodName(period);
  return (
    <Layout view={view} title={`Forløb, ${name}`} aside={<QuarterLinks view={view} period={period} />}>
      <PeriodForm action={paths.placementReport} period={period} />
      <div class="readings">
        <Table
          caption={`Forløb i ${name}`}
          url={view.url}
          rows={FIGURE_LINES}
          empty=""
          columns={[
            {
              head: name,
              cell: ({ text, part }) => (part ? <span class="report-part">{text}</span> : <b>{text}</b>),
            },
            {
              head: 'Forløb',
              number: true,
              cell: ({ figure }) => (
                <a href={placementListLink(period, figure)}>{showNumber(total.counts[figure])}</a>
              ),
            },
          ]}
        />
        <Definition />
      </div>
      <Begun {...props} />
      <Hours {...props} />
      <Afterwards {...props} />
      <Trend {...props} />
    </Layout>
  );
}

export const PLACEMENT_FIGURE_TEXTS: Readonly<Record<PlacementFigure, string>> = {
  begyndt: 'Begyndt i perioden',
  i_gang: 'I gang ved slutningen',
  flere_timer: 'I gang med flere timer end før',
  samme_timer: 'I gang med samme timer som før',
  faerre_timer: 'I gang med færre timer end før',
  ophoert: 'Ophørt i perioden',
  ophoert_ordinaert: 'Ophørt og gået over i ordinære timer',
  ophoert_ikke_ordinaert: 'Ophørt uden ordinære timer',
  ophoert_ikke_spurgt: 'Ophørt, men ikke spurgt om ordinære timer',
  uden_ophoer: 'Aftalen er udløbet, og ingen har skrevet, hvad der kom ud af det',
  uge_13: 'Spurgt efter 13 uger',
  uge_13_der: 'Efter 13 uger: stadig i virksomheden',
  uge_13_ordinaert: 'Efter 13 uger: i ordinære timer',
  uge_13_mangler: 'Ikke spurgt efter 13 uger endnu',
  uge_26: 'Spurgt efter 26 uger',
  uge_26_der: 'Efter 26 uger: stadig i virksomheden',
  uge_26_ordinaert: 'Efter 26 uger: i ordinære timer',
  uge_26_mangler: 'Ikke spurgt efter 26 uger endnu',
};

const FIGURE_LINES: { figure: PlacementFigure; text: string; part: boolean }[] = [
  { figure: 'begyndt', text: 'Begyndt i perioden', part: false },
  { figure: 'i_gang', text: 'I gang ved slutningen', part: false },
  { figure: 'flere_timer', text: 'heraf med flere timer end før', part: true },
  { figure: 'ophoert', text: 'Ophørt i perioden', part: false },
  { figure: 'ophoert_ordinaert', text: 'heraf gået over i ordinære timer', part: true },
  { figure: 'ophoert_ikke_ordinaert', text: 'heraf ikke', part: true },
  { figure: 'ophoert_ikke_spurgt', text: 'heraf ikke spurgt', part: true },
  { figure: 'uden_ophoer', text: 'Udløbet, uden at nogen har skrevet resultatet', part: false },
];

export function placementListLink(
  period: Period,
  figure: PlacementFigure,
  { measure, group }: { measure?: string; group?: string } = {},
): string {
  return withQuery(`${paths.placementReportList(figure)}?${periodQuery(period)}`, {
    ...(measure && { ordning: measure }),
    ...(group && { maalgruppe: group }),
  });
}

function Definition() {
  return (
    <section class="panel">
      <h2 class="first">Sådan er der talt</h2>
      <p>
        Et forløb er begyndt på sin første dag, uanset hvornår det er skrevet ned, og ophørt på den dag, det
        faktisk sluttede. I en periode, der er i gang, tælles til og med i dag. Trukne forløb tæller ikke. En
        borger med to forløb tæller to gange.
      </p>
      <p>
        Målgruppen er den, borgeren var i på forløbets første dag efter de registrerede ydelsesperioder; uden
        dem den, der står nu. Timer er de aftalte timer om ugen ved periodens begyndelse, eller forløbets, og
        ved dens slutning.
      </p>
    </section>
  );
}

function Begun({ view, period, groups, mayOpenGroups }: PlacementReportProps) {
  const measures = [...new Set(groups.flatMap(({ begun }) => [...begun.keys()]))];
  measures.sort((a, b) => measureName(a).localeCompare(measureName(b), 'da'));
  const cell = (measure: Measure): Column<GroupLine> => ({
    // A praktik has a column for each purpose: its whole name would push the last out of the page.
    head: measureName(measure).replace('Virksomhedspraktik', 'Praktik'),
    number: true,
    cell: ({ value, begun }) => {
      const count = begun.get(measure) ?? 0;
      if (count === 0 || !mayOpenGroups) return showNumber(count);
      return (
        <a href={placementListLink(period, 'begyndt', { measure, group: value })}>{showNumber(count)}</a>
      );
    },
  });
  return (
    <section>
      <h2>Begyndt efter målgruppe og ordning</h2>
      <Table
        caption="Begyndt efter målgruppe og ordning"
        url={view.url}
        rows={groups}
        empty="Ingen forløb er begyndt i perioden."
        columns={[
          { head: 'Målgruppe', cell: ({ name }) => name },
          // Before the measures: on a tablet the last of them are out of sight.
          {
            head: 'I alt',
            number: true,
            cell: ({ value, total }) =>
              mayOpenGroups ? (
                <a href={placementListLink(period, 'begyndt', { group: value })}>{showNumber(total)}</a>
              ) : (
                showNumber(total)
              ),
          },
          ...measures.map(cell),
        ]}
      />
    </section>
  );
}

/** A count of a measure that opens its list. */
function counted(period: Period, head: string, figure: PlacementFigure): Column<PlacementLine> {
  return {
    head,
    number: true,
    cell: ({ value, counts }) =>
      counts[figure] === 0 ? (
        '0'
      ) : (
        <a href={placementListLink(period, figure, { measure: value })}>{showNumber(counts[figure])}</a>
      ),
  };
}

function Hours({ view, period, lines }: PlacementReportProps) {
  return (
    <section>
      <h2>Timer, der vokser</h2>
      <Table
        caption="Timer om ugen i det, der er i gang"
        url={view.url}
        rows={lines.filter(({ counts }) => counts.i_gang > 0)}
        empty="Ingen forløb er i gang ved periodens slutning."
        columns={[
          { head: 'Ordning', cell: ({ name }) => name },
          counted(period, 'I gang', 'i_gang'),
          counted(period, 'Flere timer', 'flere_timer'),
          counted(period, 'Samme', 'samme_timer'),
          counted(period, 'Færre', 'faerre_timer'),
          { head: 'Timer/uge før', number: true, cell: ({ hoursBefore }) => showNumber(hoursBefore) },
          { head: 'Timer/uge nu', number: true, cell: ({ hoursAfter }) => showNumber(hoursAfter) },
        ]}
      />
    </section>
  );
}

function Afterwards({ view, period, lines }: PlacementReportProps) {
  const isOver = ({ counts }: PlacementLine) =>
    counts.ophoert + counts.uge_13 + counts.uge_13_mangler + counts.uge_26 + counts.uge_26_mangler > 0;
  return (
    <section>
      <h2>Hvad der kom efter</h2>
      <Table
        caption="Hvad der kom efter"
        url={view.url}
        rows={lines.filter(isOver)}
        empty="Intet er ophørt, og ingen opfølgning efter 13 eller 26 uger faldt i perioden."
        columns={[
          { head: 'Ordning', cell: ({ name }) => name },
          counted(period, 'Ophørt', 'ophoert'),
          counted(period, 'Ordinære timer', 'ophoert_ordinaert'),
          {
            head: 'Andel af de spurgte',
            number: true,
            cell: ({ counts }) =>
              shareOf(counts.ophoert_ordinaert, counts.ophoert - counts.ophoert_ikke_spurgt),
          },
          counted(period, '13 uger: spurgt', 'uge_13'),
          counted(period, 'stadig der', 'uge_13_der'),
          counted(period, 'i ordinære timer', 'uge_13_ordinaert'),
          counted(period, 'mangler', 'uge_13_mangler'),
          counted(period, '26 uger: spurgt', 'uge_26'),
          counted(period, 'stadig der', 'uge_26_der'),
          counted(period, 'i ordinære timer', 'uge_26_ordinaert'),
          counted(period, 'mangler', 'uge_26_mangler'),
        ]}
      />
    </section>
  );
}

function shareOf(part: number, all: number): string {
  return showShare(all > 0 ? part / all : null);
}

function Trend({ view, trend, mayOpenGroups }: PlacementReportProps) {
  const types = Object.entries(labels.orderType).filter(([type]) =>
    trend.some(({ begun }) => [...begun.keys()].some((key) => key === type)),
  );
  return (
    <section>
      <h2>Begyndt i de seneste otte kvartaler</h2>
      <Table
        caption="Begyndt i de seneste otte kvartaler"
        url={view.url}
        rows={trend.toReversed()}
        empty=""
        columns={[
          {
            head: 'Kvartal',
            cell: ({ name, from, to }) => (
              <a class="nowrap" href={withQuery(view.url, { fra: from, til: to })}>
                {name.replace('kvartal', 'kv.')}
              </a>
            ),
          },
          ...types.map(
            ([type, head]): Column<PlacementQuarter> => ({
              head,
              number: true,
              cell: ({ begun }) => showNumber([...begun].find(([key]) => key === type)?.[1] ?? 0),
            }),
          ),
          {
            head: 'Dagpenge i privat løntilskud',
            number: true,
            cell: ({ from, to, dagpenge }) => {
              if (!mayOpenGroups) return showNumber(dagpenge);
              const line = { measure: 'loentilskud_privat', group: DAGPENGE };
              return <a href={placementListLink({ from, to }, 'begyndt', line)}>{showNumber(dagpenge)}</a>;
            },
          },
          { head: 'I alt', number: true, cell: ({ total }) => showNumber(total) },
        ]}
      />
    </section>
  );
}
