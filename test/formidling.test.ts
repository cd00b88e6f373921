import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { citizen } from '../db/schema/citizens.ts';
import { formidling, formidlingEvent } from '../db/schema/formidling.ts';
import { setAside } from '../db/schema/matching.ts';
import { auditEvent } from '../db/schema/settings.ts';
import { eventsOf } from '../server/formidling/log.ts';
import { stageFromLog } from '../server/formidling/rules.ts';
import { signIn } from './app.ts';
import { ASK, allow, cardOf, NO, openFormidlingTown, putOn, SHARE, step, YES } from './formidling-town.ts';
import { readsIn } from './reads.ts';

test('fra forslag til samtale: spurgt med frist, ja fra borgerens sagsbehandler, delt kun det tilladte, alt i loggen', async () => {
  const { db, order, citizens, hanne, sara } = await openFormidlingTown();
  expect((await hanne.get(`/jobordrer/${order}/forslag`)).body).toContain('Sæt på tavlen');
  const put = await putOn(hanne, order, citizens.aase, 'forslag');
  expect(put.location).toBe(`/jobordrer/${order}/forslag?besked=paa-tavlen`);
  expect((await hanne.get(`/jobordrer/${order}/forslag`)).body).toContain('På tavlen: Vurderes');
  expect((await putOn(hanne, order, citizens.aase)).status).toBe(303);
  expect(db.select().from(formidling).all()).toHaveLength(1);

  const { id } = cardOf(db, citizens.aase);
  expect((await step(db, hanne, citizens.aase, ASK)).location).toBe(
    `/jobordrer/${order}/tavle?besked=kort-spurgt#kort-${id}`,
  );
  const board = (await hanne.get(`/jobordrer/${order}/tavle`)).body;
  for (const text of ['Svar senest 25.11.2026', 'Åse', 'Borgeren spurgt']) expect(board).toContain(text);
  expect(board).not.toContain('Ærlig');

  const early = await step(db, hanne, citizens.aase, SHARE);
  expect(early.status).toBe(422);
  expect(early.body).toContain('Intet navn forlader huset');
  const notHers = await step(db, hanne, citizens.aase, YES);
  expect(notHers.status).toBe(403);
  expect(notHers.body).toContain('Det er borgerens sagsbehandler eller team');
  expect((await step(db, sara, citizens.aase, YES)).status).toBe(303);

  allow(db, citizens.aase, ['navn', 'cv'], 3);
  const tooMuch = await step(db, hanne, citizens.aase, SHARE);
  expect(tooMuch.status).toBe(422);
  expect(tooMuch.body).toContain(
    'Borgeren har ikke sagt ja til, at virksomheden får at vide: telefon og mail.',
  );
  expect((await step(db, hanne, citizens.aase, { ...SHARE, emner: ['navn', 'cv'] })).status).toBe(303);
  const meeting = { trin: 'samtale', samtale: '2026-11-30', kommentar: 'Kl. 9 hos Bo' };
  expect((await step(db, hanne, citizens.aase, meeting)).status).toBe(303);
  expect(cardOf(db, citizens.aase)).toMatchObject({
    stage: 'samtale',
    interviewOn: '2026-11-30',
    answer: 'ja',
  });

  const card = (await sara.get(`/formidlinger/${id}`)).body;
  for (const text of [
    'Fortalt: Navn, CV: erfaring, kompetencer og beviser.',
    '30.11.2026. Kl. 9 hos Bo',
    'Navn sara',
  ])
    expect(card).toContain(text);
  expect(eventsOf(db, id)).toEqual(['oprettet', 'spurgt', 'svar', 'delt', 'samtale']);
  expect(stageFromLog(eventsOf(db, id))).toBe('samtale');
  const audited = db.select().from(auditEvent).where(eq(auditEvent.entity, 'formidling')).all();
  expect(audited.map(({ action }) => action)).toEqual(eventsOf(db, id));
  const reads = readsIn(db).filter(({ citizenId }) => citizenId === citizens.aase);
  expect(reads.filter(({ jobOrderId }) => jobOrderId === order).length).toBeGreaterThan(3);

  const file = await hanne.get(`/jobordrer/${order}/tavle/formidlingslog.csv`);
  expect(file.body.split('\r\n')).toHaveLength(7);
  expect(file.body).toContain('K1;Åse;Samtale aftalt;30.11.2026. Kl. 9 hos Bo;Navn hanne');
  expect(file.body).not.toContain('Ærlig');
});

test('to på samme kort: den anden får at vide, hvad der skete, og intet tabes', async () => {
  const { db, order, citizens, hanne, sara } = await openFormidlingTown();
  await putOn(hanne, order, citizens.bent);
  const { id, version } = cardOf(db, citizens.bent);
  await step(db, sara, citizens.bent, ASK);
  const late = await hanne.post(`/formidlinger/${id}`, {
    version: String(version),
    trin: 'spurgt',
    svarfrist: '2026-11-27',
    kommentar: 'Ringet op',
  });
  expect(late.status).toBe(409);
  for (const text of ['Nogen har flyttet kortet i mellemtiden', 'Navn sara', 'Borgeren spurgt'])
    expect(late.body).toContain(text);
  expect(db.select().from(formidlingEvent).all()).toHaveLength(2);
  const twice = await sara.post(`/formidlinger/${id}`, { version: String(version), ...ASK });
  expect(twice.status).toBe(303);
  expect(db.select().from(formidlingEvent).all()).toHaveLength(2);
});

