import { setImmediate, setTimeout } from 'node:timers/promises';
import { and, asc, eq, gt, gte, isNull, lte, max, or } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen, citizenChange, citizenTerm } from '../../db/schema/citizens.ts';
import { jobOrder, jobOrderRequirement } from '../../db/schema/job-orders.ts';
import type { Engine } from '../../workers/matching/engine.ts';
import { textKey } from '../../workers/matching/text.ts';
import { conceptsVersion } from './knowledge.ts';
import { type FieldKind, type Reading, readTerm, termRef } from './rules.ts';

/** One text that people have typed, however they spelled its letters, and how many it touches. */
export interface Term {
  key: string;
  ref: string;
  /** as the first one typed it */
  text: string;
  /** every way that citizens' fields spell it */
  spellings: string[];
  kinds: FieldKind[];
  citizens: number;
  orders: number;
  /** null: not looked at yet */
  reading: Reading | null;
}

export interface Census {
  /** most citizens and orders first */
  terms: Term[];
  byKey: Map<string, Term>;
  byRef: Map<string, Term>;
  /** how many of them have been looked at */
  seen: number;
  at: number;
  /** what the readings rest on */
  concepts: string;
}

interface CensusOptions {
  db: Db;
  engine: () => Engine;
  now: () => Date;
  today: () => string;
  formKey: Buffer;
}

export type TermCensus = ReturnType<typeof openCensus>;

/** What other pages wait for at most while the texts of a whole town are counted. */
const SLICE_MS = 8;
const ROWS_A_SLICE = 200;
/** A count may be this old, unless a citizen or an order tells that it is not: a changed order does not. */
const FRESH_MS = 60_000;
/** How long a page waits for a new count before it shows the old one, or the part that is done. */
const PATIENCE_MS = 1_500;

/**
 * Counts all texts of citizens and open orders and asks the engine what it makes of each, a few milliseconds at a time:
 * most widespread first, so that the first page is right long before the last text has been looked at.
 */
export function openCensus({ db, engine, now, today, formKey }: CensusOptions) {
  let standing: Census | undefined;
  let underWay: Census | undefined;
  let version = '';
  let work: Promise<void> | undefined;
  let counted: Promise<void> | undefined;
  let closed = false;

  /** The latest count; a new one is begun when it is out of date. */
  async function current(): Promise<Census> {
    const wanted = `${today()} ${textsVersion(db)} ${conceptsVersion(db)}`;
    if (!standing || wanted !== version || now().getTime() - standing.at > FRESH_MS) {
      work ??= renew(wanted).finally(() => {
        work = undefined;
      });
      await Promise.race([work, setTimeout(PATIENCE_MS, undefined, { ref: false })]);
    }
    if (!standing) await counted;
    return standing ?? underWay ?? emptyCensus();
  }

  function renew(wanted: string): Promise<void> {
    const fresh: Census = { ...emptyCensus(), at: now().getTime(), concepts: conceptsVersion(db) };
    counted = count(fresh).then(() => {
      underWay = fresh;
    });
    return counted.then(async () => {
      await lookAtAll(fresh);
      if (closed) return;
      standing = fresh;
      version = wanted;
    });
  }

  async function count(census: Census): Promise<void> {
    const breathe = slices();
    const note = touches(census, formKey);
    const lastCitizen =
      db
        .select({ id: max(citizen.id) })
        .from(citizen)
        .get()?.id ?? 0;
    for (let from = 0; from < lastCitizen && !closed; from += ROWS_A_SLICE) {
      for (const { id, kind, text } of termsOf(db, from, from + ROWS_A_SLICE))
        note('citizens', id, kind, text);
      await breathe();
    }
    const lastOrder =
      db
        .select({ id: max(jobOrder.id) })
        .from(jobOrder)
        .get()?.id ?? 0;
    for (let from = 0; from < lastOrder && !closed; from += ROWS_A_SLICE) {
      for (const { id, kind, text } of orderTexts(db, today(), from, from + ROWS_A_SLICE))
        note('orders', id, kind, text);
      await breathe();
    }
    census.terms = [...census.byKey.values()].sort(
      (a, b) => b.citizens + b.orders - (a.citizens + a.orders) || (a.key < b.key ? -1 : 1),
    );
  }

  async function lookAtAll(census: Census): Promise<void> {
    const breathe = slices();
    const known = standing?.concepts === census.concepts ? standing.byKey : undefined;
    for (const term of census.terms) {
      if (closed) return;
      const before = known?.get(term.key);
      const same = before?.reading && before.kinds.length === term.kinds.length;
      term.reading = same ? before.reading : readTerm(engine(), term.text, term.kinds);
      census.seen++;
      await breathe();
    }
  }

  /** After a decision: the engine has another answer for this one text. */
  function lookAgain(key: string): void {
    for (const census of [standing, underWay]) {
      const term = census?.byKey.get(key);
      if (term) term.reading = readTerm(engine(), term.text, term.kinds);
    }
  }

  function close(): void {
    closed = true;
  }

  return { current, lookAgain, close };
}

