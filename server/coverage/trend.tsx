import { scaleLinear, scalePoint } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { CoverageUnit } from '../../db/schema/coverage.ts';
import { paths } from '../paths.ts';
import { type Column, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { showBand } from './band-text.tsx';
import type { TrendPoint } from './live-figures.ts';
import { periodQuery } from './question.ts';
import type { Band } from './rules.ts';

interface TrendProps {
  view: View;
  points: TrendPoint[];
  unit: { asked: CoverageUnit; setting: CoverageUnit };
}

/** Eight quarters as a picture, with the table that says the same. */
export function Trend({ view, points, unit }: TrendProps) {
  return (
    <section>
      <h2>De seneste otte kvartaler</h2>
      <div class="trend">
        <Chart points={points} />
        <Table
          caption="De seneste otte kvartaler"
          url={view.url}
          rows={points.toReversed()}
          empty=""
          columns={columnsOf(view, unit)}
        />
      </div>
    </section>
  );
}

function columnsOf(view: View, unit: TrendProps['unit']): Column<TrendPoint>[] {
  return [
    {
      head: 'Kvartal',
      cell: ({ name, from, to, sealId }) => (
        <>
          <a href={`${paths.coverage}?${periodQuery({ from, to, asOfDate: view.today }, view.today, unit)}`}>
            {name}
          </a>
          {sealId !== null && (
            <>
              {' '}
              <a class="mark mark-good" href={paths.seal(sealId)}>
                forseglet
              </a>
            </>
          )}
        </>
      ),
    },
    { head: 'I mål', number: true, cell: ({ figures }) => showNumber(figures.inScope) },
    { head: 'Kontakt', number: true, cell: ({ figures }) => showBand(figures.coverage) },
    { head: 'Besøg', number: true, cell: ({ figures }) => showBand(figures.visits) },
  ];
}

const WIDTH = 360;
const HEIGHT = 220;
const EDGE = { top: 14, right: 52, bottom: 36, left: 38 };

/** Kontakt is a whole line with round points, besøg a broken one with square points: colour is never alone. */
function Chart({ points }: { points: TrendPoint[] }) {
  const x = scalePoint<string>(
    points.map(({ name }) => name),
    [EDGE.left, WIDTH - EDGE.right],
  ).padding(0.3);
  const y = scaleLinear([0, 1], [HEIGHT - EDGE.bottom, EDGE.top]);
  const latest = points.at(-1)?.figures;
  const label = latest
    ? `Kontakt ${showBand(latest.coverage)} og besøg ${showBand(latest.visits)} i det seneste kvartal; tallene står i tabellen.`
    : 'Ingen kvartaler';
  const plotted = (name: string, band: Band) => ({ x: x(name) ?? 0, band });
  const ends = endsApart(y(latest?.coverage.min ?? 0), y(latest?.visits.min ?? 0));
  return (
    <svg class="trend-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <pattern
        id="skravering"
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <line class="trend-hatch" x1="0" y1="0" x2="0" y2="5" />
      </pattern>
      {y.ticks(5).map((tick) => (
        <>
          <line class="trend-grid" x1={EDGE.left} x2={WIDTH - EDGE.right} y1={y(tick)} y2={y(tick)} />
          <text class="trend-text" x={EDGE.left - 6} y={y(tick) + 4} text-anchor="end">
            {Math.round(tick * 100)} %
          </text>
        </>
      ))}
      {points.map(({ name }) => (
        <text class="trend-text" x={x(name)} y={HEIGHT - EDGE.bottom + 15} text-anchor="middle">
          {name.slice(0, 1)}. kv.
          <tspan x={x(name)} dy="13">
            {name.startsWith('1') || name === points[0]?.name ? name.slice(-4) : ''}
          </tspan>
        </text>
      ))}
      <Series
        kind="kontakt"
        values={points.map(({ name, figures }) => plotted(name, figures.coverage))}
        y={y}
      />
      <Series kind="besoeg" values={points.map(({ name, figures }) => plotted(name, figures.visits))} y={y} />
      <text class="trend-text" x={WIDTH - EDGE.right + 7} y={ends[0] + 4}>
        Kontakt
      </text>
      <text class="trend-text" x={WIDTH - EDGE.right + 7} y={ends[1] + 4}>
        Besøg
      </text>
    </svg>
  );
}

/** The two names beside the lines' ends, never on top of each other. */
function endsApart(first: number, second: number): [number, number] {
  const gap = 14 - Math.abs(first - second);
  if (gap <= 0) return [first, second];
  return first <= second ? [first - gap / 2, second + gap / 2] : [first + gap / 2, second - gap / 2];
}

interface Plotted {
  x: number;
  band: Band;
}

/** The lowest share as a line with a point each quarter, and up to the highest a band. */
function Series({
  kind,
  values,
  y,
}: {
  kind: 'kontakt' | 'besoeg';
  values: Plotted[];
  y: (share: number) => number;
}) {
  const known = ({ band }: Plotted) => band.min !== null && band.max !== null;
  const band = area<Plotted>()
    .defined(known)
    .x((value) => value.x)
    .y0((value) => y(value.band.min ?? 0))
    .y1((value) => y(value.band.max ?? 0));
  const lowest = line<Plotted>()
    .defined(known)
    .x((value) => value.x)
    .y((value) => y(value.band.min ?? 0));
  return (
    <g class={`trend-${kind}`}>
      <path
        class="trend-band"
        d={band(values) ?? ''}
        fill={kind === 'besoeg' ? 'url(#skravering)' : undefined}
      />
      <path class="trend-line" d={lowest(values) ?? ''} fill="none" />
      {values
        .filter(known)
        .map((value) =>
          kind === 'kontakt' ? (
            <circle cx={value.x} cy={y(value.band.min ?? 0)} r="3.5" />
          ) : (
            <rect x={value.x - 3.5} y={y(value.band.min ?? 0) - 3.5} width="7" height="7" />
          ),
        )}
    </g>
  );
}
