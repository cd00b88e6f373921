import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countCooperation,
  overlapShare,
  type SupportedRelation,
  sharesError,
} from '../server/samarbejdsgrad/rules.ts';
import { addUser, openTestApp, signIn } from './app.ts';

/** The table of July 2017 in the policy papers: 11.6 and 18.6 add up to 30.2, but both together are 25.1. */
const JULY_2017 = { firms: 1045, local: 0.116, others: 0.186, all: 0.251 };

test('juli 2017: 1.045 virksomheder, overlappet talt én gang', () => {
  const { firms } = JULY_2017;
  const count = (share: number) => Math.round(share * firms);
  const [local, others, all] = [count(JULY_2017.local), count(JULY_2017.others), count(JULY_2017.all)];
  expect([local, others, all]).toEqual([121, 194, 262]);
  const overlap = local + others - all;
  const base = new Set(Array.from({ length: firms }, (_, index) => index));
  const relations: SupportedRelation[] = [
    ...Array.from({ length: local }, (_, firm) => ({ firm, side: 'lokal' as const })),
    // From the last of the local ones on: as many firms with both as the table says.
    ...Array.from({ length: others }, (_, index) => ({
      firm: local - overlap + index,
      side: 'andre' as const,
    })),
    // A second relation of the same kind, and a firm without employees: neither counts again.
    { firm: 0, side: 'lokal' },
    { firm: 9999, side: 'lokal' },
  ];
  const counted = countCooperation(base, relations);
  expect(counted).toEqual({ firms, local, others, all, overlap: 53 });
  for (const kind of ['local', 'others', 'all'] as const)
    expect(counted[kind] / firms, kind).toBeCloseTo(JULY_2017[kind], 3);
  expect(overlapShare(JULY_2017)).toBeCloseTo(0.051, 10);
  expect(sharesError(JULY_2017)).toBeUndefined();
});

test('andele, der ikke kan høre sammen, afvises', () => {
  expect(sharesError({ local: 0.116, others: 0.186, all: 0.18 })).toContain('mindre end');
  expect(sharesError({ local: 0.116, others: 0.186, all: 0.31 })).toContain('mere end');
  expect(sharesError({ local: 0.116, others: 0.186, all: 0.302 })).toBeUndefined();
  expect(sharesError({ local: 0, others: 0, all: 0 })).toBeUndefined();
});

test('hver virksomhed tæller én gang i hvert tal, hvor mange forløb den end har', () => {
  const relation = fc.record({ firm: fc.nat(12), side: fc.constantFrom('lokal' as const, 'andre' as const) });
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(9)), fc.array(relation), (firms, relations) => {
      const base = new Set(firms);
      const counted = countCooperation(base, relations);
      const having = (test: (firm: number) => boolean) => firms.filter(test).length;
      const has = (firm: number, side?: string) =>
        relations.some((each) => each.firm === firm && (!side || each.side === side));
      expect(counted).toEqual({
        firms: firms.length,
        local: having((firm) => has(firm, 'lokal')),
        others: having((firm) => has(firm, 'andre')),
        all: having((firm) => has(firm)),
        overlap: having((firm) => has(firm, 'lokal') && has(firm, 'andre')),
      });
    }),
  );
});

const TABLE = {
  fra: '2017-07-01',
  til: '2017-07-31',
  virksomheder: '1.045',
  lokal: '11,6',
  andre: '18,6 %',
  ialt: '25,1',
  kilde: 'jobindsats.dk, Samarbejdsgrad',
  kildedato: '2026-10-01',
};

test('lederen skriver jobindsats’ tal; det står ved siden af dækningen med hver sin definition', async () => {
  const { app, db } = await openTestApp('2026-10-20T09:00:00Z');
  await addUser(db, 'lis', ['leder']);
  await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'søren', ['sagsbehandler']);
  const lis = await signIn(app, 'lis');
  const empty = (await lis.get('/samarbejdsgrad')).body;
  expect(empty).toContain('Der er ikke indtastet noget tal');
  expect(empty).toContain('mindst én ansat i gennemsnit');
  expect(empty).toContain('flere end to ansatte');
  expect((await lis.post('/samarbejdsgrad', TABLE)).location).toBe(
    '/samarbejdsgrad?besked=samarbejdsgrad-gemt',
  );
  const page = (await lis.get('/samarbejdsgrad')).body;
  for (const text of ['1.045', '11,6', '18,6', '25,1', '5,1', 'jobindsats.dk', 'Dækning, 3. kvartal 2017'])
    expect(page).toContain(text);
  // A corrected figure of the same period goes on top; the first stays.
  await lis.post('/samarbejdsgrad', { ...TABLE, ialt: '25,2' });
  const corrected = (await lis.get('/samarbejdsgrad')).body;
  expect(corrected.indexOf('25,2')).toBeLessThan(corrected.indexOf('25,1'));
  const hanne = await signIn(app, 'hanne');
  expect((await hanne.get('/samarbejdsgrad')).body).not.toContain('Indtast jobindsats');
  expect((await hanne.post('/samarbejdsgrad', TABLE)).status).toBe(403);
  expect((await (await signIn(app, 'søren')).get('/samarbejdsgrad')).status).toBe(403);
});

test('forkerte tal kommer tilbage ved deres felt med det, der er tastet', async () => {
  const { app, db } = await openTestApp('2026-10-20T09:00:00Z');
  await addUser(db, 'lis', ['leder']);
  const lis = await signIn(app, 'lis');
  for (const [field, value, reason] of [
    ['fra', '2017-02-31', 'periodens første dag'],
    ['til', '2017-06-30', 'ligger før den første'],
    ['virksomheder', '0', 'helt tal over 0'],
    ['lokal', 'mange', 'procent fra 0 til 100'],
    ['andre', '101', 'procent fra 0 til 100'],
    ['ialt', '31', 'mere end det lokale'],
    ['kilde', '', 'hvor tallet står'],
    ['kildedato', '2026-10-21', 'fremtiden'],
  ] as [string, string, string][]) {
    const answer = await lis.post('/samarbejdsgrad', { ...TABLE, [field]: value });
    expect([answer.status, field]).toEqual([422, field]);
    expect(answer.body).toContain(reason);
    if (field !== 'kilde') expect(answer.body).toContain('jobindsats.dk, Samarbejdsgrad');
  }
});
