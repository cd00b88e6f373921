import { and, asc, desc, eq, gt, isNull, like, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { headcount, pUnit, scopePeriod } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { readSettings, recordEvent } from '../admin/queries.ts';
import { caredForBy } from '../companies/care.ts';
import { firmRows } from '../companies/firm-rows.ts';
import { recordHeadcount } from '../companies/queries.ts';
import { refreshScopePeriods } from '../companies/scope.ts';
import type { Doing } from '../contacts/queries.ts';
import { inMunicipality } from '../coverage/conditions.ts';
import type { CoverageQuestion } from '../coverage/queries.ts';
import { ruleFor } from '../coverage/rule-queries.ts';
import { localDate, showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';

export const UNDECIDED_SORTS = ['interval', '-interval', 'sidst', '-sidst', 'navn'] as const;
type UndecidedSort = (typeof UNDECIDED_SORTS)[number];

interface UndecidedFilters {
  /** whose firms, as konsulent or substitute today */
  userId?: number;
  /** beginning of a postcode */
  postcode?: string;
  /** beginning of the branch code, or a word of its text */
  branch?: string;
}

const PAGE_SIZE = 25;

/** Firms of which the register's interval does not tell whether they are over the limit, a page at a time. */
export function undecidedFirms(
  db: Db,
  filters: UndecidedFilters,
  { page, sort, question }: { page: number; sort: UndecidedSort; question: CoverageQuestion },
) {
  const limit = ruleFor(db, question).moreThanEmployees;
  const undecided = and(
    lte(scopePeriod.minCount, limit),
    or(isNull(scopePeriod.maxCount), gt(scopePeriod.maxCount, limit)),
  );
  const where = and(
    isNull(pUnit.mergedInto),
    filters.userId === undefined
      ? undefined
      : or(eq(pUnit.ownerUserId, filters.userId), caredForBy(filters.userId, question.to)),
    filters.postcode ? like(pUnit.postcode, `${filters.postcode.replaceAll(/[%_]/g, '')}%`) : undefined,
    filters.branch ? branchIs(filters.branch) : undefined,
  );
  // Full names: drizzle leaves the table out in a sub-query, and p_number would then compare with itself.
  const last = sql<string | null>`(SELECT max(contact.contact_date) FROM contact
    WHERE contact.p_number = p_unit.p_number AND contact.superseded_at IS NULL)`;
  const found = inMunicipality(question)
    .flatMap((here) =>
      db
        .select({
          pNumber: pUnit.pNumber,
          name: pUnit.nameFolded,
          max: scopePeriod.maxCount,
          last: sort.endsWith('sidst') ? last : sql<null>`NULL`,
        })
        .from(scopePeriod)
        .innerJoin(pUnit, eq(pUnit.pNumber, scopePeriod.pNumber))
        .where(and(here, undecided, where))
        .all(),
    )
    .sort(orderOf(sort));
  const shown = found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map(({ pNumber }) => pNumber);
  const rows = firmRows(db, shown, question).map((firm) => ({ firm, sources: sourcesAt(db, firm.pNumber) }));
  return { rows, total: found.length, page, pageSize: PAGE_SIZE };
}
export type UndecidedRow = ReturnType<typeof undecidedFirms>['rows'][number];

function branchIs(branch: string): SQL | undefined {
  return /^\d+$/.test(branch)
    ? like(pUnit.branchCode, `${branch}%`)
    : like(pUnit.branchText, `%${branch.replaceAll(/[%_]/g, '')}%`);
}

interface Sortable {
  pNumber: number;
  name: string;
  max: number | null;
  last: string | null;
}

/** A blank comes first: never contacted, or no upper bound; then by name. */
function orderOf(sort: UndecidedSort): (a: Sortable, b: Sortable) => number {
  const sign = sort.startsWith('-') ? -1 : 1;
  const key = ({ max, last }: Sortable): string | number =>
    sort.endsWith('interval') ? (max ?? Number.MAX_SAFE_INTEGER) : sort.endsWith('sidst') ? (last ?? '') : 0;
  return (a, b) => {
    const [one, other] = [key(a), key(b)];
    if (one !== other) return one < other ? -sign : sign;
    return a.name < b.name ? -1 : a.name > b.name ? 1 : a.pNumber - b.pNumber;
  };
}

/** Where a figure may come from: the firm's latest talks. */
interface FigureSource {
  id: number;
  date: string;
  note: string;
}

const SHOWN_SOURCES = 3;

function sourcesAt(db: Db, pNumber: number): FigureSource[] {
  return db
    .select({ id: contact.id, kind: contact.kind, date: contact.contactDate })
    .from(contact)
    .where(and(eq(contact.pNumber, pNumber), eq(contact.outcome, 'opnaaet'), isNull(contact.supersededAt)))
    .orderBy(desc(contact.contactDate), desc(contact.id))
    .limit(SHOWN_SOURCES)
    .all()
    .map(({ id, kind, date }) => ({
      id,
      date,
      note: `Oplyst ved ${labels.kind[kind].toLowerCase()} ${showDate(date)}`,
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
  const source = sourcesAt(db, pNumber).find(({ id }) => id === sourceId);
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
  return firm && { firm, sources: sourcesAt(db, pNumber) };
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
