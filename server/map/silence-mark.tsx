import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond2,
  symbolSquare,
  symbolStar,
  symbolTriangle,
} from 'd3-shape';
import { SILENCES, type Silence } from '../companies/silence.ts';
import { labels } from '../ui/labels.ts';

const SHAPES: Record<Silence, SymbolType> = {
  mangler: symbolDiamond2,
  uafklaret: symbolStar,
  kvartal: symbolTriangle,
  maaned: symbolSquare,
  uge: symbolCircle,
  andre: symbolCross,
};
/** Square units: shapes of one area look equally big. */
const AREA = 190;
const SMALL_AREA = 90;

const PATHS = new Map(
  SILENCES.map((silence) => [
    silence,
    symbol(SHAPES[silence], silence === 'andre' ? SMALL_AREA : AREA)() ?? '',
  ]),
);

/** Each silence has a shape as well as a colour. */
export function silenceShape(silence: Silence): string {
  return PATHS.get(silence) ?? '';
}

/** The mark with its words, as the legend and the table show it. */
export function SilenceMark({ silence }: { silence: Silence }) {
  return (
    <span class="nowrap">
      <svg class="silence-sign" viewBox="-12 -12 24 24" aria-hidden="true">
        <path class={`silence silence-${silence}`} d={silenceShape(silence)} />
      </svg>{' '}
      {labels.silence[silence]}
    </span>
  );
}