test('et nej afslutter kortet og sætter til side; at åbne igen tager begge dele tilbage', async () => {
  const { db, order, citizens, hanne, sara } = await openFormidlingTown();
  await putOn(hanne, order, citizens.bent);
  await step(db, hanne, citizens.bent, ASK);
  await step(db, sara, citizens.bent, NO);
  expect(cardOf(db, citizens.bent)).toMatchObject({ stage: 'ej', ended: 'borger_nej', answer: 'nej' });
  expect(db.select().from(setAside).all()).toMatchObject([
    { reason: 'borgeren_siger_nej', citizenId: citizens.bent, withdrawnAt: null },
  ]);
  const again = await putOn(hanne, order, citizens.bent);
  expect(again.status).toBe(409);
  expect(again.body).toContain('Borgeren er sat til side for ordren (Borgeren siger nej)');
  await step(db, hanne, citizens.bent, { trin: 'genaabnet' });
  expect(cardOf(db, citizens.bent)).toMatchObject({ stage: 'spurgt', ended: null, answer: null });
  expect(db.select().from(setAside).all()).not.toMatchObject([{ withdrawnAt: null }]);

  await hanne.post(`/jobordrer/${order}/fravalg`, {
    borger: String(citizens.bent),
    grund: 'borgeren_siger_nej',
    kommentar: '',
  });
  const ended = cardOf(db, citizens.bent);
  expect(ended).toMatchObject({ stage: 'ej', ended: 'borger_nej' });
  expect(stageFromLog(eventsOf(db, ended.id))).toBe('ej');
});

test('det seneste skridt kan tages tilbage, men en deling ikke', async () => {
  const { db, order, citizens, hanne, sara } = await openFormidlingTown();
  await putOn(hanne, order, citizens.aase);
  await step(db, hanne, citizens.aase, ASK);
  await step(db, hanne, citizens.aase, { trin: 'genaabnet' });
  expect(cardOf(db, citizens.aase)).toMatchObject({ stage: 'vurderes', askedAt: null, answerBy: null });
  await step(db, hanne, citizens.aase, ASK);
  await step(db, sara, citizens.aase, YES);
  expect((await step(db, hanne, citizens.aase, { trin: 'genaabnet' })).status).toBe(403);
  await step(db, sara, citizens.aase, { trin: 'genaabnet' });
  expect(cardOf(db, citizens.aase)).toMatchObject({ stage: 'spurgt', answer: null });
  expect((await step(db, hanne, citizens.aase, SHARE)).status).toBe(422);
  await step(db, sara, citizens.aase, YES);
  await step(db, hanne, citizens.aase, SHARE);
  const refused = await step(db, hanne, citizens.aase, { trin: 'genaabnet' });
  expect(refused.status).toBe(422);
  expect(refused.body).toContain('kan ikke tages tilbage');
  await step(db, hanne, citizens.aase, { trin: 'samtale', samtale: '2026-12-01' });
  await step(db, hanne, citizens.aase, { trin: 'samtale', samtale: '2026-12-02' });
  await step(db, hanne, citizens.aase, { trin: 'genaabnet' });
  expect(cardOf(db, citizens.aase)).toMatchObject({ stage: 'delt', interviewOn: null });
  expect(stageFromLog(eventsOf(db, cardOf(db, citizens.aase).id))).toBe('delt');
});

test('den beskyttede står på ingen tavle, og grunden kan ikke gættes', async () => {
  const { app, db, order, citizens, hanne, sara } = await openFormidlingTown();
  const missing = await putOn(hanne, order, 9999);
  const hidden = await putOn(hanne, order, citizens.hidden);
  const plain = ({ status, body }: typeof hidden) => [status, body.replaceAll(/nonce="[^"]+"/g, '')];
  expect(plain(hidden)).toEqual(plain(missing));
  const own = await putOn(sara, order, citizens.hidden);
  expect(own.status).toBe(409);
  expect(own.body).toContain('Kun du ser det');

  await putOn(hanne, order, citizens.aase);
  await step(db, hanne, citizens.aase, ASK);
  const { id } = cardOf(db, citizens.aase);
  db.update(citizen).set({ protectedAddress: null }).where(eq(citizen.id, citizens.aase)).run();
  expect((await hanne.get(`/jobordrer/${order}/tavle`)).body).not.toContain('Åse');
  expect((await hanne.get(`/formidlinger/${id}`)).status).toBe(404);
  expect((await hanne.get(`/jobordrer/${order}/tavle/formidlingslog.csv`)).body).not.toContain('Åse');
  expect((await hanne.get('/formidlinger?vis=svar')).body).not.toContain('Åse');
  expect((await step(db, sara, citizens.aase, YES)).status).toBe(422);
  const stig = await signIn(app, 'stig');
  expect((await stig.get(`/formidlinger/${id}`)).status).toBe(404);
  const soeren = await signIn(app, 'soeren');
  expect((await soeren.get(`/jobordrer/${order}/tavle`)).status).toBe(404);
  const lea = await signIn(app, 'lea');
  expect((await lea.get(`/jobordrer/${order}/tavle`)).status).toBe(403);
});
