import { projection, SIZE, type Viewport } from '../map/viewport.ts';
import type { Start, Visit } from './queries.ts';

interface DrawingProps {
  port: Viewport;
  houses: string;
  start: Start;
  visits: readonly Visit[];
}

/** The round on the same quiet ground as the map; the list beside it says the same. */
export function RouteDrawing({ port, houses, start, visits }: DrawingProps) {
  const project = projection(port);
  const first = project(start.place);
  const points = visits.map(({ place }) => project(place));
  const line = [first, ...points, first].map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  return (
    <svg
      class="route-drawing"
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="img"
      aria-label={`Ruten på kortet: ${visits.map(({ row }, at) => `${at + 1} ${row.name}`).join(', ')}`}
    >
      <path class="map-houses" d={houses} />
      <polyline class="route-line" points={line} />
      <Point {...first} text="S" look="route-stop route-start" />
      {points.map((point, at) => (
        <Point {...point} text={String(at + 1)} look="route-stop" />
      ))}
    </svg>
  );
}

function Point({ x, y, text, look }: { x: number; y: number; text: string; look: string }) {
  return (
    <g transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`}>
      <circle class={look} r="12" />
      <text class="route-number" y="5" text-anchor="middle">
        {text}
      </text>
    </g>
  );
}
