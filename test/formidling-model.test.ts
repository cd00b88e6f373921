import { and, eq, isNull } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Db, openTestDb } from '../db/client.ts';
import { DISCLOSURE_TOPICS } from '../db/schema/citizen-work.ts';
import { type FormidlingStage, formidling } from '../db/schema/formidling.ts';
import { jobOrder } from '../db/schema/job-orders.ts';
import { placement } from '../db/schema/placements.ts';
import { putOnBoard, takeStep } from '../server/formidling/changes.ts';
import { eventsOf } from '../server/formidling/log.ts';
import { checkStep, type STEPS, stageFromLog } from '../server/formidling/rules.ts';
import { startPlacement } from '../server/placements/changes.ts';
import { withdrawPlacement } from '../server/placements/course.ts';
import type { PlacementDraft } from '../server/placements/draft.ts';
import { createUser } from '../server/users/queries.ts';
import { allow } from './formidling-town.ts';
import { addCitizen, addFirm } from './job-orders-builders.ts';

const P = 1_020_000_001;
const TODAY = '2026-11-22';
const DOING = { at: '2026-11-22T09:00:00.000Z', by: 1, today: TODAY };
const POSITIONS = 2;
const PEOPLE = 4;

function openTown(): Db {
  const db = openTestDb();
  const newUser = { username: 'hanne', name: 'Hanne', email: null, teamName: null, passwordHash: 'x' };
  createUser(db, { ...newUser, roles: ['konsulent', 'sagsbehandler'] }, { at: DOING.at, by: null });
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS', ownerUserId: 1 });
  return db;
}

let made = 0;

/** An ordinary job of two positions, and citizens who may begin in it; nobody else's business. */
function openOrder(db: Db): Real {
  made++;
  const { id: order } = db
    .insert(jobOrder)
    .values({
      orderKey: `S-${made}`,
      pNumber: P,
      cvr: 10_000_000 + (P % 1_000_000),
      type: 'ordinaer',
      title: 'Lager',
      description: 'Pakke varer.',
      positions: POSITIONS,
      workingTimes: [],
      allWorkingTimes: false,
      offers: [],
      status: 'under_behandling',
      version: 1,
      createdAt: DOING.at,
      updatedAt: DOING.at,
    })
    .returning({ id: jobOrder.id })
    .get();
  const people = Array.from({ length: PEOPLE }, (_, at) =>
    addCitizen(db, { citizenKey: `K${made}-${at}`, caseworkerUserId: 1 }),
  );
  for (const person of people) allow(db, person, DISCLOSURE_TOPICS, 1);
  return { db, order, people };
}

function draftOf(order: number, citizenId: number, formidlingId: number): PlacementDraft {
  return {
    citizenId,
    pNumber: P,
    jobOrderId: order,
    formidlingId,
    type: 'ordinaer',
    purpose: null,
    jobFunction: 'Lagerarbejde',
    goal: null,
    startsOn: TODAY,
    endsOn: null,
    weeklyHours: 30,
    shifts: [],
    mentorName: null,
    contactPersonId: null,
    employerSignedOn: null,
    representativeName: null,
    representativeSignedOn: null,
    followUps: [],
    lastEmployerHere: false,
    overrideReason: 'Aftalt med borgeren',
    formKey: null,
  };
}

interface Person {
  stage: FormidlingStage;
  before: FormidlingStage;
  answer: 'ja' | null;
  /** a citizen who said no has been set aside until the card is opened again */
  isOn: boolean;
}
interface Model {
  people: Person[];
  taken: number;
}
interface Real {
  db: Db;
  order: number;
  people: number[];
}

function cardOf({ db, order, people }: Real, who: number) {
  const pair = and(eq(formidling.jobOrderId, order), eq(formidling.citizenId, people[who] ?? 0));
  return db.select().from(formidling).where(pair).all().at(-1);
}

/** Whatever has just been tried: nothing is shared without a yes, no order is over-filled, the log tells the stage. */
function holds({ people, taken }: Model, real: Real): void {
  const { db, order } = real;
  for (const card of db.select().from(formidling).where(eq(formidling.jobOrderId, order)).all()) {
    expect(stageFromLog(eventsOf(db, card.id))).toBe(card.stage);
    if (card.sharedAt !== null) expect(card.answer).toBe('ja');
  }
  const placed = db
    .select()
    .from(placement)
    .where(and(eq(placement.jobOrderId, order), isNull(placement.withdrawnAt)))
    .all();
  expect(placed.length).toBe(taken);
  expect(placed.length).toBeLessThanOrEqual(POSITIONS);
  people.forEach((person, who) => {
    expect(cardOf(real, who)?.stage).toBe(person.isOn ? person.stage : undefined);
  });
}

class Put implements fc.Command<Model, Real> {
  who: number;
  constructor(who: number) {
    this.who = who;
  }
  check = ({ people }: Readonly<Model>) => !people[this.who]?.isOn;
  run(model: Model, real: Real): void {
    const citizenId = real.people[this.who] ?? 0;
    const answer = putOnBoard(real.db, { orderId: real.order, citizenId, comment: null }, DOING);
    expect(answer.outcome).toBe('saved');
    model.people[this.who] = { stage: 'vurderes', before: 'vurderes', answer: null, isOn: true };
    holds(model, real);
  }
  toString = () => `sæt ${this.who} på tavlen`;
}

type Name = (typeof STEPS)[number];

