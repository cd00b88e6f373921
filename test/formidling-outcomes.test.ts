import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { citizen } from '../db/schema/citizens.ts';
import { formidling } from '../db/schema/formidling.ts';
import { importBatch } from '../db/schema/imports.ts';
import { jobOrder, jobOrderStatus } from '../db/schema/job-orders.ts';
import { placement } from '../db/schema/placements.ts';
import { withoutSmallCells } from '../server/formidling/profile.ts';
import { startPlacement } from '../server/placements/changes.ts';
import { readPlacementForm } from '../server/placements/form.ts';
import { type Browser, everyItem, signIn } from './app.ts';
import { ASK, cardOf, openFormidlingTown, P, putOn, SHARE, step, YES } from './formidling-town.ts';
import { undoImport } from './undo.ts';

type Town = Awaited<ReturnType<typeof openFormidlingTown>>;

async function shared({ db, order, hanne, sara }: Town, citizenId: number) {
  await putOn(hanne, order, citizenId);
  await step(db, hanne, citizenId, ASK);
  await step(db, sara, citizenId, YES);
  await step(db, hanne, citizenId, SHARE);
}

function startForm({ db, order }: Town, citizenId: number) {
  return {
    virksomhed: String(P),
    ordre: String(order),
    formidling: String(cardOf(db, citizenId).id),
    borger: String(citizenId),
    type: 'smaajob',
    funktion: 'Pakke varer',
    start: '2026-12-01',
    timer: '10',
    fravigelse: 'Aftalt med borgeren',
    formularnoegle: '',
  };
}

const picked = (town: Town, ...ids: number[]) =>
  ids.map((id) => `${cardOf(town.db, id).id}.${cardOf(town.db, id).version}`);

test('når pladserne er besat, lukkes ordren med en kommentar, resten kun når man siger det, og de venter på besked', async () => {
  const town = await openFormidlingTown();
  const { db, order, citizens, hanne } = town;
  db.update(jobOrder).set({ positions: 1 }).where(eq(jobOrder.id, order)).run();
  for (const id of [citizens.aase, citizens.bent]) await shared(town, id);
  await putOn(hanne, order, citizens.carl);
  const started = await hanne.post('/placeringer/ny', startForm(town, citizens.aase));
  expect(started.status, started.body.match(/error-summary.*?<\/ul>/s)?.[0]).toBe(303);
  expect(cardOf(db, citizens.aase).stage).toBe('startet');
  const full = await hanne.post('/placeringer/ny', startForm(town, citizens.bent));
  expect(full.status).toBe(422);
  expect(cardOf(db, citizens.bent).stage).toBe('delt');

  const board = (await hanne.get(`/jobordrer/${order}/tavle`)).body;
  for (const text of ['Alle pladser er besat', '1 af 1 plads besat', 'de 2 kort'])
    expect(board).toContain(text);
  expect((await hanne.get('/')).body).toContain('Alle pladser er besat');
  const { version } = db.select().from(jobOrder).where(eq(jobOrder.id, order)).get() ?? { version: 0 };
  const close = (fields: Record<string, string>) =>
    hanne.post(`/jobordrer/${order}/tavle/lukning`, { version: String(version), ...fields });
  const silent = await close({ luk_kommentar: '', afslut_resten: 'ja' });
  expect(silent.status).toBe(422);
  expect(silent.body).toContain('Skriv, hvorfor status skifter.');
  expect(cardOf(db, citizens.bent).stage).toBe('delt');
  expect((await close({ luk_kommentar: 'Åse er startet.', afslut_resten: 'ja' })).status).toBe(303);
  expect(cardOf(db, citizens.bent)).toMatchObject({ stage: 'ej', ended: 'ordre_lukket' });
  expect(db.select().from(jobOrderStatus).all().at(-1)).toMatchObject({
    status: 'behov_daekket',
    comment: 'Åse er startet.',
  });

  const toTell = (await hanne.get('/formidlinger?vis=besked')).body;
  expect(toTell).toContain('Bent');
  expect(toTell).not.toContain('Carl');
  await step(db, hanne, citizens.bent, {
    trin: 'note',
    kommentar: 'Borgeren har fået besked.',
    til: 'liste',
  });
  expect((await hanne.get('/formidlinger?vis=besked')).body).not.toContain('Bent');
});

