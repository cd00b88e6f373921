import { setImmediate } from 'node:timers/promises';
import { and, asc, eq, gt, gte, isNull, lte, max, or } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen, citizenTerm } from '../../db/schema/citizens.ts';
import { jobOrder, jobOrderRequirement } from '../../db/schema/job-orders.ts';
import { textKey } from '../../workers/matching/text.ts';
import type { Census, Term } from './census.ts';
import { type FieldKind, termRef } from './rules.ts';

/** What other pages wait for at most while a whole town is counted. */
const SLICE_MS = 8;
const ROWS_A_SLICE = 200;

interface CountOptions {
  formKey: Buffer;
  today: string;
  /** the database may be gone after a pause */
  isClosed: () => boolean;
}

/** Fills the census with the texts of all citizens and open orders, most widespread first, a few milliseconds at a time. */
export async function countTexts(
  db: Db,
  census: Census,
  { formKey, today, isClosed }: CountOptions,
): Promise<void> {
  const breathe = slices();
  const note = touches(census, formKey);
  const lastCitizen =
    db
      .select({ id: max(citizen.id) })
      .from(citizen)
      .get()?.id ?? 0;
  for (let from = 0; from < lastCitizen && !isClosed(); from += ROWS_A_SLICE) {
    for (const { id, kind, text } of termsOf(db, from, from + ROWS_A_SLICE)) note('citizens', id, kind, text);
    await breathe();
  }
  if (isClosed()) return;
  const lastOrder =
    db
      .select({ id: max(jobOrder.id) })
      .from(jobOrder)
      .get()?.id ?? 0;
  for (let from = 0; from < lastOrder && !isClosed(); from += ROWS_A_SLICE) {
    for (const { id, kind, text } of orderTexts(db, today, from, from + ROWS_A_SLICE))
      note('orders', id, kind, text);
    await breathe();
  }
  census.terms = [...census.byKey.values()].sort(
    (a, b) => b.citizens + b.orders - (a.citizens + a.orders) || (a.key < b.key ? -1 : 1),
  );
}

/** Lets everybody else have a turn as soon as the slice is used up. */
export function slices(): () => Promise<void> {
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
