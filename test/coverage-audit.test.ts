import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { changeSetting } from '../server/admin/queries.ts';
import { FIGURES, type Figure } from '../server/coverage/rules.ts';
import { findSeal } from '../server/coverage/seal-queries.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

/** The columns of the auditor's file that hold a figure, by its name in the program. */
const COLUMNS: Record<Figure, string> = {
  inScope: 'Virksomheder i mål',
  undecided: 'Uafklarede virksomheder',
  contacted: 'Kontaktede virksomheder',
  visited: 'Besøgte virksomheder',
  notContacted: 'Ikke kontaktet endnu',
  undecidedContacted: 'Uafklarede, der er kontaktet',
  undecidedVisited: 'Uafklarede, der er besøgt',
  unreported: 'Virksomheder uden noget ansattetal',
};

/** A town with every state a firm can be in; one company has three places. It is October. */
async function openOctober(unit: 'p' | 'cvr') {
  const town = await openTestApp('2026-09-10T09:00:00Z');
  const { app, db, clock } = town;
  addFirm(db, { pNumber: 1_000_000_001, cvr: 11_111_111, name: 'Åben kran' });
  addFirm(db, { pNumber: 1_000_000_002, cvr: 22_222_222, name: 'Ærø is', employees: 2 });
  addFirm(db, { pNumber: 1_000_000_003, cvr: 22_222_222, name: 'Øst & vest', employees: 4 });
  addFirm(db, { pNumber: 1_000_000_004, cvr: 22_222_222, name: 'zebra', employees: null });
  addFirm(db, { pNumber: 1_000_000_005, cvr: 33_333_333, name: 'Tvivl', employees: 'ANTAL_2_4' });
  addFirm(db, { pNumber: 1_000_000_006, cvr: 44_444_444, name: 'Tavs', employees: null });
  addFirm(db, { pNumber: 1_000_000_007, cvr: 55_555_555, name: '=Glemt();"x"' });
  await addUser(db, 'hanne', ['konsulent']);
  await addUser(db, 'lis', ['leder']);
  await addUser(db, 'søren', ['sagsbehandler']);
  changeSetting(db, 'coverageUnit', unit, { at: clock.now.toISOString(), by: null });
  const log = async (pNumber: number, kind: string, contactDate: string) => {
    const body = { contactDate, kind, direction: 'ud', outcome: 'opnaaet' };
    const hanne = await signIn(app, 'hanne');
    expect((await hanne.json('POST', `/api/v1/companies/${pNumber}/contacts`, body)).status).toBe(201);
  };
  await log(1_000_000_001, 'telefon', '2026-07-01');
  await log(1_000_000_001, 'besoeg', '2026-08-01');
  await log(1_000_000_002, 'telefon', '2026-08-02');
  await log(1_000_000_005, 'besoeg', '2026-08-03');
  clock.now = new Date('2026-10-02T09:00:00Z');
  const lis = await signIn(app, 'lis');
  await lis.post('/daekning/beviser', { fra: '2026-07-01' });
  return { ...town, lis, log };
}

test.each(['p', 'cvr'] as const)(
  'en revisor regner beviset efter med et regneark og sha256sum alene (%s)',
  async (unit) => {
    const { app, db, clock, log } = await openOctober(unit);
    clock.now = new Date('2026-10-06T09:00:00Z');
    await log(1_000_000_007, 'besoeg', '2026-09-29');
    const seal = findSeal(db, 1);
    if (!seal) throw new Error('not sealed');
    const lis = await signIn(app, 'lis');
    const file = (name: string) => lis.get(`/daekning/beviser/1/revision/${name}`);

    const { body: csv } = await file('virksomheder.csv');
    const [head = [], ...rows] = csv
      .replace('\uFEFF', '')
      .trim()
      .split('\r\n')
      .map((line) => line.replace('"\'=Glemt();""x"""', 'Glemt').split(';'));
    for (const figure of FIGURES) {
      const at = head.indexOf(COLUMNS[figure]);
      const sum = rows.reduce((total, row) => total + Number(row[at]), 0);
      expect(sum, figure).toBe(seal.figures[figure]);
    }

    const { body: inputs } = await file('grundlag.txt');
    const { body: result } = await file('resultat.txt');
    expect(sha256(inputs)).toBe(seal.inputsSha256);
    expect(sha256(result)).toBe(seal.resultSha256);
    const lines = rows.map((row) => row.slice(0, 5).map((cell) => cell || '-'));
    expect(result.trim().split('\n').slice(8)).toEqual(lines.map((line) => line.join(' ')));
    expect(inputs).toContain('kontakt 2 2026-08-01 besoeg ud opnaaet konsulent');
    expect(inputs, 'what came after the seal is not in it').not.toContain('2026-09-29');
    const page = (await lis.get('/daekning/beviser/1')).body;
    for (const name of ['virksomheder.csv', 'virksomheder.xlsx', 'grundlag.txt', 'resultat.txt'])
      expect(page).toContain(`/daekning/beviser/1/revision/${name}`);
  },
);

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

test('revisionens filer er for dem, der må se beviset, og findes kun med et bevis', async () => {
  const { app, lis } = await openOctober('p');
  const hanne = await signIn(app, 'hanne');
  const søren = await signIn(app, 'søren');
  for (const name of ['virksomheder.csv', 'virksomheder.xlsx', 'grundlag.txt', 'resultat.txt']) {
    expect((await hanne.get(`/daekning/beviser/1/revision/${name}`)).status).toBe(200);
    expect((await søren.get(`/daekning/beviser/1/revision/${name}`)).status).toBe(403);
    expect((await lis.get(`/daekning/beviser/2/revision/${name}`)).status).toBe(404);
  }
});

test('lister står efter det danske alfabet, store og små bogstaver mellem hinanden: z, æ, ø, å', async () => {
  const { lis } = await openOctober('p');
  const query = 'fra=2026-07-01&til=2026-09-30';
  const live = await lis.get(`/daekning/i-maal.csv?${query}`);
  expect(namesIn(live.body)).toEqual(['Øst & vest', 'Åben kran']);
  const sealed = await lis.get('/daekning/beviser/1/i-maal.csv');
  expect(namesIn(sealed.body)).toEqual(['Øst & vest', 'Åben kran']);
  const firms = await lis.get('/virksomheder');
  const order = ['zebra', 'Ærø is', 'Øst &amp; vest', 'Åben kran'].map((name) =>
    firms.body.indexOf(`>${name}<`),
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order[0]).toBeGreaterThan(0);
  const silent = await lis.get('/daekning/beviser/1/uoplyste.csv');
  expect(namesIn(silent.body)).toEqual(['Tavs', 'zebra']);
});

function namesIn(csv: string): string[] {
  const named = csv
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(';')[2] ?? '');
  return named.filter((name) => name !== '' && !name.includes('Glemt'));
}
