/**
 * The points of the score: integers, so that every host adds up to the same. An order's requirements share a fixed
 * sum, so that orders with many and with few requirements can be compared on a citizen's page.
 */
const shared = { krav: 600, oensker: 200, kanLaeres: 100, sprog: 100 };
export type SharedPart = keyof typeof shared;
export const SHARED_PARTS: readonly SharedPart[] = ['krav', 'oensker', 'kanLaeres', 'sprog'];

/** Points of one of `count` requirements in a part: in full, and when only something related was found. */
export function requirementPoints(part: SharedPart, count: number): { full: number; related: number } {
  const full = Math.floor(shared[part] / Math.max(1, count));
  return { full, related: Math.floor((full * 3) / 10) };
}

const goals = [200, 140, 90, 60];

/** A job goal that is the order's title. Goal A is place 0. */
export function goalPoints(place: number, related: boolean): number {
  const full = goals[Math.min(place, goals.length - 1)] ?? 0;
  return related ? Math.floor((full * 2) / 5) : full;
}

/** Experience in the order's title: having it, years (at most ten), how recent. */
export function experiencePoints(
  experience: { years: number | null; lastYear: number | null },
  thisYear: number,
  related: boolean,
): number {
  const years = experience.years === null ? 2 : Math.min(10, Math.max(0, Math.floor(experience.years)));
  const full = 60 + 5 * years + recencyPoints(experience.lastYear, thisYear);
  return related ? Math.floor((full * 2) / 5) : full;
}

function recencyPoints(lastYear: number | null, thisYear: number): number {
  if (lastYear === null) return 10;
  if (thisYear - lastYear <= 2) return 40;
  return thisYear - lastYear <= 5 ? 20 : 0;
}

/** Short travel; `minutes` below zero is unknown. */
export function travelPoints(minutes: number): number {
  if (minutes < 0 || minutes > 60) return 0;
  if (minutes <= 15) return 50;
  if (minutes <= 30) return 35;
  return minutes <= 45 ? 20 : 10;
}

/** Lost for every fact that is blank on the citizen and must be asked. */
export const UNKNOWN_POINTS = -60;
/** Lost for every functional need that the order does not offer. */
export const NEED_POINTS = -80;
