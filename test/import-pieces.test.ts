import { existsSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cprIndex } from '../server/citizens/cpr.ts';
import { beginPieces, drain, goOn, type StagedFile, stage, stagingOf, writeInOne } from './import-pieces.ts';
import { CPR_KEYS, csv, firm, hashOfAllTables, type ImportDesk, openDesk } from './imports-builders.ts';
import { citizen, FILES, some } from './kinds-of-files.ts';
import { undoImport } from './undo.ts';

/** All that the database holds, apart from when the last piece of a file was written and in which order memory is mended. */
function told(desk: ImportDesk): string {
  desk.db.$client.exec('UPDATE import_batch SET finished_at = NULL; DELETE FROM firm_change');
  return hashOfAllTables(desk.db);
}

async function twoDesks() {
  return { whole: openDesk(), parted: openDesk() };
}

test('i stykker og i ét giver samme tabeller, for alle slags filer', async () => {
  for (const rowsPerPiece of [1, 3]) {
    const { whole, parted } = await twoDesks();
    for (const [kind, content] of FILES) {
      const staged = await stage(whole, kind, content);
      writeInOne(whole, staged);
      const { pieces, rowsInAll } = beginPieces(parted, staged, rowsPerPiece);
      let count = 0;
      while (!pieces.next().done) count += 1;
      expect(count, kind).toBe(Math.ceil(rowsInAll / rowsPerPiece));
      expect(told(parted), `${kind}, ${rowsPerPiece} rækker ad gangen`).toBe(told(whole));
      whole.clock.now = parted.clock.now = new Date(whole.clock.now.getTime() + 86_400_000);
    }
  }
});

test('standset hvor som helst og taget op igen giver det samme', async () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(
      numbers,
      fc.integer({ min: 1, max: 5 }),
      fc.infiniteStream(fc.nat(3)),
      async (which, rowsPerPiece, stops) => {
        const { whole, parted } = await twoDesks();
        for (const [kind, content] of [
          ['virksomheder', csv(which.map((n) => firm(n)))],
          ['borgere', csv(which.map((n) => citizen(n)))],
        ] as const) {
          const staged = await stage(whole, kind, content);
          writeInOne(whole, staged);
          let { pieces } = beginPieces(parted, staged, rowsPerPiece);
          while (!pieces.next().done) {
            if (stops.next().value !== 0) continue;
            pieces.return(undefined);
            pieces = goOn(parted, rowsPerPiece);
          }
        }
        expect(told(parted)).toBe(told(whole));
      },
    ),
    { numRuns: 3 },
  );
}, 120_000);

test('en række, der afvises undervejs, tager alt tilbage, og importen siger hvorfor', async () => {
  const desk = openDesk();
  await desk.take('borgere', csv([citizen(1, { navn: 'Før' }), citizen(20)]));
  const before = desk.all('SELECT citizen_key, name, benefit_since, cpr_index FROM citizen ORDER BY id');
  const staged = await stage(desk, 'borgere', csv(some.map((n) => citizen(n))));
  const { pieces, file } = beginPieces(desk, staged, 3);
  pieces.next();
  expect(desk.all('SELECT count(*) AS n FROM citizen')).toEqual([{ n: 4 }]);
  // Somebody is written in meanwhile with the number of the file's last row.
  const taken = cprIndex(CPR_KEYS, citizen(8).cpr.replace('-', ''));
  desk.db.$client.prepare("UPDATE citizen SET cpr_index = ? WHERE citizen_key = 'B-20'").run(taken);
  const ended = drain(pieces);
  expect(ended?.refusals.list).toEqual([
    { line: 9, field: 'cpr', reason: 'samme CPR-nummer står på borger B-20' },
  ]);
  const after = desk.all('SELECT citizen_key, name, benefit_since, cpr_index FROM citizen ORDER BY id');
  expect(after.map(({ cpr_index: _, ...row }) => row)).toEqual(before.map(({ cpr_index: _, ...row }) => row));
  expect(desk.all('SELECT given_up_because, undone_at, finished_at FROM import_batch WHERE id = 2')).toEqual([
    {
      given_up_because: 'cpr samme CPR-nummer står på borger B-20',
      undone_at: '2026-11-22T09:00:00.000Z',
      finished_at: null,
    },
  ]);
  expect(desk.all('SELECT * FROM import_under_way')).toEqual([]);
  expect(existsSync(file)).toBe(false);
});

test('uden filens rækker, som efter en gendannelse, tages det skrevne tilbage', async () => {
  const desk = openDesk();
  const staged = await stage(desk, 'virksomheder', csv(some.map((n) => firm(n))));
  const { pieces } = beginPieces(desk, staged, 3);
  pieces.next();
  pieces.return(undefined);
  const restored: ImportDesk = { ...desk, folder: `${desk.folder}/andet` };
  expect(drain(goOn(restored, 3))?.refusals.list[0]?.reason).toContain('sikkerhedskopien');
  expect(desk.all('SELECT count(*) AS n FROM p_unit')).toEqual([{ n: 0 }]);
  expect(desk.all('SELECT count(*) AS n FROM import_under_way')).toEqual([{ n: 0 }]);
});

test('mens en import er i gang, kan ingen fortrydes', async () => {
  const desk = openDesk();
  const { importId } = await desk.take('virksomheder', csv([firm(1)]));
  const staged = await stage(desk, 'virksomheder', csv([firm(2), firm(3)]));
  const { pieces } = beginPieces(desk, staged, 1);
  pieces.next();
  const undoing = { at: '2026-11-23T09:00:00.000Z', by: null };
  for (const id of [importId ?? 0, 2])
    expect(undoImport(desk.db, id, undoing)).toMatchObject({ undone: 0, keptCount: 1 });
  drain(pieces);
  expect(undoImport(desk.db, 2, undoing)).toMatchObject({ keptCount: 0 });
  expect(desk.all('SELECT p_number FROM p_unit')).toEqual([{ p_number: 1_000_000_001 }]);
});

test('filens rækker ligger der kun, til den er skrevet', async () => {
  const desk = openDesk();
  const staged: StagedFile = await stage(desk, 'virksomheder', csv(some.map((n) => firm(n))));
  const { pieces } = beginPieces(desk, staged, 3);
  expect(readdirSync(stagingOf(desk))).toHaveLength(2);
  drain(pieces);
  expect(readdirSync(stagingOf(desk))).toHaveLength(1);
});
