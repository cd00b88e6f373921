import { scaleBand, scaleLinear } from 'd3-scale';
import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, showNumber, Table, withQuery } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { HireCounts, HireLine } from './hire-queries.ts';
import { HireSection, hireListLink } from './hire-section.tsx';
import type { OrderLine, OrderQuarter, waitsOf } from './order-queries.ts';
import { type Counts, ORDER_GROUPINGS, type OrderFigure, type OrderGrouping } from './order-rules.ts';
import {
  type Period,
  PeriodForm,
  periodName,
  periodQuery,
  QuarterLinks,
  type ReportPeriod,
} from './period.tsx';

interface OrderReportProps {
  view: View;
  period: ReportPeriod;
  by: OrderGrouping;
  total: Counts;
  lines: readonly OrderLine[];
  trend: readonly OrderQuarter[];
  imported: number;
  hires: HireCounts;
  hireLines: readonly HireLine[];
  waits: ReturnType<typeof waitsOf>;
}

/** Orders and places of the quarter: what came in, how it stands, and what was closed. */
export function OrderReportPage(props: OrderReportProps) {
  const { view, period, total } = props;
  const name = periodName(period);
  const link = (figure: OrderFigure) => orderListLink(period, figure);
  return (
    <Layout view={view} title={`Jobordrer, ${name}`} aside={<QuarterLinks view={view} period={period} />}>
      <PeriodForm action={paths.orderReport} period={period} />
      <div class="readings">
        <Table
          caption={`Jobordrer i ${name}`}
          url={view.url}
          rows={FIGURE_LINES}
          empty=""
          columns={[
            {
              head: name,
              cell: ({ text, part }) => (part ? <span class="report-part">{text}</span> : <b>{text}</b>),
            },
            {
              head: 'Ordrer',
              number: true,
              cell: ({ figure }) => <a href={link(figure)}>{showNumber(total[figure].orders)}</a>,
            },
            { head: 'Pladser', number: true, cell: ({ figure }) => showNumber(total[figure].positions) },
          ]}
        />
        <Definition imported={props.imported} />
      </div>
      <HireSection {...props} />
      <Breakdown {...props} />
      <OrderTrend view={view} trend={props.trend} />
    </Layout>
  );
}

export const FIGURE_TEXTS: Readonly<Record<OrderFigure, string>> = {
  modtaget: 'Modtaget',
  modtaget_aabne: 'Modtaget og under behandling',
  modtaget_daekket: 'Modtaget og dækket',
  modtaget_inaktiveret: 'Modtaget og inaktiveret – nok henvist',
  modtaget_udloebet: 'Modtaget og frist udløbet',
  modtaget_formidlet: 'Modtaget, med formidling',
  modtaget_uden_formidling: 'Modtaget, uden formidling endnu',
  loefte_holdt: 'Første svar til virksomheden i tide',
  loefte_brudt: 'Første svar til virksomheden for sent eller udeblevet',
  loefte_venter: 'Første svar til virksomheden er ikke forfaldent endnu',
  lukket_daekket: 'Lukket i perioden: behov dækket',
  lukket_inaktiveret: 'Lukket i perioden: inaktiveret – nok henvist',
  lukket_udloebet: 'Lukket i perioden: frist udløbet',
};

const FIGURE_LINES: { figure: OrderFigure; text: string; part: boolean }[] = [
  { figure: 'modtaget', text: 'Modtaget i perioden', part: false },
  { figure: 'modtaget_aabne', text: 'heraf under behandling ved slutningen', part: true },
  { figure: 'modtaget_daekket', text: 'heraf behov dækket', part: true },
  { figure: 'modtaget_inaktiveret', text: 'heraf inaktiveret – nok henvist', part: true },
  { figure: 'modtaget_udloebet', text: 'heraf frist udløbet', part: true },
  { figure: 'modtaget_formidlet', text: 'heraf med formidling', part: true },
  { figure: 'loefte_holdt', text: 'heraf med første svar i tide', part: true },
  { figure: 'loefte_brudt', text: 'heraf med første svar for sent eller intet', part: true },
  { figure: 'loefte_venter', text: 'heraf med første svar, der ikke er forfaldent', part: true },
  { figure: 'lukket_daekket', text: 'Lukket i perioden: behov dækket', part: false },
  { figure: 'lukket_inaktiveret', text: 'Lukket i perioden: inaktiveret – nok henvist', part: false },
  { figure: 'lukket_udloebet', text: 'Lukket i perioden: frist udløbet', part: false },
];

export function orderListLink(period: Period, figure: OrderFigure): string {
  return `${paths.orderReportList(figure)}?${periodQuery(period)}`;
}

function Definition({ imported }: { imported: number }) {
  return (
    <section class="panel">
      <h2 class="first">Sådan er der talt</h2>
      <p>
        En ordre er modtaget den dag, den blev oprettet her. Status er § 137-status ved periodens slutning, i
        et kvartal, der er i gang, status nu. Pladser er ordrens antal, som det står i dag. Lukket tæller
        ordrer, som fik deres sluttende status i perioden, også når de er modtaget før.
      </p>
      {imported > 0 && (
        <p class="note note-warn">
          ! {showNumber(imported)} af de modtagne er importeret og regnes som modtaget på importdagen.
        </p>
      )}
      <p>
        Med formidling er en ordre, hvor mindst én borger er delt med virksomheden til og med i dag. Første
        svar er i tide, når det er givet inden løftets frist; importerede ordrer har intet løfte. Branche er
        virksomhedens hovedafdeling i DB07: en ordre har ingen erhvervskode.
      </p>
    </section>
  );
}