function emptyCensus(): Census {
  return { terms: [], byKey: new Map(), byRef: new Map(), seen: 0, at: 0, concepts: '' };
}

/** Lets everybody else have a turn as soon as the slice is used up. */
function slices(): () => Promise<void> {
  let started = performance.now();
  return async () => {
    if (performance.now() - started < SLICE_MS) return;
    await setImmediate();
    started = performance.now();
  };
}

/** Rows of one citizen or order come together, so that each is counted once for a text. */
function touches(census: Census, formKey: Buffer) {
  const bySpelling = new Map<string, Term>();
  const last = { citizens: new Map<Term, number>(), orders: new Map<Term, number>() };
  return (whom: 'citizens' | 'orders', id: number, kind: FieldKind, text: string): void => {
    const term = bySpelling.get(text) ?? termFor(census, formKey, text);
    bySpelling.set(text, term);
    if (!term.spellings.includes(text)) term.spellings.push(text);
    if (!term.kinds.includes(kind)) term.kinds.push(kind);
    if (last[whom].get(term) === id) return;
    last[whom].set(term, id);
    term[whom]++;
  };
}

function termFor({ byKey, byRef }: Census, formKey: Buffer, text: string): Term {
  const key = textKey(text);
  const known = byKey.get(key);
  if (known) return known;
  const ref = termRef(formKey, key);
  const term: Term = { key, ref, text, spellings: [], kinds: [], citizens: 0, orders: 0, reading: null };
  byKey.set(key, term);
  byRef.set(ref, term);
  return term;
}

function termsOf(db: Db, after: number, upTo: number) {
  return db
    .select({ id: citizenTerm.citizenId, kind: citizenTerm.kind, text: citizenTerm.text })
    .from(citizenTerm)
    .where(and(gt(citizenTerm.citizenId, after), lte(citizenTerm.citizenId, upTo)))
    .orderBy(asc(citizenTerm.citizenId))
    .all();
}

/** Requirements and titles of the open orders among these numbers, order by order. */
function orderTexts(db: Db, today: string, after: number, upTo: number) {
  const open = and(
    gt(jobOrder.id, after),
    lte(jobOrder.id, upTo),
    eq(jobOrder.status, 'under_behandling'),
    or(isNull(jobOrder.deadline), gte(jobOrder.deadline, today)),
  );
  const requirements = db
    .select({ id: jobOrder.id, kind: jobOrderRequirement.kind, text: jobOrderRequirement.text })
    .from(jobOrder)
    .innerJoin(jobOrderRequirement, eq(jobOrderRequirement.jobOrderId, jobOrder.id))
    .where(open)
    .all();
  const titles = db.select({ id: jobOrder.id, text: jobOrder.title }).from(jobOrder).where(open).all();
  const all: { id: number; kind: FieldKind; text: string }[] = [
    ...requirements,
    ...titles.map((row) => ({ ...row, kind: 'titel' as const })),
  ];
  return all.sort((a, b) => a.id - b.id);
}

/** Another text whenever a citizen has changed or an order has been added: the highest numbers, which cost nothing to ask for. */
function textsVersion(db: Db): string {
  const highest = [
    db
      .select({ id: max(citizenChange.seq) })
      .from(citizenChange)
      .get(),
    db
      .select({ id: max(jobOrder.id) })
      .from(jobOrder)
      .get(),
    db
      .select({ id: max(jobOrderRequirement.id) })
      .from(jobOrderRequirement)
      .get(),
  ];
  return highest.map((row) => row?.id ?? 0).join(' ');
}
