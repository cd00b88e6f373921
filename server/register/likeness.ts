import type { FirmFacts } from '../coverage/live.ts';

/** Why two firms look like one. */
export type LikenessReason = 'samme_navn_og_adresse' | 'samme_cvr_og_adresse' | 'samme_cvr_i_haanden';

/** The firm with the lower P-number first. */
export interface Pair {
  first: FirmFacts;
  second: FirmFacts;
  reason: LikenessReason;
}

/**
 * Pairs of P-units that may be one place of work, by the first one's name. Name and address must both be filled in and
 * equal; within a CVR number the same address and names of which one begins the other will do, or that one of the two
 * was made by hand with the same postcode. What is blank never makes a likeness.
 */
export function likePairs(firms: readonly FirmFacts[]): Pair[] {
  const addressed = firms.filter((firm) => addressOf(firm) !== null);
  const groups = [
    ...groupsBy(addressed, (firm) => `${firm.nameFolded}\n${addressOf(firm)}`),
    ...groupsBy(addressed, (firm) => `${firm.cvr}\n${addressOf(firm)}`),
    ...groupsBy(firms, (firm) => `${firm.cvr}\n${firm.postcode}`).filter((group) => group.some(isMadeByHand)),
  ];
  const found = new Map<string, Pair>();
  for (const group of groups)
    for (const first of group)
      for (const second of group) {
        const reason = first.pNumber < second.pNumber ? likeness(first, second) : undefined;
        if (reason) found.set(`${first.pNumber} ${second.pNumber}`, { first, second, reason });
      }
  return [...found.values()].sort(byName);
}

/** Those of whom there are two or more. */
function groupsBy(firms: readonly FirmFacts[], keyOf: (firm: FirmFacts) => string): FirmFacts[][] {
  return [...Map.groupBy(firms, keyOf).values()].filter((group) => group.length > 1);
}

function likeness(a: FirmFacts, b: FirmFacts): LikenessReason | undefined {
  const sameAddress = addressOf(a) !== null && addressOf(a) === addressOf(b);
  if (sameAddress && a.nameFolded === b.nameFolded) return 'samme_navn_og_adresse';
  if (a.cvr !== b.cvr) return undefined;
  const begins = a.nameFolded.startsWith(b.nameFolded) || b.nameFolded.startsWith(a.nameFolded);
  if (sameAddress && begins) return 'samme_cvr_og_adresse';
  const byHand = isMadeByHand(a) !== isMadeByHand(b);
  return byHand && a.postcode && a.postcode === b.postcode ? 'samme_cvr_i_haanden' : undefined;
}

/** Street and postcode in any case, or null unless both are filled in. */
function addressOf({ streetAddress, postcode }: FirmFacts): string | null {
  return streetAddress && postcode ? `${streetAddress.toLowerCase()}\n${postcode}` : null;
}

function isMadeByHand({ importId }: FirmFacts): boolean {
  return importId === null;
}

function byName(a: Pair, b: Pair): number {
  const [one, other] = [a.first.nameFolded, b.first.nameFolded];
  if (one !== other) return one < other ? -1 : 1;
  return a.first.pNumber - b.first.pNumber || a.second.pNumber - b.second.pNumber;
}
