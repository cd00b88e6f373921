import { setTimeout } from 'node:timers/promises';
import { max } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizenChange } from '../../db/schema/citizens.ts';
import { jobOrder, jobOrderRequirement } from '../../db/schema/job-orders.ts';
import type { Engine } from '../../workers/matching/engine.ts';
import { countTexts, slices } from './count.ts';
import { conceptsVersion } from './knowledge.ts';
import { type FieldKind, type Reading, readTerm } from './rules.ts';

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
  /** a count that nobody waits for went wrong */
  onError: (error: unknown) => void;
}

/** A count may be this old, unless a citizen or an order tells that it is not: a changed order does not. */
const FRESH_MS = 60_000;
/** How long a page waits for a new count before it shows the old one, or the part that is done. */
const PATIENCE_MS = 1_500;

/**
 * Counts all texts of citizens and open orders and asks the engine what it makes of each, a few milliseconds at a time:
 * most widespread first, so that the first page is right long before the last text has been looked at.
 */
export function openCensus({ db, engine, now, today, formKey, onError }: CensusOptions) {
  let standing: Census | undefined;
  let underWay: Census | undefined;
  let version = '';
  let work: Promise<void> | undefined;
  let counted: Promise<void> | undefined;
  let closed = false;

  function versionNow(): string {
    return `${today()} ${textsVersion(db)} ${conceptsVersion(db)}`;
  }

  /** The latest count; a new one is begun when it is out of date, and waited for when somebody has changed something. */
  async function current(): Promise<Census> {
    const wanted = versionNow();
    const changed = !standing || wanted !== version;
    if (changed || now().getTime() - (standing?.at ?? 0) > FRESH_MS) {
      work ??= renew(wanted).finally(() => {
        work = undefined;
      });
      work.catch(onError);
    }
    if (changed) await Promise.race([work, setTimeout(PATIENCE_MS, undefined, { ref: false })]);
    if (!standing) await counted;
    return standing ?? underWay ?? emptyCensus();
  }

  async function renew(wanted: string): Promise<void> {
    const fresh: Census = { ...emptyCensus(), at: now().getTime(), concepts: conceptsVersion(db) };
    counted = countTexts(db, fresh, { formKey, today: today(), isClosed: () => closed });
    await counted;
    underWay = fresh;
    await lookAtAll(fresh);
    if (closed) return;
    standing = fresh;
    version = wanted;
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
    // The decision has marked its citizens as changed, though no text has.
    if (!work) version = versionNow();
  }

  function close(): void {
    closed = true;
  }

  return { current, lookAgain, close };
}

function emptyCensus(): Census {
  return { terms: [], byKey: new Map(), byRef: new Map(), seen: 0, at: 0, concepts: '' };
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
