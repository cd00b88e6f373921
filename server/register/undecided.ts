import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { headcount } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { readSettings, recordEvent } from '../admin/queries.ts';
import { firmRows } from '../companies/firm-rows.ts';
import { sizeTest, testsOf } from '../companies/fitting.ts';
import { compareDanish } from '../companies/fold.ts';
import { type FirmFilters, firmsInOrder } from '../companies/list.ts';
import { recordHeadcount } from '../companies/queries.ts';
import { refreshScopePeriods } from '../companies/scope.ts';
import type { Doing } from '../contacts/queries.ts';
import { type FirmFacts, type LiveAnswer, liveAnswer } from '../coverage/live.ts';
import type { CoverageQuestion } from '../coverage/queries.ts';
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
  const answer = liveAnswer(db, question);
  const tests = [sizeTest(answer, 'uafklaret'), ...testsOf(db, filters, question)];
  const byName = firmsInOrder(db, 'navn').filter((firm) => tests.every((fits) => fits(firm)));
  const found = byName.sort(orderOf(answer, sort));
  const shown = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(({ pNumber }) => pNumber);
  const sources = sourcesAt(db, shown);
  const rows = firmRows(db, shown, question).map((firm) => ({ firm, sources: sources(firm.pNumber) }));
  return { rows, total: found.length, page, pageSize: PAGE_SIZE };
}
export type UndecidedRow = ReturnType<typeof undecidedFirms>['rows'][number];

/** Within the order by name. A blank comes first: never contacted; no upper bound counts as the largest. */
function orderOf(answer: LiveAnswer, sort: UndecidedSort): (a: FirmFacts, b: FirmFacts) => number {
  if (sort === 'navn') return () => 0;
  const sign = sort.startsWith('-') ? -1 : 1;
  if (sort.endsWith('interval')) {
    const largest = ({ pNumber }: FirmFacts) =>
      answer.states.get(pNumber)?.maxCount ?? Number.MAX_SAFE_INTEGER;
    return (a, b) => sign * (largest(a) - largest(b));
  }
  const latest = answer.latestContacts();
  return (a, b) => sign * compareDanish(latest.get(a.pNumber) ?? '', latest.get(b.pNumber) ?? '');
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
