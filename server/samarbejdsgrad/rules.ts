/** Samarbejdsgraden is not the coverage: other firms (at least one employee) and another relation (a supported place). */

/** Whom a relation is with: the local jobcentre or another one. */
type RelationSide = 'lokal' | 'andre';

/** One supported relation of a firm in a period: løntilskud, virksomhedspraktik, jobrotation, skånejob, fleksjob, mentor. */
export interface SupportedRelation {
  /** identifies the firm, by the unit that is counted */
  firm: number;
  side: RelationSide;
}

interface CooperationCounts {
  /** firms with at least one employee on average in the period: the denominator */
  firms: number;
  /** firms with a relation to the local jobcentre, to others, to any; each firm once in each */
  local: number;
  others: number;
  all: number;
  /** firms with both: counted once in all */
  overlap: number;
}

/**
 * Counts firms, never relations: a firm with both kinds is in local and in others but once in all, so the two add up to
 * more than all (jobindsats.dk, "Samarbejdsgrad", 2017). `inBase` are the firms of the denominator; relations of other
 * firms do not count.
 */
export function countCooperation(
  inBase: ReadonlySet<number>,
  relations: Iterable<SupportedRelation>,
): CooperationCounts {
  const local = new Set<number>();
  const others = new Set<number>();
  for (const { firm, side } of relations) {
    if (inBase.has(firm)) (side === 'lokal' ? local : others).add(firm);
  }
  const overlap = [...local].filter((firm) => others.has(firm)).length;
  return {
    firms: inBase.size,
    local: local.size,
    others: others.size,
    all: local.size + others.size - overlap,
    overlap,
  };
}

/** Shares 0–1 of a published table. */
interface CooperationShares {
  local: number;
  others: number;
  all: number;
}

/** The share with both kinds, as the three published shares give it: what local and others have twice. */
export function overlapShare({ local, others, all }: CooperationShares): number {
  return local + others - all;
}

/** Published shares are rounded to a tenth of a per cent, each by itself. */
const ROUNDING = 0.0015;

/** Why the shares cannot belong to one table, in Danish; undefined: they can. */
export function sharesError({ local, others, all }: CooperationShares): string | undefined {
  if (all + ROUNDING < Math.max(local, others))
    return 'I alt kan ikke være mindre end det lokale eller de andres tal: de er med i det.';
  if (all - ROUNDING > local + others)
    return 'I alt kan ikke være mere end det lokale og de andres tal tilsammen.';
  return undefined;
}

/** A share 0–1 of per cent as people and jobindsats write it: 11,6 · 11.6 % · 100. Undefined: it is none. */
export function shareIn(text: string): number | undefined {
  const match = /^(\d{1,3})(?:[.,](\d{1,3}))?\s*%?$/.exec(text);
  const percent = match ? Number(`${match[1]}.${match[2] ?? '0'}`) : Number.NaN;
  // Three decimals of a per cent: 0.116, not 0.11599999999999999.
  return percent <= 100 ? Math.round(percent * 1000) / 100_000 : undefined;
}

/** The first and last local day of a period as jobindsats names it: 2017M07, 2017K3 or 2017Q3, 2017 or 2017Y01. */
export function periodOf(text: string): { periodFrom: string; periodTo: string } | undefined {
  const match = /^(\d{4})\s*(?:M(0[1-9]|1[0-2])|[KQ]0?([1-4])|[YÅ](?:01)?)?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, year = '', month, quarter] = match;
  const first = month ? Number(month) : quarter ? Number(quarter) * 3 - 2 : 1;
  const last = month ? first : quarter ? first + 2 : 12;
  const lastDay = new Date(Date.UTC(Number(year), last, 0)).toISOString().slice(0, 10);
  return { periodFrom: `${year}-${String(first).padStart(2, '0')}-01`, periodTo: lastDay };
}
