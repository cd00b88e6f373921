import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDb } from '../db/client.ts';
import { beginUndo } from '../server/imports/undo/begin-undo.ts';
import { carryUndoToEnd } from '../server/imports/undo/carry-undo.ts';
import { drain } from './import-pieces.ts';
import { csv, firm, hashOfAllTables, type ImportDesk, openDesk } from './imports-builders.ts';
import { FILES } from './kinds-of-files.ts';
import { undoImport } from './undo.ts';

const undoing = { at: '2027-01-25T09:00:00.000Z', by: null };

/** All that the database holds, apart from the order in which memory is mended. */
function told({ db }: ImportDesk): string {
  db.$client.exec('DELETE FROM firm_change; DELETE FROM citizen_change');
  return hashOfAllTables(db);
}

/** Every kind of file taken in twice, and then rows that people have touched. */
async function townWithImports(): Promise<ImportDesk> {
  const desk = openDesk();
  for (const [kind, content] of FILES) {
    await desk.take(kind, content);
    desk.clock.now = new Date(desk.clock.now.getTime() + 86_400_000);
  }
  desk.db.$client.exec(`
    UPDATE p_unit SET edited_at = '2027-01-01T08:00:00.000Z' WHERE p_number = 1000000010;
    UPDATE citizen SET edited_at = '2027-01-01T08:00:00.000Z', version = version + 1 WHERE citizen_key = 'B-11';
    UPDATE job_order SET edited_at = '2027-01-01T08:00:00.000Z' WHERE order_key = 'O-8';
    UPDATE contact SET next_step_done_at = '2027-01-01T08:00:00.000Z' WHERE id IN (2, 13)`);
  return desk;
}

let copies = 0;
function copyOf({ db, folder }: ImportDesk): ImportDesk {
  const file = path.join(folder, `copy-${++copies}.db`);
  writeFileSync(file, db.$client.serialize());
  return openDesk(undefined, openDb(file));
}

test('fortrudt i stykker og i ét giver samme tabeller og samme besked, for alle slags filer', async () => {
  const town = await townWithImports();
  const oldestFirst = FILES.map((_, index) => index + 1);
  const kept: string[] = [];
  // The oldest first: what a later import has changed stands.
  for (const order of [oldestFirst, oldestFirst.toReversed()]) {
    const whole = copyOf(town);
    const parted = [1, 3].map((rows) => ({ rows, desk: copyOf(town) }));
    for (const id of order) {
      const report = undoImport(whole.db, id, undoing);
      expect(report.undone + report.keptCount, `import ${id}`).toBeGreaterThan(0);
      kept.push(...report.kept.map(({ reason }) => reason));
      const expected = told(whole);
      for (const { rows, desk } of parted) {
        expect(undoImport(desk.db, id, undoing, rows), `import ${id}, ${rows} ad gangen`).toEqual(report);
        expect(told(desk), `import ${id}, ${rows} ad gangen`).toBe(expected);
      }
    }
  }
  expect([...new Set(kept)].toSorted()).toEqual([
    'andet i systemet hænger på den',
    'er rettet af en bruger siden',
    'er ændret af en senere import',
    'næste skridt er fulgt op af en bruger',
  ]);
}, 120_000);

