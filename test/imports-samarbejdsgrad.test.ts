import { expect, test } from 'vitest';
import { samarbejdsgradHistory } from '../server/samarbejdsgrad/queries.ts';
import { periodOf } from '../server/samarbejdsgrad/rules.ts';
import { openDesk } from './imports-builders.ts';
import { undoImport } from './undo.ts';

const HEAD = 'Omraade;Periode;Virksomheder;Lokal;Andre;Ialt\n';
const JULY = 'Albertslund;2017M07;1.045;11,6;18,6;25,1\n';

test.each([
  ['2017M07', '2017-07-01', '2017-07-31'],
  ['2024M02', '2024-02-01', '2024-02-29'],
  ['2017K3', '2017-07-01', '2017-09-30'],
  ['2017q4', '2017-10-01', '2017-12-31'],
  ['2017', '2017-01-01', '2017-12-31'],
])('perioden %s', (text, periodFrom, periodTo) => {
  expect(periodOf(text)).toEqual({ periodFrom, periodTo });
});

test.each(['2017M13', '2017K5', 'juli 2017', ''])('»%s« er ingen periode', (text) => {
  expect(periodOf(text)).toBeUndefined();
});

test('jobindsats’ tal kommer ind for kommunen selv; samme fil igen ændrer intet, og importen kan fortrydes', async () => {
  const { db, take } = openDesk();
  const file = `${HEAD}${JULY}Glostrup;2017M07;900;10,0;20,0;29,0\nAlbertslund;2017M08;..;..;..;..\n`;
  const first = await take('samarbejdsgrad', file);
  expect(first).toMatchObject({ created: 1, unchanged: 1, passedOver: 1, rejected: [] });
  const figure = { firms: 1045, localShare: 0.116, othersShare: 0.186, allShare: 0.251 };
  expect(samarbejdsgradHistory(db)).toMatchObject([
    { ...figure, periodTo: '2017-07-31', recordedByName: null },
  ]);
  expect(await take('samarbejdsgrad', file)).toMatchObject({ created: 0, unchanged: 2, importId: null });

  const mended = await take('samarbejdsgrad', `${HEAD}${JULY.replace('25,1', '25,3')}`);
  expect(samarbejdsgradHistory(db).map(({ allShare }) => allShare)).toEqual([0.253, 0.251]);
  undoImport(db, mended.importId ?? 0, { at: '2026-11-28T10:00:00.000Z', by: null });
  expect(samarbejdsgradHistory(db)).toMatchObject([figure]);
  // What was undone is no longer what stands: the same figure may come again.
  expect(await take('samarbejdsgrad', `${HEAD}${JULY.replace('25,1', '25,3')}`)).toMatchObject({
    created: 1,
  });
});

test('fejl står med linje og felt, og så kommer intet ind', async () => {
  const { db, take } = openDesk();
  const wrong = [
    'Albertslund;sommeren;1.045;11,6;18,6;25,1',
    'Albertslund;2017M07;mange;11,6;18,6;25,1',
    'Albertslund;2017M08;1.045;116;18,6;25,1',
    'Albertslund;2017M09;1.045;11,6;18,6;60',
  ];
  const { rejected, created } = await take('samarbejdsgrad', `${HEAD}${JULY}${wrong.join('\n')}\n`);
  expect(created).toBe(0);
  expect(rejected.map(({ line, field }) => [line, field])).toEqual([
    [3, 'periode'],
    [4, 'virksomheder'],
    [5, 'lokal'],
    [6, 'ialt'],
  ]);
  expect(samarbejdsgradHistory(db)).toEqual([]);
});

test('et tal, der er indtastet, kan hverken rettes eller slettes, heller ikke efter ombygningen af tabellen', async () => {
  const { db, take } = openDesk();
  await take('samarbejdsgrad', `${HEAD}${JULY}`);
  expect(() => db.$client.exec('UPDATE samarbejdsgrad SET firms = 1')).toThrow('never changed');
  expect(() => db.$client.exec('DELETE FROM samarbejdsgrad')).toThrow('never changed');
});
