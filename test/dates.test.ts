import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  endOfLocalDate,
  isIsoDate,
  localDate,
  quarterBefore,
  quarterOf,
  showDate,
  showDistance,
  showInstant,
} from '../server/ui/dates.ts';

const anyDate = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2060-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('the last instant of a local date lies in it, and the next one in the next', () => {
  fc.assert(
    fc.property(anyDate, (date) => {
      const end = new Date(endOfLocalDate(date));
      expect(localDate(end)).toBe(date);
      expect(localDate(new Date(end.getTime() + 1))).toBe(addDays(date, 1));
    }),
  );
});

test('a day is 23 hours long in March and 25 in October', () => {
  const hours = (date: string) =>
    (Date.parse(endOfLocalDate(date)) - Date.parse(endOfLocalDate(addDays(date, -1)))) / 3_600_000;
  expect([hours('2027-03-28'), hours('2026-10-25'), hours('2026-11-22')]).toEqual([23, 25, 24]);
});

test('each date lies in its quarter, and quarters follow one another', () => {
  fc.assert(
    fc.property(anyDate, (date) => {
      const quarter = quarterOf(date);
      expect(quarter.from <= date && date <= quarter.to).toBe(true);
      expect(addDays(quarterBefore(quarter).to, 1)).toBe(quarter.from);
    }),
  );
  expect(quarterOf('2026-11-22')).toEqual({ from: '2026-10-01', to: '2026-12-31', name: '4. kvartal 2026' });
});

test('dates that do not exist are no dates', () => {
  expect(['2026-02-31', '2026-13-01', '26-01-01', '2026-1-1', '', '2027-02-29'].filter(isIsoDate)).toEqual(
    [],
  );
  expect(isIsoDate('2028-02-29')).toBe(true);
  expect(['0026-11-22', '1899-12-31', '2200-01-01', '9999-12-31'].filter(isIsoDate)).toEqual([]);
});

test('people read Danish dates in Danish time', () => {
  expect(showDate('2026-11-22')).toBe('22.11.2026');
  expect(showInstant('2026-06-30T22:30:00.000Z')).toBe('01.07.2026 kl. 00.30');
  expect(
    ['2026-11-22', '2026-11-21', '2026-11-23', '2026-11-10', '2026-12-01'].map((date) =>
      showDistance(date, '2026-11-22'),
    ),
  ).toEqual(['i dag', 'i går', 'i morgen', 'for 12 dage siden', 'om 9 dage']);
});

test('the local date turns at midnight, forth and back, in winter and in summer', () => {
  const dates = ['2026-11-22T22:59:59.999Z', '2026-11-22T23:00:00.000Z', '2026-11-22T22:45:00.000Z'];
  expect(dates.map((at) => localDate(new Date(at)))).toEqual(['2026-11-22', '2026-11-23', '2026-11-22']);
  const summer = ['2026-07-01T21:59:59.999Z', '2026-07-01T22:00:00.000Z', '2026-07-01T21:46:00.000Z'];
  expect(summer.map((at) => localDate(new Date(at)))).toEqual(['2026-07-01', '2026-07-02', '2026-07-01']);
  expect(() => localDate(new Date('nonsense'))).toThrow(RangeError);
});
