import { expect, test } from 'vitest';
import { csv, openDesk } from './imports-builders.ts';
import { undoImport } from './undo.ts';

test('oprindelse indlæses for borgere, vi kender, og kan fortrydes til det, der stod før', async () => {
  const { db, take, all } = openDesk();
  const stands = () =>
    all(
      'SELECT citizen_key, background FROM citizen_background JOIN citizen ON citizen.id = citizen_id ORDER BY 1',
    );
  await take(
    'borgere',
    csv([
      { borger_id: 'B-1', maalgruppe: 'dagpenge' },
      { borger_id: 'B-2', maalgruppe: 'dagpenge' },
    ]),
  );
  const first = await take('borgere_oprindelse', csv([{ borger_id: 'B-1', oprindelse: 'dansk' }]));
  expect(first).toMatchObject({ created: 1, rejected: [] });
  const second = await take(
    'borgere_oprindelse',
    csv([
      { borger_id: 'B-1', oprindelse: 'vestlig' },
      { borger_id: 'B-2', oprindelse: 'ikke_vestlig' },
    ]),
  );
  expect(second).toMatchObject({ created: 1, updated: 1 });
  const undo = (id: number | null) => undoImport(db, id ?? 0, { at: '2026-11-24T09:00:00.000Z', by: null });
  expect(undo(first.importId)).toMatchObject({ undone: 0, keptCount: 1 });
  expect(undo(second.importId)).toMatchObject({ undone: 2, keptCount: 0 });
  expect(stands()).toEqual([{ citizen_key: 'B-1', background: 'dansk' }]);
});

test('en ukendt borger, en ukendt gruppe og den samme to gange afvises med linje og felt, og intet gemmes', async () => {
  const { take, all } = openDesk();
  await take('borgere', csv([{ borger_id: 'B-1', maalgruppe: 'dagpenge' }]));
  const { rejected } = await take(
    'borgere_oprindelse',
    csv([
      { borger_id: 'B-1', oprindelse: 'dansk' },
      { borger_id: 'B-1', oprindelse: 'dansk' },
      { borger_id: 'B-9', oprindelse: 'dansk' },
      { borger_id: 'B-1', oprindelse: 'nordisk' },
    ]),
  );
  expect(rejected.map(({ line, field }) => [line, field])).toEqual([
    [3, 'borger_id'],
    [4, 'borger_id'],
    [5, 'oprindelse'],
  ]);
  expect(all('SELECT * FROM citizen_background')).toEqual([]);
});
