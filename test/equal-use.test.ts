import fc from 'fast-check';
import { expect, test } from 'vitest';
import { citizenBackground } from '../db/schema/protected.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { hideSmall } from '../server/reports/equal-use-rules.ts';
import { halfYearBefore, halfYearOf, halfYearWith } from '../server/reports/half-years.ts';
import { addCitizen } from './job-orders-builders.ts';
import { addPlacement, cellsOf, openReportTown } from './report-town.ts';

const REPORT = '/rapporter/lige-brug';

const tables = fc.tuple(
  fc.integer({ min: 3, max: 8 }),
  fc.array(fc.record({ yes: fc.nat({ max: 15 }), no: fc.nat({ max: 15 }) }), { minLength: 1, maxLength: 5 }),
);

test('intet lille tal vises, og det skjulte kan ikke regnes ud af resten', () => {
  fc.assert(
    fc.property(tables, ([smallest, cells]) => {
      const rows = cells.map((own, at) => ({ background: `b${at}`, cells: own }));
      const shown = hideSmall(rows, smallest);
      const hidden = { rows: 0, yes: 0, no: 0 };
      for (const [at, row] of shown.rows.entries()) {
        const { yes, no } = cells[at] ?? { yes: 0, no: 0 };
        if (row.cells !== null) {
          expect(row.cells).toEqual({ yes, no });
          expect(yes + no === 0 || Math.min(yes, no) >= smallest).toBe(true);
          continue;
        }
        expect(yes + no).toBeGreaterThan(0);
        hidden.rows += 1;
        hidden.yes += yes;
        hidden.no += no;
      }
      // The total less what is shown gives the hidden ones' sum, never one of them, and never a small one.
      if (hidden.rows > 0 && shown.total !== null) {
        expect(hidden.rows).toBeGreaterThan(1);
        expect(Math.min(hidden.yes, hidden.no)).toBeGreaterThanOrEqual(smallest);
      }
    }),
  );
});

test('et lille tal tager det næstmindste med sig; er der kun ét, skjules også summen', () => {
  const rows = (...cells: [number, number][]) =>
    cells.map(([yes, no], at) => ({ background: `b${at}`, cells: { yes, no } }));
  const seen = (shown: ReturnType<typeof hideSmall>) => [
    ...shown.rows.map((row) => row.cells?.yes ?? null),
    shown.total?.yes ?? null,
  ];
  expect(seen(hideSmall(rows([20, 30], [9, 12], [2, 10]), 5))).toEqual([20, null, null, 31]);
  expect(seen(hideSmall(rows([20, 30], [9, 12], [5, 10]), 5))).toEqual([20, 9, 5, 34]);
  expect(seen(hideSmall(rows([4, 30]), 5))).toEqual([null, null]);
  expect(seen(hideSmall(rows([20, 30], [0, 0]), 5))).toEqual([20, 0, 20]);
  expect(seen(hideSmall(rows([20, 30], [0, 12]), 5))).toEqual([null, null, 20]);
});

test('halvår: kun dem, der findes, og det før', () => {
  expect(['2026-1', '2026-2', '2026-3', 'x', '1999-1'].map((key) => halfYearOf(key)?.to)).toEqual([
    '2026-06-30',
    '2026-12-31',
    undefined,
    undefined,
    undefined,
  ]);
  expect([halfYearWith('2026-06-30').key, halfYearWith('2026-07-01').key]).toEqual(['2026-1', '2026-2']);
  expect(halfYearBefore(halfYearWith('2026-03-01')).key).toBe('2025-2');
});

/** Dagpenge: 6 of 12 Danish in a småjob, 6 of 12 others, of whom one began on the last day; fleksjob: three in all. */
async function openTown() {
  const town = await openReportTown();
  const { db } = town;
  const people = (
    key: string,
    count: number,
    background: 'dansk' | 'ikke_vestlig',
    targetGroup = 'dagpenge',
  ) =>
    Array.from({ length: count }, (_, at) => {
      const citizenId = addCitizen(db, { citizenKey: `${key}${at}`, targetGroup });
      db.insert(citizenBackground)
        .values({ citizenId, background, recordedAt: '2026-01-01T09:00:00.000Z' })
        .run();
      return citizenId;
    });
  const danish = people('D', 12, 'dansk');
  const others = people('V', 12, 'ikke_vestlig');
  people('F', 3, 'dansk', 'fleksjobvisiteret');
  const job = (citizenId: number, startsOn: string, own = {}) =>
    addPlacement(db, { citizenId, startsOn, ...own });
  for (const id of danish.slice(0, 6)) job(id, '2026-02-01');
  for (const id of others.slice(0, 5)) job(id, '2025-10-01', { endsOn: '2026-01-01' });
  job(others[5] ?? 0, '2026-06-30');
  job(others[6] ?? 0, '2026-07-01');
  job(others[7] ?? 0, '2026-03-01', {
    withdrawnAt: '2026-03-02T09:00:00.000Z',
    withdrawnBy: 1,
    withdrawnReason: 'Fejl',
  });
  return town;
}

test('lige brug inden for målgruppen, små grupper skjult, hver visning i loggen', async () => {
  const { db, lis } = await openTown();
  const page = await lis.get(REPORT);
  expect(page.body).toContain('Lige brug af ordninger, 1. halvår 2026');
  expect(cellsOf(page.body, '>Dagpenge<')).toEqual([
    'Dagpenge',
    '50,0\u00a0% (6 af 12)',
    '–',
    '50,0\u00a0% (6 af 12)',
    '–',
    '50,0\u00a0% (12 af 24)',
  ]);
  expect(cellsOf(page.body, '>Fleksjobvisiteret<')).toEqual([
    'Fleksjobvisiteret',
    'skjult',
    '–',
    '–',
    '–',
    'skjult',
  ]);
  expect(cellsOf((await lis.get(`${REPORT}?ordning=praktik`)).body, '>Dagpenge<').slice(1)).toEqual([
    'skjult',
    '–',
    'skjult',
    '–',
    'skjult',
  ]);
  expect((await lis.get(`${REPORT}.csv`)).body).toContain('Dagpenge;Småjob;Dansk oprindelse;6;6');
  expect(
    db
      .select()
      .from(auditEvent)
      .all()
      .filter(({ entity }) => entity === 'lige_brug'),
  ).toHaveLength(3);
});

test('kun lederen, og kun halvår, der er slut', async () => {
  const { hanne, lis } = await openTown();
  expect((await hanne.get(REPORT)).status).toBe(403);
  expect((await lis.get(`${REPORT}?halvaar=2026-2`)).status).toBe(404);
  expect((await lis.get(`${REPORT}?halvaar=2025-2`)).status).toBe(200);
  const answer = await lis.json('GET', '/api/v1/reports/equal-use?halfYear=2026-1');
  expect(answer.data<{ groups: unknown[] }>().groups).toHaveLength(12);
});