test('standset hvor som helst og taget op igen giver det samme', async () => {
  const town = await townWithImports();
  await fc.assert(
    fc.property(
      fc.constantFrom(...FILES.map((_, index) => index + 1)),
      fc.integer({ min: 1, max: 5 }),
      fc.infiniteStream(fc.nat(2)),
      (id, rowsPerPiece, stops) => {
        const [whole, parted] = [copyOf(town), copyOf(town)];
        const report = undoImport(whole.db, id, undoing);
        beginUndo(parted.db, id, undoing);
        const goOn = () => carryUndoToEnd(parted.db, { rowsPerPiece });
        let pieces = goOn();
        let piece = pieces.next();
        while (!piece.done) {
          if (stops.next().value === 0) {
            pieces.return(undefined);
            pieces = goOn();
          }
          piece = pieces.next();
        }
        expect(piece.value).toEqual(report);
        expect(told(parted)).toBe(told(whole));
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);

test('en række, som en fejl hos os standser, bliver stående; resten fortrydes, og fejlen siges', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', csv([1, 2, 3].map((n) => firm(n))));
  await desk.take('virksomheder', csv([1, 2, 3].map((n) => firm(n, { navn: 'Nyt navn' }))));
  desk.db.$client.exec(`UPDATE import_change SET before = '{}' WHERE entity = 'p_unit'
    AND entity_key = '1000000002'`);
  expect(() => undoImport(desk.db, 2, undoing, 1)).toThrow();
  expect(desk.all('SELECT p_number FROM p_unit WHERE name = ?', 'Nyt navn')).toEqual([
    { p_number: 1_000_000_002 },
  ]);
  expect(desk.all('SELECT undone_at FROM import_batch WHERE id = 2')).toEqual([{ undone_at: undoing.at }]);
  expect(desk.all('SELECT * FROM undo_under_way')).toEqual([]);
});

test('en fejl hos os i det, der følger af en række, lader den stå og standser ikke resten', async () => {
  const town = openDesk();
  await town.take('virksomheder', csv([1, 2, 3, 4].map((n) => firm(n))));
  town.clock.now = new Date('2026-11-23T09:00:00Z');
  await town.take('virksomheder', csv([1, 2, 3, 4].map((n) => firm(n, { antal_ansatte: '40' }))));
  // What the firm's figures mean for the municipality is worked out for all of a piece together, after its rows.
  town.db.$client.exec(`CREATE TRIGGER mistake BEFORE INSERT ON scope_period WHEN NEW.p_number = 1000000002
    BEGIN SELECT RAISE(ABORT, 'a mistake of ours'); END`);
  const told = [1, 3, 100].map((rowsPerPiece) => {
    const desk = copyOf(town);
    expect(() => undoImport(desk.db, 2, undoing, rowsPerPiece)).toThrow('a mistake of ours');
    expect(desk.all('SELECT * FROM undo_under_way')).toEqual([]);
    expect(desk.all('SELECT p_number FROM p_unit WHERE import_id = 2')).toEqual([
      { p_number: 1_000_000_002 },
    ]);
    return desk.all('SELECT detail FROM audit_event WHERE action = ?', 'fortryd');
  });
  expect(told).toEqual(told.map(() => [{ detail: 'virksomheder: 3 fortrudt, 1 står ved magt' }]));
});

test('mens en fortrydes, kan ingen anden fortrydes', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', csv([1, 2, 3].map((n) => firm(n))));
  await desk.take('virksomheder', csv([4, 5].map((n) => firm(n))));
  beginUndo(desk.db, 1, undoing);
  const pieces = carryUndoToEnd(desk.db, { rowsPerPiece: 1 });
  pieces.next();
  expect(undoImport(desk.db, 2, undoing)).toEqual({
    undone: 0,
    kept: [{ what: 'Import 2', reason: 'må vente: en fortrydelse er i gang' }],
    keptCount: 1,
  });
  expect(drain(pieces)).toMatchObject({ undone: 6, keptCount: 0 });
  expect(undoImport(desk.db, 2, undoing)).toMatchObject({ undone: 4, keptCount: 0 });
});

test('når en senere har ændret en række og er fortrudt, står den der én gang', async () => {
  const desk = openDesk();
  await desk.take('virksomheder', csv([firm(1)]));
  await desk.take('virksomheder', csv([firm(1, { navn: 'Anden' })]));
  expect(undoImport(desk.db, 2, undoing).kept).toEqual([]);
  await desk.take('virksomheder', csv([firm(1, { navn: 'Tredje' })]));
  const changedAgain = { what: 'P-nummer 1000000001', reason: 'er ændret af en senere import' };
  expect(undoImport(desk.db, 1, undoing).kept.filter(({ what }) => what.startsWith('P'))).toEqual([
    changedAgain,
  ]);
});

test('en fuld disk standser mellem to stykker; når der er plads, fortsætter det til samme ende', async () => {
  const town = openDesk();
  const many = Array.from({ length: 300 }, (_, n) => n);
  // Bringing histories back takes room.
  for (const antal_ansatte of ['4', '5']) {
    await town.take('virksomheder', csv(many.map((n) => firm(n, { antal_ansatte }))));
    town.clock.now = new Date('2026-11-23T09:00:00Z');
  }
  const [whole, parted] = [copyOf(town), copyOf(town)];
  const report = undoImport(whole.db, 2, undoing);
  beginUndo(parted.db, 2, undoing);
  const { $client } = parted.db;
  $client.pragma(`max_page_count = ${$client.pragma('page_count', { simple: true })}`);
  expect(() => drain(carryUndoToEnd(parted.db, { rowsPerPiece: 1 }))).toThrow('full');
  expect(parted.all('SELECT undone_at FROM import_batch WHERE id = 2')).toEqual([{ undone_at: null }]);
  $client.pragma('max_page_count = 1000000');
  expect(drain(carryUndoToEnd(parted.db, { rowsPerPiece: 1 }))).toEqual(report);
  expect(told(parted)).toBe(told(whole));
});