test('flere afsluttes på én gang eller slet ikke, fra ordrens og fra borgerens side', async () => {
  const town = await openFormidlingTown();
  const { db, order, citizens, hanne, sara } = town;
  for (const id of [citizens.aase, citizens.bent, citizens.carl]) await putOn(hanne, order, id);
  const end = (browser: Browser, url: string, kort: string[], fields = {}) =>
    browser.post(url, { kort, grund: 'virksomhed_nej', kommentar: '', ...fields });
  const url = `/jobordrer/${order}/tavle/udfald`;
  const none = await end(hanne, url, []);
  expect(none.status).toBe(422);
  expect(none.body).toContain('Sæt flueben ved mindst ét kort.');
  const stale = picked(town, citizens.aase, citizens.bent);
  await step(db, sara, citizens.bent, ASK);
  const late = await end(hanne, url, stale);
  expect(late.status).toBe(409);
  expect(late.body).toContain('Bent: borgeren spurgt');
  expect(cardOf(db, citizens.aase).stage).toBe('vurderes');
  expect((await end(hanne, url, picked(town, citizens.aase, citizens.bent))).status).toBe(303);
  expect(cardOf(db, citizens.bent)).toMatchObject({ stage: 'ej', ended: 'virksomhed_nej' });

  const own = `/borgere/${citizens.carl}/formidlinger`;
  expect((await sara.get(own)).body).toContain('Lagermedarbejder, få timer');
  const withoutWhy = await end(sara, own, picked(town, citizens.carl), { grund: 'andet' });
  expect(withoutWhy.body).toContain('Skriv, hvad grunden er');
  expect((await end(sara, own, picked(town, citizens.carl), { grund: 'fandt_andet' })).status).toBe(303);
  expect(cardOf(db, citizens.carl)).toMatchObject({ stage: 'ej', ended: 'fandt_andet' });
  expect((await (await signIn(town.app, 'stig')).get(own)).status).toBe(404);
});

test('Min dag: den, der spurgte, ser den tavse, og en lukket ordres åbne kort forsvinder ikke', async () => {
  const town = await openFormidlingTown();
  const { clock, db, order, citizens, hanne, sara } = town;
  for (const id of [citizens.aase, citizens.bent]) {
    await putOn(hanne, order, id);
    await step(db, hanne, id, ASK);
  }
  await step(db, sara, citizens.bent, YES);
  expect((await hanne.get('/')).body).toContain('Har sagt ja: del med virksomheden');
  expect((await sara.get('/formidlinger')).body).toContain('Åse');
  clock.now = new Date('2026-11-26T09:00:00Z');
  const again = await signIn(town.app, 'hanne');
  expect((await again.get('/')).body).toContain('Ingen svar inden fristen');
  await step(db, again, citizens.aase, { trin: 'rykket', svarfrist: '2026-11-30' });
  expect((await again.get('/')).body).not.toContain('Ingen svar inden fristen');
  clock.now = new Date('2026-12-21T09:00:00Z');
  const later = await signIn(town.app, 'hanne');
  expect((await later.get('/')).body).toContain('Ordren er lukket, kortet er åbent');
  expect((await later.get(`/jobordrer/${order}/tavle`)).body).toContain('2 kort er ikke afsluttet');
  const closed = await step(db, later, citizens.bent, SHARE);
  expect(closed.body).toContain('Ordren er afsluttet.');
});

test('en fortrudt import lader den borger stå, der står på en tavle', async () => {
  const { db, order, citizens, hanne, ids } = await openFormidlingTown();
  await putOn(hanne, order, citizens.aase);
  const { id: importId } = db
    .insert(importBatch)
    .values({
      kind: 'borgere',
      fileName: 'b.csv',
      sha256: 'x',
      importedAt: '2026-11-01T09:00:00.000Z',
      created: 1,
      updated: 0,
      unchanged: 0,
    })
    .returning({ id: importBatch.id })
    .get();
  db.update(citizen).set({ importId }).where(eq(citizen.id, citizens.aase)).run();
  const report = undoImport(db, importId, { at: '2026-11-22T09:00:00.000Z', by: ids.lea });
  expect(report.kept).toEqual([{ what: 'Borger K1', reason: 'står eller har stået på en ordres tavle' }]);
});

