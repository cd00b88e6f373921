import { labels } from '../ui/labels.ts';
import { showNumber } from '../ui/table.tsx';
import type { Mark } from './marks.ts';
import type { MapName } from './names.ts';
import { silenceShape } from './silence-mark.tsx';
import {
  degreesAUnit,
  MAX_ZOOM,
  SIZE,
  scaleBar,
  TWICE,
  type Viewport,
  viewportFields,
  zoomed,
} from './viewport.ts';

export interface DrawingProps {
  port: Viewport;
  houses: string;
  names: readonly MapName[];
  marks: readonly Mark[];
  /** names of firms that have a mark of their own */
  firmNames: ReadonlyMap<number, string>;
  chosen: number;
  /** the same page with some of its fields changed; null takes one away */
  link: (changes: Readonly<Record<string, string | null>>) => string;
}

/**
 * The map: houses as a quiet ground, names, marks. Its links are left out of the tab order, for the table below holds the
 * same firms; client/map.ts reads the data attributes to follow a finger.
 */
export function Drawing(props: DrawingProps) {
  const { port, houses, names, marks } = props;
  const unit = degreesAUnit(port);
  return (
    <svg
      class="map-drawing"
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      data-lat={port.lat}
      data-lon={port.lon}
      data-zoom={port.zoom}
      data-lat-unit={unit.lat}
      data-lon-unit={unit.lon}
      data-size={SIZE}
      data-max-zoom={MAX_ZOOM}
    >
      <title>Kort over virksomhederne i tabellen nedenfor</title>
      <g class="map-ground">
        <path class="map-houses" d={houses} />
        {names.map(({ x, y, text, kind }) => (
          <text class={`map-name map-name-${kind}`} x={Math.round(x)} y={Math.round(y)} text-anchor="middle">
            {text}
          </text>
        ))}
        {marks.map((mark) =>
          mark.firms.length === 1 ? <One {...props} mark={mark} /> : <Many {...props} mark={mark} />,
        )}
      </g>
      <ScaleBar port={port} />
    </svg>
  );
}

type MarkProps = DrawingProps & { mark: Mark };

function One({ mark, firmNames, chosen, link }: MarkProps) {
  const [firm] = mark.firms;
  if (!firm) return null;
  const { pNumber, silence, place } = firm;
  const name = firmNames.get(pNumber) ?? String(pNumber);
  const rough = place.precision === 'hus' ? '' : ', omtrentligt sted';
  return (
    <a
      href={`${link({ valgt: String(pNumber) })}#valgt`}
      tabIndex={-1}
      data-map=""
      aria-label={`${name}: ${labels.silence[silence].toLowerCase()}${rough}`}
    >
      <title>{`${name}: ${labels.silence[silence].toLowerCase()}${rough}`}</title>
      <g transform={at(mark)}>
        <g class="map-mark map-mark-one">
          <circle class="map-reach" r="14" />
          {pNumber === chosen && <circle class="map-chosen" r="14" />}
          <path class={`silence silence-${silence}${rough && ' silence-rough'}`} d={silenceShape(silence)} />
        </g>
      </g>
    </a>
  );
}

/** How many, and below how many of them are missing. A look nearer parts them, unless they stand at one point. */
function Many({ mark, port, link }: MarkProps) {
  const { firms, counts, onePoint } = mark;
  const missing = counts.get('mangler') ?? 0;
  const told = [...counts].map(
    ([silence, count]) => `${showNumber(count)} ${labels.silence[silence].toLowerCase()}`,
  );
  const label = `${showNumber(firms.length)} virksomheder: ${told.join(', ')}`;
  const nearest = onePoint || port.zoom === MAX_ZOOM;
  const nearer = zoomed({ ...port, ...middleOf(mark) }, nearest ? MAX_ZOOM : 2 * TWICE);
  return (
    <a
      href={`${link({ ...viewportFields(nearer), side: null, valgt: null })}${nearest ? '#steder' : ''}`}
      tabIndex={-1}
      data-map=""
    >
      <title>{label}</title>
      <g transform={at(mark)}>
        <g class="map-mark">
          <circle class={missing > 0 ? 'map-many map-many-missing' : 'map-many'} r="15" />
          <text class="map-count" y={missing > 0 ? 0 : 4} text-anchor="middle">
            {showNumber(firms.length)}
          </text>
          {missing > 0 && (
            <text class="map-count map-count-missing" y="10" text-anchor="middle">
              ◆{showNumber(missing)}
            </text>
          )}
        </g>
      </g>
    </a>
  );
}

function at({ x, y }: Mark): string {
  return `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
}

function middleOf({ firms }: Mark): { lat: number; lon: number } {
  const sum = (pick: (place: { lat: number; lon: number }) => number) =>
    firms.reduce((total, { place }) => total + pick(place), 0) / firms.length;
  return { lat: sum(({ lat }) => lat), lon: sum(({ lon }) => lon) };
}

function ScaleBar({ port }: { port: Viewport }) {
  const { metres, units } = scaleBar(port);
  const text = metres < 1000 ? `${showNumber(metres)} m` : `${showNumber(metres / 1000)} km`;
  return (
    <g class="map-scale" transform={`translate(14 ${SIZE - 14})`}>
      <path d={`M0 -6v6h${units.toFixed(1)}v-6`} />
      <text x={units / 2} y="-5" text-anchor="middle">
        {text}
      </text>
    </g>
  );
}
