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
