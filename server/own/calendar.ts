import ical, { ICalAlarmRelatesTo, ICalAlarmType } from 'ical-generator';
import { maskCpr } from '../citizens/rules.ts';
import { paths } from '../paths.ts';
import { addDays } from '../ui/dates.ts';
import type { FeedDay } from './feed.ts';

/** An hour is as often as calendars ask, whatever they are told. */
const REFRESH_SECONDS = 3600;
/** Eight in the morning of the day, wherever the calendar stands. */
const ALARM_SECONDS = 8 * 3600;

/**
 * The feed as iCalendar (RFC 5545). Promises and deadlines are days, not hours: an all-day event is the local date
 * wherever the calendar stands, and no clock change moves it. Without a time zone of its own the library writes in
 * UTC; with one it would take the day from the server's clock, which may stand west of Greenwich.
 */
export function writeCalendar(days: readonly FeedDay[], publicUrl: string): string {
  const calendar = ical({
    name: 'Samtlige',
    prodId: '//Samtlige//Min dag//DA',
    ttl: REFRESH_SECONDS,
  });
  for (const { key, date, firm, what, path, changedAt } of days) {
    const url = urlOf(path);
    const event = calendar.createEvent({
      id: `${key}@${new URL(publicUrl).hostname}`,
      stamp: changedAt,
      start: `${date}T00:00:00Z`,
      end: `${addDays(date, 1)}T00:00:00Z`,
      allDay: true,
      summary: maskCpr(`${firm}: ${what}`),
      url: `${publicUrl}${url}`,
    });
    // Without an alarm of its own a whole day passes in most calendars without a sound.
    event
      .createAlarm({ type: ICalAlarmType.display, triggerAfter: ALARM_SECONDS })
      .relatesTo(ICalAlarmRelatesTo.start);
  }
  return calendar.toString();
}

function urlOf(path: FeedDay['path']): string {
  if ('pNumber' in path) return paths.company(path.pNumber);
  return 'orderId' in path ? paths.jobOrder(path.orderId) : paths.placement(path.placementId);
}