test('programmer får det samme: kort, skridt, log og flere på én gang', async () => {
  const { db, order, citizens, hanne, sara } = await openFormidlingTown();
  const url = `/api/v1/job-orders/${order}/formidlinger`;
  const made = await hanne.json('POST', url, { citizenKey: 'K1' });
  expect(made.status).toBe(201);
  expect((await hanne.json('POST', url, { citizenKey: 'K4' })).status).toBe(404);
  const steps = `/api/v1/formidlinger/${made.data<{ id: number }>().id}/steps`;
  const asked = await hanne.json('POST', steps, { step: 'spurgt', version: 1, answerBy: '2026-11-25' });
  expect(asked.data()).toMatchObject({
    stage: 'spurgt',
    answerBy: '2026-11-25',
    citizen: { name: 'Åse', id: null },
  });
  const late = await sara.json('POST', steps, { step: 'svar', version: 1, answer: 'ja' });
  expect(late.status).toBe(409);
  expect(late.data<{ detail: string }>().detail).toContain('Borgeren spurgt');
  expect((await hanne.json('POST', steps, { step: 'svar', version: 2, answer: 'ja' })).status).toBe(403);
  expect((await sara.json('POST', steps, { step: 'svar', version: 2, answer: 'ja' })).status).toBe(200);
  const early = await hanne.json('POST', steps, { step: 'samtale', version: 3, interviewOn: 'i morgen' });
  expect(early.data<{ errors: unknown }>().errors).toEqual([
    { field: 'interviewOn', reason: 'Skriv den dag, samtalen er.' },
  ]);
  await putOn(hanne, order, citizens.bent);
  expect(await everyItem(hanne, `${url}?limit=1`)).toMatchObject([
    { citizen: { key: 'K2' } },
    { stage: 'spurgt' },
  ]);
  const log = await everyItem<{ event: string }>(hanne, `/api/v1/job-orders/${order}/formidling-log?limit=2`);
  expect(log.map(({ event }) => event)).toEqual(['oprettet', 'svar', 'spurgt', 'oprettet']);
  expect(await everyItem(sara, `/api/v1/citizens/${citizens.aase}/formidlinger`)).toHaveLength(1);
  const { id, version } = cardOf(db, citizens.bent);
  const outcome = { cards: [{ id, version }], ended: 'passer_ikke' };
  expect((await hanne.json('POST', `/api/v1/job-orders/${order}/formidling-outcomes`, outcome)).status).toBe(
    204,
  );
  expect(cardOf(db, citizens.bent).ended).toBe('passer_ikke');
});

test('den anonyme profil siger kun det, som mindst fem passer på', async () => {
  const all = ['lager', 'truck', 'Dansk: mindst B1'];
  expect(withoutSmallCells(all, [all, all, all, all])).toEqual(all);
  expect(withoutSmallCells(all, [all, ['lager'], ['lager'], ['lager'], ['lager']])).toEqual(['lager']);
  expect(withoutSmallCells(all, [all, all, all])).toEqual([]);
  const { db, order, citizens, hanne, sara } = await openFormidlingTown();
  await putOn(hanne, order, citizens.aase);
  const { id } = cardOf(db, citizens.aase);
  const before = (await hanne.get(`/formidlinger/${id}/profil`)).body;
  for (const secret of ['Åse', '11223344', 'K1']) expect(before).not.toContain(secret);
  await step(db, hanne, citizens.aase, ASK);
  await step(db, sara, citizens.aase, YES);
  const after = (await hanne.get(`/formidlinger/${id}/profil`)).body;
  for (const told of ['Åse Ærlig', '11223344', 'Efter borgerens ja']) expect(after).toContain(told);
});

test('to tager den sidste plads i samme øjeblik tusind gange: den besættes én gang', async () => {
  const town = await openFormidlingTown();
  const { app, db, order, citizens, hanne, ids } = town;
  db.update(jobOrder).set({ positions: 1 }).where(eq(jobOrder.id, order)).run();
  for (const id of [citizens.aase, citizens.bent]) await shared(town, id);
  const dorte = await signIn(app, 'dorte');
  const forms = [startForm(town, citizens.aase), startForm(town, citizens.bent)];
  const wins = new Set<number>();
  const onlyOne = () => {
    const placed = db.select().from(placement).all();
    expect(placed).toHaveLength(1);
    expect(db.select().from(formidling).where(eq(formidling.stage, 'startet')).all()).toHaveLength(1);
    wins.add(placed[0]?.citizenId ?? 0);
    reset(town);
  };
  // Through the pages a few times, whole requests at once …
  for (let round = 0; round < 10; round++) {
    const [first, second] = round % 2 === 0 ? forms : forms.toReversed();
    if (!first || !second) throw new Error('two forms');
    const answers = await Promise.all([
      hanne.post('/placeringer/ny', first),
      dorte.post('/placeringer/ny', second),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    onlyOne();
  }
  // … and a thousand times what those requests do.
  const start = async (form: (typeof forms)[number], by: number) => {
    await Promise.resolve();
    const draft = readPlacementForm(form, Number(form.borger));
    const doer = { at: '2026-11-22T09:00:00.000Z', by };
    return db.transaction((tx) => startPlacement(tx, draft, doer), { behavior: 'immediate' });
  };
  for (let round = 0; round < 1000; round++) {
    const [first, second] = round % 2 === 0 ? forms : forms.toReversed();
    if (!first || !second) throw new Error('two forms');
    const answers = await Promise.all([start(first, ids.hanne), start(second, ids.dorte)]);
    expect(answers.filter(({ errors }) => errors === undefined)).toHaveLength(1);
    onlyOne();
  }
  expect(wins.size).toBe(2);
}, 300_000);

/** The position is free again, and both stand where they stood. */
function reset({ db }: Town): void {
  for (const table of [
    'placement_shift',
    'placement_hours',
    'placement_follow_up',
    'rule_override',
    'placement',
  ])
    db.$client.prepare(`DELETE FROM ${table}`).run();
  db.update(formidling).set({ stage: 'delt' }).where(eq(formidling.stage, 'startet')).run();
}