/** Any step at any time: the model says whether it must be taken or refused. */
class Take implements fc.Command<Model, Real> {
  who: number;
  name: Name;
  answer: 'ja' | 'nej';
  constructor(who: number, name: Name, answer: 'ja' | 'nej') {
    this.who = who;
    this.name = name;
    this.answer = answer;
  }
  check = ({ people }: Readonly<Model>) => people[this.who]?.isOn ?? false;
  run(model: Model, real: Real): void {
    const card = cardOf(real, this.who);
    const person = model.people[this.who];
    if (!card || !person) throw new Error('no card');
    const { checked } = checkStep(
      {
        step: this.name,
        comment: 'Noteret',
        answerBy: '2026-11-25',
        answer: this.answer,
        topics: ['navn'],
        interviewOn: '2026-11-27',
        ended: 'fandt_andet',
      },
      TODAY,
    );
    if (!checked) throw new Error('a valid step');
    const after = this.#expected(person);
    const taken = takeStep(real.db, { id: card.id, version: card.version, step: checked }, DOING);
    expect(taken.outcome, `${this.name} fra ${person.stage}`).toBe(after ? 'saved' : 'refused');
    if (after) model.people[this.who] = after;
    holds(model, real);
  }
  #expected(person: Person): Person | null {
    const { stage, answer, before } = person;
    const asked = stage === 'spurgt';
    switch (this.name) {
      case 'note':
        return person;
      case 'anonym_profil':
        return stage === 'vurderes' || (asked && answer === null) ? person : null;
      case 'spurgt':
        return stage === 'vurderes' ? { ...person, stage: 'spurgt', answer: null } : null;
      case 'rykket':
        return asked && answer === null ? person : null;
      case 'svar':
        if (!asked || answer !== null) return null;
        return this.answer === 'ja'
          ? { ...person, answer: 'ja' }
          : { ...person, stage: 'ej', before: 'spurgt', answer: null };
      case 'delt':
        return asked && answer === 'ja' ? { ...person, stage: 'delt' } : null;
      case 'samtale':
        return stage === 'delt' || stage === 'samtale' ? { ...person, stage: 'samtale' } : null;
      case 'ej':
        return stage === 'ej' || stage === 'startet' ? null : { ...person, stage: 'ej', before: stage };
      case 'genaabnet':
        if (stage === 'ej') return { ...person, stage: before };
        if (stage === 'samtale') return { ...person, stage: 'delt' };
        if (asked) return answer === 'ja' ? { ...person, answer: null } : { ...person, stage: 'vurderes' };
        return null;
    }
  }
  toString = () => `${this.name} ${this.answer} for ${this.who}`;
}

class Begin implements fc.Command<Model, Real> {
  who: number;
  constructor(who: number) {
    this.who = who;
  }
  check = ({ people }: Readonly<Model>) => people[this.who]?.isOn ?? false;
  run(model: Model, real: Real): void {
    const card = cardOf(real, this.who);
    const person = model.people[this.who];
    if (!card || !person) throw new Error('no card');
    const may = (person.stage === 'delt' || person.stage === 'samtale') && model.taken < POSITIONS;
    const draft = draftOf(real.order, card.citizenId, card.id);
    const answer = real.db.transaction((tx) => startPlacement(tx, draft, DOING), { behavior: 'immediate' });
    expect(answer.errors === undefined, JSON.stringify(answer.errors)).toBe(may);
    if (may) {
      model.people[this.who] = { ...person, stage: 'startet', before: person.stage };
      model.taken++;
    }
    holds(model, real);
  }
  toString = () => `${this.who} starter`;
}

class Withdraw implements fc.Command<Model, Real> {
  who: number;
  constructor(who: number) {
    this.who = who;
  }
  check = ({ people }: Readonly<Model>) => people[this.who]?.stage === 'startet';
  run(model: Model, real: Real): void {
    const person = model.people[this.who];
    const citizenId = real.people[this.who] ?? 0;
    const mine = and(eq(placement.citizenId, citizenId), isNull(placement.withdrawnAt));
    const row = real.db.select().from(placement).where(mine).get();
    if (!row || !person) throw new Error('no placement');
    expect(withdrawPlacement(real.db, row, 'Kom ikke', DOING).outcome).toBe('saved');
    model.people[this.who] = { ...person, stage: person.before };
    model.taken--;
    holds(model, real);
  }
  toString = () => `${this.who} kom ikke`;
}

const who = fc.nat(PEOPLE - 1);
const NAMES: Name[] = [
  'spurgt',
  'rykket',
  'svar',
  'delt',
  'samtale',
  'ej',
  'genaabnet',
  'anonym_profil',
  'note',
];
const commands = [
  who.map((each) => new Put(each)),
  fc
    .tuple(who, fc.constantFrom(...NAMES), fc.constantFrom('ja' as const, 'ja' as const, 'nej' as const))
    .map(([each, name, answer]) => new Take(each, name, answer)),
  // The usual way, so that many get far enough to compete for the positions.
  fc
    .tuple(who, fc.constantFrom<Name>('spurgt', 'svar', 'delt'))
    .map(([each, name]) => new Take(each, name, 'ja')),
  who.map((each) => new Begin(each)),
  who.map((each) => new Withdraw(each)),
];

test('livsløbet: aldrig delt uden et ja, aldrig flere end pladserne, og loggen fortæller altid, hvor kortet står', () => {
  const db = openTown();
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 60, size: 'max' }), (sequence) => {
      const real = openOrder(db);
      const people = real.people.map(
        (): Person => ({ stage: 'vurderes', before: 'vurderes', answer: null, isOn: false }),
      );
      fc.modelRun(() => ({ model: { people, taken: 0 }, real }), sequence);
    }),
    { numRuns: 25 },
  );
  db.$client.close();
});
