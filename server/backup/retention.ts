import { localDate } from '../ui/dates.ts';

const NAME = /^samtlige-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.kopi$/;
const KEEP = { allHours: 72, days: 14, weeks: 8, months: 6 };

/** samtlige-2026-11-29T023000000Z.kopi: names sort as their instants do. */
export function backupName(at: string): string {
  return `samtlige-${at.replaceAll(/(?<=T.*)[:.]/g, '')}.kopi`;
}

export function isBackupName(name: string): boolean {
  return NAME.test(name);
}

/** The instant (UTC) in a backup's name; null for another file. */
export function instantOf(name: string): string | null {
  const [, date, hours, minutes, seconds, thousandths] = NAME.exec(name) ?? [];
  return date ? `${date}T${hours}:${minutes}:${seconds}.${thousandths}Z` : null;
}

/**
 * Names whose time is over at `now` (UTC). Kept are all of the last 72 hours, the newest of each of the 14 latest days that
 * have one, of the 8 latest weeks and of the 6 latest months: a citizen who was erased is gone from the last of them after
 * half a year (databeskyttelsesforordningen art. 5 stk. 1 litra e). Other files, and those from the future, are left alone.
 */
export function backupsToDelete(names: readonly string[], now: string): string[] {
  const dated = names.flatMap((name) => {
    const at = instantOf(name);
    return at === null ? [] : [{ name, at, day: localDate(new Date(at)) }];
  });
  dated.sort((a, b) => (a.at < b.at ? 1 : -1));
  const keep = new Set(
    dated.filter(({ at }) => Date.parse(now) - Date.parse(at) < KEEP.allHours * 3_600_000),
  );
  const keepNewest = (count: number, periodOf: (day: string) => string) => {
    const periods = Map.groupBy(dated, ({ day }) => periodOf(day));
    for (const [newest] of [...periods.values()].slice(0, count)) if (newest) keep.add(newest);
  };
  keepNewest(KEEP.days, (day) => day);
  keepNewest(KEEP.weeks, weekOf);
  keepNewest(KEEP.months, (day) => day.slice(0, 7));
  return dated.filter((backup) => !keep.has(backup)).map(({ name }) => name);
}

/** The Monday of the week. */
function weekOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
