import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { headcount } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { readSettings, recordEvent } from '../admin/queries.ts';
import { compareTurned, cutTo, type Key, type Paging } from '../api/paging.ts';
import { firmRows } from '../companies/firm-rows.ts';
import { testsOf } from '../companies/fitting.ts';
import { danishKey } from '../companies/fold.ts';
import { type FirmFilters, firmsInOrder } from '../companies/list.ts';
import { recordHeadcount } from '../companies/queries.ts';
import { refreshScopePeriods } from '../companies/scope.ts';
import { type FirmFacts, type LiveAnswer, liveAnswer } from '../coverage/live.ts';
import type { CoverageQuestion } from '../coverage/queries.ts';
import type { Doing } from '../doing.ts';
import { localDate, showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';

export const UNDECIDED_SORTS = ['interval', '-interval', 'sidst', '-sidst', 'navn'] as const;
type UndecidedSort = (typeof UNDECIDED_SORTS)[number];

type UndecidedFilters = Pick<FirmFilters, 'caredForBy' | 'postcode' | 'branch'>;

const PAGE_SIZE = 25;

/** Firms of which the register's interval does not tell whether they are over the limit, a page at a time. */
export function undecidedFirms(
  db: Db,
  filters: UndecidedFilters,
  { page, sort, question }: { page: number; sort: UndecidedSort; question: CoverageQuestion },
) {
  const found = undecidedInOrder(db, filters, { sort, question });
  const shown = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return { rows: rowsOf(db, shown, question), total: found.length, page, pageSize: PAGE_SIZE };
}
export type UndecidedRow = ReturnType<typeof undecidedFirms>['rows'][number];

/** The same for a program: after the firm that its cursor names, each with its key. */
export function undecidedFirmsAfter(
  db: Db,
  filters: UndecidedFilters,
  { sort, question, paging }: { sort: UndecidedSort; question: CoverageQuestion; paging: Paging },
) {
  const found = undecidedInOrder(db, filters, { sort, question });
  const keyOf = sortKeyOf(liveAnswer(db, question), sort);
  const shown = cutTo(found, paging, { keyOf, compare: compareTurned(sort.startsWith('-')) });
  const keys = new Map(shown.map((firm) => [firm.pNumber, keyOf(firm)]));
  const rows = rowsOf(db, shown, question).map((row) => ({ row, key: keys.get(row.firm.pNumber) ?? [] }));
  return { rows, total: found.length };
}

/** Parts of a firm's key. */
export const UNDECIDED_KEY_PARTS = 3;

function rowsOf(db: Db, firms: readonly FirmFacts[], question: CoverageQuestion) {
  const shown = firms.map(({ pNumber }) => pNumber);
  const sources = sourcesAt(db, shown);
  return firmRows(db, shown, question).map((firm) => ({ firm, sources: sources(firm.pNumber) }));
}

function undecidedInOrder(
  db: Db,
  filters: UndecidedFilters,
  { sort, question }: { sort: UndecidedSort; question: CoverageQuestion },
): FirmFacts[] {
  const answer = liveAnswer(db, question);
  // As the coverage counts them: with a setting of the municipality's, firms without any figure are among them.
  const { undecided } = answer.tally('p').lists;
  const { byNumber, byFirm } = testsOf(db, filters, question);
  const keyOf = sortKeyOf(answer, sort);
  const compare = compareTurned(sort.startsWith('-'));
  return firmsInOrder(db, 'navn')
    .filter(({ pNumber }) => undecided.has(pNumber) && byNumber.every((fits) => fits(pNumber)))
    .filter((firm) => byFirm.every((fits) => fits(firm)))
    .map((firm) => ({ firm, key: keyOf(firm) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ firm }) => firm);
}

/** Equals in order of name. A blank comes first: never contacted; no upper bound counts as the largest. */
function sortKeyOf(answer: LiveAnswer, sort: UndecidedSort): (firm: FirmFacts) => Key {
  const latest = sort.endsWith('sidst') ? answer.latestContacts() : undefined;
  const first = ({ pNumber }: FirmFacts) => {
    if (latest) return latest.get(pNumber) ?? '';
    return sort === 'navn' ? 0 : (answer.states.get(pNumber)?.maxCount ?? Number.MAX_SAFE_INTEGER);
  };
  return (firm) => [first(firm), danishKey(firm.nameFolded), firm.pNumber];
}

/** Where a figure may come from: the firm's latest talks. */
interface FigureSource {
  id: number;
  date: string;
  note: string;
}

const SHOWN_SOURCES = 3;

function sourcesAt(db: Db, pNumbers: readonly number[]): (pNumber: number) => FigureSource[] {
  const { id, pNumber, kind, contactDate } = contact;
  const latest = sql<number>`row_number() OVER (PARTITION BY ${pNumber} ORDER BY ${contactDate} DESC, ${id} DESC)`;
  // The plus sign: by the firm's own contacts, not by all of that outcome.
  const isReached = sql`+${contact.outcome} = 'opnaaet'`;
  const talks = db
    .select({ id, pNumber, kind, date: contactDate, place: latest.as('place') })
    .from(contact)
    .where(and(inArray(pNumber, [...pNumbers]), isReached, isNull(contact.supersededAt)))
    .as('talks');
  const rows = db.select().from(talks).where(lte(talks.place, SHOWN_SOURCES)).orderBy(asc(talks.place)).all();
  const byFirm = Map.groupBy(rows, (row) => row.pNumber);
  return (firm) =>
    (byFirm.get(firm) ?? []).map((talk) => ({
      id: talk.id,
      date: talk.date,
      note: `Oplyst ved ${labels.kind[talk.kind].toLowerCase()} ${showDate(talk.date)}`,
    }));
}

type SettleAnswer =
  | { outcome: 'settled'; headcountId: number }
  | { outcome: 'refused'; reason: string }
  | { outcome: 'unknown' };

/** "3 ansatte, oplyst ved besøg 12/11": from the day of the talk it came from, or from today. */
export function settleFirm(
  db: Db,
  { pNumber, count, sourceId }: { pNumber: number; count: string; sourceId: number },
  doing: Doing,
): SettleAnswer {
  const today = localDate(new Date(doing.at));
  const source = sourcesAt(db, [pNumber])(pNumber).find(({ id }) => id === sourceId);
  const note = source?.note ?? `Oplyst ${showDate(today)}`;
  const draft = { count, validFrom: source?.date ?? today, note };
  const answer = recordHeadcount(db, { pNumber, draft }, doing);
  if (answer.outcome === 'refused') return { outcome: 'refused', reason: answer.errors[0]?.reason ?? '' };
  return answer.outcome === 'saved' ? { outcome: 'settled', headcountId: answer.id } : answer;
}

/** Takes a figure back that the same person has just given; the row stays, superseded. Its firm, or undefined. */
export function takeBackFigure(db: Db, id: number, { actor, at }: Doing): number | undefined {
  const { municipalityCode } = readSettings(db);
  return db.transaction(
    (tx) => {
      const figure = tx.select().from(headcount).where(eq(headcount.id, id)).get();
      if (figure?.source !== 'konsulent' || figure.recordedBy !== actor.userId) return undefined;
      if (figure.supersededAt !== null) return figure.pNumber;
      tx.update(headcount).set({ supersededAt: at }).where(eq(headcount.id, id)).run();
      refreshScopePeriods(tx, [figure.pNumber], { at, municipalityCode });
      const event = { action: 'fortryd', entity: 'headcount', entityKey: String(figure.pNumber) };
      recordEvent(tx, { at, userId: actor.userId, ...event });
      return figure.pNumber;
    },
    { behavior: 'immediate' },
  );
}

/** One firm as its row on the page, whether it is settled by now or not. */
export function undecidedRow(db: Db, pNumber: number, question: CoverageQuestion): UndecidedRow | undefined {
  const [firm] = firmRows(db, [pNumber], question);
  return firm && { firm, sources: sourcesAt(db, [pNumber])(pNumber) };
}

/** What was given and by whom, to show beside the way back; undefined: somebody else's, or taken back. */
export function givenFigure(db: Db, id: number) {
  return db
    .select({ id: headcount.id, pNumber: headcount.pNumber, count: headcount.count, note: headcount.note })
    .from(headcount)
    .where(and(eq(headcount.id, id), eq(headcount.source, 'konsulent'), isNull(headcount.supersededAt)))
    .orderBy(asc(headcount.id))
    .get();
}
