const TIME_ZONE = 'Europe/Copenhagen';
const isoFormat = new Intl.DateTimeFormat('sv-SE', { timeZone: TIME_ZONE, dateStyle: 'short' });
const clockFormat = new Intl.DateTimeFormat('da-DK', {
  timeZone: TIME_ZONE,
  hour: '2-digit',
  minute: '2-digit',
});
const offsetFormat = new Intl.DateTimeFormat('en-US', { timeZone: TIME_ZONE, timeZoneName: 'longOffset' });

/** A day begins, and the clock is moved, on a quarter of an hour: all of one lie on the same day. */
const QUARTER_OF_AN_HOUR = 15 * 60_000;
let latest = { quarter: Number.NaN, date: '' };

/** The local date in Denmark at an instant: 2026-11-22. */
export function localDate(instant: Date): string {
  const quarter = Math.floor(instant.getTime() / QUARTER_OF_AN_HOUR);
  // A page asks for today a dozen times.
  if (quarter !== latest.quarter) latest = { quarter, date: isoFormat.format(instant) };
  return latest.date;
}

/** The last instant (UTC) of a local date: what was recorded by then was recorded by the end of that day. */
export function endOfLocalDate(date: string): string {
  const nextMidnight = new Date(`${addDays(date, 1)}T00:00:00Z`);
  // The offset at local midnight: between 22:00 and 23:00 UTC of the day before, where no clock change falls.
  const offset = /GMT([+-]\d\d):(\d\d)/.exec(
    offsetFormat.format(new Date(nextMidnight.getTime() - 3_600_000)),
  );
  const minutes = offset ? Number(offset[1]) * 60 + Number(offset[2]) : 0;
  return new Date(nextMidnight.getTime() - minutes * 60_000 - 1).toISOString();
}

export function addDays(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** A day that somebody can mean: "0026" and "9999" in a date field are slips, and no calendar leads on from them. */
export function isIsoDate(text: string): boolean {
  return isCalendarDate(text) && text >= '1900-01-01' && text <= '2199-12-31';
}

/** A day of the calendar, however far away: registers hold firms from 1865, and 9999 for no end. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text;
}

export interface Quarter {
  from: string;
  to: string;
  /** 4. kvartal 2026 */
  name: string;
}

export function quarterOf(date: string): Quarter {
  const year = Number(date.slice(0, 4));
  return quarter(year, Math.ceil(Number(date.slice(5, 7)) / 3));
}

export function quarterBefore({ from }: Quarter): Quarter {
  return quarterOf(addDays(from, -1));
}

function quarter(year: number, number: number): Quarter {
  const from = `${year}-${String(number * 3 - 2).padStart(2, '0')}-01`;
  const next = number === 4 ? `${year + 1}-01-01` : `${year}-${String(number * 3 + 1).padStart(2, '0')}-01`;
  return { from, to: addDays(next, -1), name: `${number}. kvartal ${year}` };
}

/** 22.11.2026 */
export function showDate(date: string | null): string {
  return date ? `${date.slice(8, 10)}.${date.slice(5, 7)}.${date.slice(0, 4)}` : '–';
}

/** 22.11.2026 kl. 09.15, Danish time */
export function showInstant(instant: string | null): string {
  if (!instant) return '–';
  const moment = new Date(instant);
  return `${showDate(localDate(moment))} kl. ${clockFormat.format(moment)}`;
}

/** i dag, i går, i morgen, for 12 dage siden, om 3 dage */
export function showDistance(date: string, today: string): string {
  const days = Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);
  if (days === 0) return 'i dag';
  if (days === -1) return 'i går';
  if (days === 1) return 'i morgen';
  return days < 0 ? `for ${-days} dage siden` : `om ${days} dage`;
}
