import type { OrderType } from '../../workers/matching/types.ts';

/** What is asked of a citizen: in any of these placements on some day of the half-year? */
export const ASKED_MEASURES = [
  'mindst_en',
  'smaajob',
  'loentilskud',
  'praktik',
  'fleksjob',
  'ordinaer',
] as const;
export type AskedMeasure = (typeof ASKED_MEASURES)[number];

const TYPES: Readonly<Record<Exclude<AskedMeasure, 'mindst_en'>, readonly OrderType[]>> = {
  smaajob: ['smaajob'],
  loentilskud: ['loentilskud_privat', 'loentilskud_offentlig'],
  praktik: ['virksomhedspraktik'],
  fleksjob: ['fleksjob'],
  ordinaer: ['ordinaer'],
};

export function isIn(types: readonly OrderType[], measure: AskedMeasure): boolean {
  return measure === 'mindst_en' ? types.length > 0 : types.some((type) => TYPES[measure].includes(type));
}

/** How many of a background had the measure, and how many had not. */
export interface Cells {
  yes: number;
  no: number;
}

export interface ShownRow<Background extends string> {
  background: Background;
  /** null: hidden */
  cells: Cells | null;
}

export interface ShownTable<Background extends string> {
  rows: ShownRow<Background>[];
  /** null: hidden */
  total: Cells | null;
}

/**
 * A table as it may be shown. A background with fewer than `smallest` on either side is hidden whole, also with none:
 * that all or nobody had it tells of each of them. So that what is hidden cannot be worked out from the total, at least
 * two backgrounds are hidden together, with at least `smallest` of both sides among them; otherwise the smallest of the
 * others is hidden too, and where nothing else is left, the total. A background without anybody says nothing of anyone.
 */
export function hideSmall<Background extends string>(
  rows: readonly { background: Background; cells: Cells }[],
  smallest: number,
): ShownTable<Background> {
  const least = ({ cells }: { cells: Cells }) => Math.min(cells.yes, cells.no);
  const peopled = rows.filter(({ cells }) => cells.yes + cells.no > 0);
  const shown = peopled.toSorted((a, b) => least(a) - least(b));
  const hidden: typeof shown = [];
  const isSafe = () => {
    const { yes, no } = sumOf(hidden);
    return hidden.length === 0 || (hidden.length > 1 && yes >= smallest && no >= smallest);
  };
  for (let next = shown[0]; next && (least(next) < smallest || !isSafe()); next = shown[0]) {
    hidden.push(next);
    shown.shift();
  }
  const hiddenOnes = new Set(hidden.map(({ background }) => background));
  return {
    rows: rows.map(({ background, cells }) => ({
      background,
      cells: hiddenOnes.has(background) ? null : cells,
    })),
    total: isSafe() ? sumOf(peopled) : null,
  };
}

function sumOf(rows: readonly { cells: Cells }[]): Cells {
  return rows.reduce((sum, { cells }) => ({ yes: sum.yes + cells.yes, no: sum.no + cells.no }), {
    yes: 0,
    no: 0,
  });
}