function Breakdown({ view, period, by, lines, hireLines }: OrderReportProps) {
  const hired: Column<OrderLine> = {
    head: 'Ansat efter formidling',
    number: true,
    cell: ({ value }) => {
      const counts = hireLines.find((line) => line.value === value)?.counts;
      const line = { gruppe: by, vaerdi: value };
      return <a href={withQuery(hireListLink(period, 'ansat'), line)}>{showNumber(counts?.ansat ?? 0)}</a>;
    },
  };
  const figure = (head: string, name: OrderFigure): Column<OrderLine> => ({
    head,
    number: true,
    cell: ({ value, counts }) => (
      <a href={withQuery(orderListLink(period, name), { gruppe: by, vaerdi: value })}>
        {showNumber(counts[name].orders)}
      </a>
    ),
  });
  return (
    <section id="fordelt">
      <h2>Fordelt efter {labels.orderGrouping[by].toLowerCase()}</h2>
      <ul class="group-links" aria-label="Fordel efter">
        {ORDER_GROUPINGS.map((grouping) => (
          <li>
            <a
              href={`${withQuery(view.url, { fordel: grouping })}#fordelt`}
              aria-current={grouping === by ? 'true' : undefined}
            >
              {labels.orderGrouping[grouping]}
            </a>
          </li>
        ))}
      </ul>
      <Table
        caption={`Fordelt efter ${labels.orderGrouping[by].toLowerCase()}`}
        url={view.url}
        rows={lines}
        empty="Ingen ordrer er modtaget eller lukket i perioden."
        columns={[
          { head: labels.orderGrouping[by], cell: ({ name }) => name },
          figure('Modtaget', 'modtaget'),
          { head: 'Pladser', number: true, cell: ({ counts }) => showNumber(counts.modtaget.positions) },
          figure('Under behandling', 'modtaget_aabne'),
          figure('Med formidling', 'modtaget_formidlet'),
          hired,
          figure('Dækket', 'modtaget_daekket'),
          figure('Inaktiveret', 'modtaget_inaktiveret'),
          figure('Udløbet', 'modtaget_udloebet'),
          figure('Lukket: dækket', 'lukket_daekket'),
        ]}
      />
    </section>
  );
}

const WIDTH = 360;
const HEIGHT = 190;
const EDGE = { top: 12, right: 8, bottom: 36, left: 38 };

/** Positions received as bars, those reported filled as a mark on them, with the table that says the same. */
function OrderTrend({ view, trend }: { view: View; trend: readonly OrderQuarter[] }) {
  const x = scaleBand(
    trend.map(({ name }) => name),
    [EDGE.left, WIDTH - EDGE.right],
  ).padding(0.3);
  const most = Math.max(1, ...trend.flatMap(({ positions, filled }) => [positions, filled]));
  const y = scaleLinear([0, most], [HEIGHT - EDGE.bottom, EDGE.top]).nice(4);
  return (
    <section>
      <h2>De seneste otte kvartaler</h2>
      <div class="trend">
        <svg
          class="trend-chart"
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label="Pladser modtaget (søjler) og dækket (streger) pr. kvartal; tallene står i tabellen."
        >
          {y.ticks(4).map((tick) => (
            <>
              <line class="trend-grid" x1={EDGE.left} x2={WIDTH - EDGE.right} y1={y(tick)} y2={y(tick)} />
              <text class="trend-text" x={EDGE.left - 6} y={y(tick) + 4} text-anchor="end">
                {showNumber(tick)}
              </text>
            </>
          ))}
          {trend.map(({ name, positions, filled }) => {
            const left = x(name) ?? 0;
            const middle = left + x.bandwidth() / 2;
            return (
              <>
                <rect
                  class="report-bar"
                  x={left}
                  width={x.bandwidth()}
                  y={y(positions)}
                  height={y(0) - y(positions)}
                />
                <line
                  class="report-filled"
                  x1={left - 3}
                  x2={left + x.bandwidth() + 3}
                  y1={y(filled)}
                  y2={y(filled)}
                />
                <text class="trend-text" x={middle} y={HEIGHT - EDGE.bottom + 15} text-anchor="middle">
                  {name.slice(0, 1)}. kv.
                  <tspan x={middle} dy="13">
                    {name.startsWith('1') || name === trend[0]?.name ? name.slice(-4) : ''}
                  </tspan>
                </text>
              </>
            );
          })}
        </svg>
        <Table
          caption="De seneste otte kvartaler"
          url={view.url}
          rows={trend.toReversed()}
          empty=""
          columns={[
            {
              head: 'Kvartal',
              cell: ({ name, from, to }) => <a href={withQuery(view.url, { fra: from, til: to })}>{name}</a>,
            },
            { head: 'Ordrer', number: true, cell: ({ orders }) => showNumber(orders) },
            { head: 'Pladser', number: true, cell: ({ positions }) => showNumber(positions) },
            { head: 'Pladser dækket', number: true, cell: ({ filled }) => showNumber(filled) },
          ]}
        />
      </div>
      <p class="muted">Søjle: pladser modtaget. Streg: pladser, hvor behovet blev dækket i kvartalet.</p>
    </section>
  );
}
