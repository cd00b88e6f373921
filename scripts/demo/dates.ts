/** Calendar arithmetic on ISO local dates (YYYY-MM-DD); a date has no time zone here. */

const DAY_MS = 86_400_000;

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** First day of the month that lies `months` after the date's own. */
export function monthStart(date: string, months: number): string {
  return new Date(Date.UTC(yearOf(date), monthOf(date) - 1 + months, 1)).toISOString().slice(0, 10);
}

export function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}

/** 1–12 */
export function monthOf(date: string): number {
  return Number(date.slice(5, 7));
}

export function quarterStart(date: string): string {
  return monthStart(date, -((monthOf(date) - 1) % 3));
}

/** 1 = Monday … 7 = Sunday */
export function weekday(date: string): number {
  return new Date(Date.parse(date)).getUTCDay() || 7;
}
