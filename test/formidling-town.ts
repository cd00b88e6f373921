import { and, eq, isNull } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { DISCLOSURE_TOPICS, type DisclosureTopic, disclosure } from '../db/schema/citizen-work.ts';
import { formidling } from '../db/schema/formidling.ts';
import { addUser, type Browser, openTestApp, signIn } from './app.ts';
import { addCitizen, addFirm, ORDER_FORM } from './job-orders-builders.ts';

export const P = 1_020_000_001;
const LAGER = [{ text: 'lager' }];

/** A konsulent with an order of two positions, a sagsbehandler with three citizens, and colleagues of both. */
export async function openFormidlingTown() {
  const opened = await openTestApp();
  const { app, db } = opened;
  const ids = {
    hanne: await addUser(db, 'hanne', ['konsulent'], 'Nord'),
    soeren: await addUser(db, 'soeren', ['konsulent'], 'Syd'),
    sara: await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1'),
    stig: await addUser(db, 'stig', ['sagsbehandler'], 'Borger 2'),
    dorte: await addUser(db, 'dorte', ['konsulent', 'sagsbehandler'], 'Nord'),
    lea: await addUser(db, 'lea', ['leder']),
  };
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const own = { caseworkerUserId: ids.sara, terms: LAGER };
  const citizens = {
    aase: addCitizen(db, { ...own, citizenKey: 'K1', name: 'Åse Ærlig', phone: '11223344' }),
    bent: addCitizen(db, { ...own, citizenKey: 'K2', name: 'Bent Bager' }),
    carl: addCitizen(db, { ...own, citizenKey: 'K3', name: 'Carl Carlsen' }),
    hidden: addCitizen(db, { ...own, citizenKey: 'K4', name: 'Skjult Skytten', protectedAddress: true }),
  };
  for (const id of Object.values(citizens)) allow(db, id, DISCLOSURE_TOPICS, ids.sara);
  const hanne = await signIn(app, 'hanne');
  const sara = await signIn(app, 'sara');
  const form = { ...ORDER_FORM, certifikater: '', koerekort: '', virksomhed: String(P) };
  const made = await hanne.post('/jobordrer', form);
  const order = Number(/\/jobordrer\/(\d+)/.exec(made.location ?? '')?.[1]);
  return { ...opened, ids, citizens, hanne, sara, order };
}

/** What the citizen lets an employer be told, and nothing else. */
export function allow(db: Db, citizenId: number, topics: readonly DisclosureTopic[], by: number): void {
  const at = '2026-11-01T09:00:00.000Z';
  db.update(disclosure)
    .set({ supersededAt: at })
    .where(and(eq(disclosure.citizenId, citizenId), isNull(disclosure.supersededAt)))
    .run();
  for (const topic of DISCLOSURE_TOPICS)
    db.insert(disclosure)
      .values({
        citizenId,
        topic,
        may: topics.includes(topic),
        agreedOn: '2026-11-01',
        recordedAt: at,
        recordedBy: by,
      })
      .run();
}

export function cardOf(db: Db, citizenId: number) {
  const card = db.select().from(formidling).where(eq(formidling.citizenId, citizenId)).all().at(-1);
  if (!card) throw new Error('no card');
  return card;
}

export const putOn = (browser: Browser, order: number, citizenId: number, til = 'tavle') =>
  browser.post(`/jobordrer/${order}/tavle`, { borger: String(citizenId), til });

/** Takes a step on the citizen's latest card, as it stands. */
export function step(db: Db, browser: Browser, citizenId: number, fields: Record<string, string | string[]>) {
  const card = cardOf(db, citizenId);
  return browser.post(`/formidlinger/${card.id}`, { version: String(card.version), ...fields });
}

export const ASK = { trin: 'spurgt', svarfrist: '2026-11-25' };
export const YES = { trin: 'svar', svar: 'ja' };
export const NO = { trin: 'svar', svar: 'nej' };
export const SHARE = { trin: 'delt', emner: ['navn', 'telefon'] };
