import { describe, expect, test } from 'vitest';
import { visibilityOf } from '../server/citizens/rules.ts';
import { readCitizen, readOrder } from '../server/matching/market.ts';
import { sightOf } from '../server/rights.ts';
import { addUser, openTestApp, signIn, testEngine } from './app.ts';
import { addCitizen, addFirm, ORDER_FORM } from './job-orders-builders.ts';
import { readsIn } from './reads.ts';

type Case = [
  beskyttet: boolean | null,
  maaDeles: boolean | null,
  answer: string,
  reasons: [string, string][],
  toOthers: string,
];

const TRUTH: Case[] = [
  [false, true, 'ja', [], 'ja'],
  [false, null, 'mangler', [['ikke_spurgt', 'sagsbehandler']], 'mangler'],
  [false, false, 'nej', [['vil_ikke_deles', 'borger']], 'nej'],
  [null, true, 'mangler', [['beskyttelse_ukendt', 'sagsbehandler']], 'nej'],
  [
    null,
    null,
    'mangler',
    [
      ['beskyttelse_ukendt', 'sagsbehandler'],
      ['ikke_spurgt', 'sagsbehandler'],
    ],
    'nej',
  ],
  [
    null,
    false,
    'nej',
    [
      ['beskyttelse_ukendt', 'sagsbehandler'],
      ['vil_ikke_deles', 'borger'],
    ],
    'nej',
  ],
  [true, true, 'nej', [['beskyttet', 'ingen']], 'nej'],
  [
    true,
    null,
    'nej',
    [
      ['beskyttet', 'ingen'],
      ['ikke_spurgt', 'sagsbehandler'],
    ],
    'nej',
  ],
  [
    true,
    false,
    'nej',
    [
      ['beskyttet', 'ingen'],
      ['vil_ikke_deles', 'borger'],
    ],
    'nej',
  ],
];

describe('må virksomheder høre om borgeren', () => {
  test.each(TRUTH)('beskyttet %s og deling %s er %s', (protectedAddress, mayBeShared, ...expected) => {
    const [answer, reasons, toOthers] = expected;
    const facts = { protectedAddress, mayBeShared };
    const known = visibilityOf(facts, { knowsWhy: true });
    expect(known.answer).toBe(answer);
    expect(known.reasons.map(({ reason, whoCanFix }) => [reason, whoCanFix])).toEqual(reasons);
    expect(visibilityOf(facts, { knowsWhy: false }).answer).toBe(toOthers);
  });

  test('uden ret er beskyttet, ukendt og nej det samme svar, uden grund', () => {
    const hidden = TRUTH.filter(([protectedAddress, share]) => protectedAddress !== false || share === false);
    expect(hidden).toHaveLength(7);
    for (const [protectedAddress, mayBeShared] of hidden) {
      const answer = visibilityOf({ protectedAddress, mayBeShared }, { knowsWhy: false });
      expect(answer).toEqual({ answer: 'nej', reasons: [] });
    }
  });

  test('motoren holder præcis dem ude, som andre ikke må se, og forslagslisten skjuler dem', async () => {
    const { app, db } = await openTestApp();
    await addUser(db, 'hanne', ['konsulent'], 'Nord');
    addFirm(db, { pNumber: 1_020_000_001, name: 'Bo Bygger ApS' });
    await (await signIn(app, 'hanne')).post('/jobordrer', { ...ORDER_FORM, virksomhed: '1020000001' });
    const order = readOrder(db, { id: 1 }, '2026-11-22');
    const konsulent = { userId: 1, teamId: 1, roles: ['konsulent' as const] };
    const own = { ownerId: 1, ownerName: 'Hanne', ownerTeamId: 1 };
    expect(order).toBeDefined();
    for (const [protectedAddress, mayBeShared, , , toOthers] of TRUTH) {
      const key = `${protectedAddress} ${mayBeShared}`;
      const id = addCitizen(db, { citizenKey: key, protectedAddress, mayBeShared });
      const read = readCitizen(db, id, '2026-11-22');
      if (!read || !order) throw new Error('Neither was written');
      const broken = testEngine().broken(order.matchOrder, read.matchCitizen, '2026-11-22');
      const isOut = broken.some(({ reason }) => reason === 'maa_ikke_deles');
      expect([key, isOut]).toEqual([key, toOthers === 'nej']);
      expect([key, sightOf(konsulent, own, read.row, null)]).toEqual([key, isOut ? 'hidden' : 'first-name']);
    }
  });
});

describe('fanerne mine, team og alle', () => {
  test('alle er for en sagsbehandler, der også er leder, og viser aldrig andres beskyttede', async () => {
    const { app, db } = await openTestApp();
    const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1');
    const lis = await addUser(db, 'lis', ['sagsbehandler', 'leder'], 'Borger 2');
    const add = (name: string, more = {}) => addCitizen(db, { citizenKey: name, name, ...more });
    const shown = {
      saras: add('Saras Åben', { caseworkerUserId: sara }),
      ingens: add('Ingens Åben', { caseworkerName: 'Per i fagsystemet' }),
      egen: add('Egen Beskyttet', { caseworkerUserId: lis, protectedAddress: true }),
    };
    const hidden = {
      beskyttet: add('Saras Beskyttet', { caseworkerUserId: sara, protectedAddress: true }),
      ukendt: add('Saras Ukendt', { caseworkerUserId: sara, protectedAddress: null }),
    };
    const leading = await signIn(app, 'lis');
    const list = await leading.get('/borgere?vis=alle');
    for (const name of ['Saras Åben', 'Ingens Åben', 'Per i fagsystemet', 'Egen Beskyttet'])
      expect(list.body).toContain(name);
    for (const name of ['Saras Beskyttet', 'Saras Ukendt']) expect(list.body).not.toContain(name);
    expect(new Set(readsIn(db).map(({ citizenId }) => citizenId))).toEqual(new Set(Object.values(shown)));
    for (const id of Object.values(shown)) expect((await leading.get(`/borgere/${id}`)).status).toBe(200);
    for (const id of Object.values(hidden)) expect((await leading.get(`/borgere/${id}`)).status).toBe(404);

    const caseworker = await signIn(app, 'sara');
    const tried = await caseworker.get('/borgere?vis=alle');
    expect(tried.body).not.toContain('Ingens Åben');
    expect(tried.body).not.toContain('vis=alle"');
    const program = await caseworker.json('GET', '/api/v1/citizens?tab=alle');
    const rows = program.data<{ items: { name: string; visibility: unknown }[] }>().items;
    expect(rows.map(({ name }) => name)).toEqual(['Saras Beskyttet', 'Saras Ukendt', 'Saras Åben']);
    expect(rows.map(({ visibility }) => visibility)).toEqual([
      { answer: 'nej', reasons: [{ reason: 'beskyttet', whoCanFix: 'ingen' }] },
      { answer: 'mangler', reasons: [{ reason: 'beskyttelse_ukendt', whoCanFix: 'sagsbehandler' }] },
      { answer: 'ja', reasons: [] },
    ]);
  });
});
