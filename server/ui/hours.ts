/** A week has no more. */
export const MOST_HOURS = 168;

/** 37, 7,5 or 7.5 hours a week; undefined for anything else. */
export function readHours(text: string): number | undefined {
  if (!/^\d{1,3}([.,]\d{1,2})?$/.test(text)) return undefined;
  const hours = Number(text.replace(',', '.'));
  return hours <= MOST_HOURS ? hours : undefined;
}

/** 7.5 → 7,5 */
export function showHour(hours: number): string {
  return String(hours).replace('.', ',');
}

/** 15–25, 37, mindst 20, højst 7,5 */
export function showHours(min: number | null, max: number | null): string | null {
  if (min === null) return max === null ? null : `højst ${showHour(max)}`;
  if (max === null) return `mindst ${showHour(min)}`;
  return min === max ? showHour(min) : `${showHour(min)}–${showHour(max)}`;
}
