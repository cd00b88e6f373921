import { createHash } from 'node:crypto';
import { and, between, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { contact } from '../../db/schema/contacts.ts';
import type { CoverageUnit, SealedReach, SealedScope } from '../../db/schema/coverage.ts';
import type { UnreportedChoice } from '../admin/queries.ts';
import { countsAsContact, isVisit, knownAt, numberList } from './conditions.ts';
import { type Coverage, type CoverageQuestion, coverageFrom, firmStates } from './queries.ts';
import { type CoverageRule, type FirmState, figuresOf, lengthsOf, listsOf, scopeOf } from './rules.ts';
import { asUnits } from './units.ts';

/** Everything a statement of a quarter is made from, but for the rows. */
export interface StatementBasis {
  question: CoverageQuestion;
  rule: CoverageRule;
  unit: CoverageUnit;
  unreported: UnreportedChoice;
  municipalityCode: number;
  /** the company of each place of work: an input, because CVR's history of it is not kept */
  companies: ReadonlyMap<number, number>;
}

export interface StatementFirm {
  pNumber: number;
  cvr: number;
  minCount: number | null;
  maxCount: number | null;
  scope: SealedScope;
  reach: SealedReach;
  /** the contact that made the state: the latest visit, or else the latest contact that counts */
  contactId: number | null;
  contactDate: string | null;
}

export interface Statement {
  figures: Coverage;
  /** by P-number */
  firms: StatementFirm[];
  inputsSha256: string;
  resultSha256: string;
}

/**
 * The statement of a period from the rows as known at an instant: figures, every firm with its state, and SHA-256 over
 * the inputs and over the result as canonical text (docs/daekningsbevis.md). The same basis gives the same bytes for ever.
 */
export function makeStatement(db: Pick<Db, 'select'>, basis: StatementBasis): Statement {
  const { figures, firms, contacts } = gather(db, basis);
  return {
    figures,
    firms,
    inputsSha256: sha256(inputLines(basis, firms, contacts)),
    resultSha256: sha256(resultLines(figures, firms)),
  };
}

/** The text that the hash of the inputs is of, from the rows as known at the basis' instant; without the last line feed. */
export function inputText(db: Pick<Db, 'select'>, basis: StatementBasis): string {
  const { firms, contacts } = gather(db, basis);
  return [...inputLines(basis, firms, contacts)].join('\n');
}

/** The text that the hash of the result is of; without the last line feed. */
export function resultText(figures: Coverage, firms: readonly StatementFirm[]): string {
  return [...resultLines(figures, firms)].join('\n');
}

function gather(db: Pick<Db, 'select'>, basis: StatementBasis) {
  const { question, rule, unit, unreported, companies } = basis;
  const limits = { limit: rule.moreThanEmployees, unreported };
  const states = firmStates(db, question, rule);
  const units = asUnits(states, unit === 'p' ? undefined : companies);
  const counting = { rule, unreported };
  const figures = coverageFrom(lengthsOf(listsOf(units, limits)), { question, unit, counting });
  // By company every place counts, for all its employees are added up; by place only those in some figure.
  const listed = unit === 'cvr' ? states : states.filter((state) => figuresOf(state, limits).length > 0);
  listed.sort((a, b) => a.pNumber - b.pNumber);
  const contacts = countingContacts(db, question, rule, new Set(listed.map(({ pNumber }) => pNumber)));
  const firms = listed.map((state) => firmOf(state, { limit: limits.limit, companies, contacts }));
  return { figures, firms, contacts };
}

interface CountingContact {
  id: number;
  date: string;
  visit: boolean;
  /** what follows the id in the hashed text */
  tail: string;
}

/** The contacts of the period that count, of each firm by id. */
function countingContacts(
  db: Pick<Db, 'select'>,
  { from, to, asOf }: CoverageQuestion,
  rule: CoverageRule,
  pNumbers: ReadonlySet<number>,
): Map<number, CountingContact[]> {
  const { id, pNumber, contactDate: date, kind, direction, outcome, madeAs } = contact;
  // Alike contacts of a day come as two JSON texts: a hundred thousand rows, or lines put together in SQL, cost half a
  // second. Grouped in the order of the covering index, so that nothing is sorted.
  const alike = db
    .select({
      date,
      kind,
      direction,
      outcome,
      madeAs,
      visit: sql<number>`coalesce(${isVisit(rule)}, 0)`,
      ids: numberList(id),
      pNumbers: numberList(pNumber),
    })
    .from(contact)
    .where(and(between(date, from, to), countsAsContact(rule), knownAt(contact, asOf)))
    .groupBy(outcome, date, kind, direction, madeAs)
    .all();
  const found = new Map<number, CountingContact[]>();
  for (const group of alike) {
    const tail = `${group.date} ${group.kind} ${group.direction} ${group.outcome} ${group.madeAs ?? '-'}`;
    const same = { date: group.date, visit: group.visit === 1, tail };
    for (const [row, firm] of group.pNumbers.entries()) {
      if (!pNumbers.has(firm)) continue;
      const made = { id: group.ids[row] ?? 0, ...same };
      const others = found.get(firm);
      if (others) others.push(made);
      else found.set(firm, [made]);
    }
  }
  // A few of each firm: sorting all of them in the database takes longer.
  for (const own of found.values()) own.sort((a, b) => a.id - b.id);
  return found;
}

const SCOPES = {
  inScope: 'i_maal',
  undecided: 'uafklaret',
  unreported: 'uoplyst',
  under: 'under',
} as const satisfies Record<string, SealedScope>;
const REACHES = ['ikke_kontaktet', 'kontaktet', 'besoegt'] as const satisfies SealedReach[];

function firmOf(
  { pNumber, minCount, maxCount, reach }: FirmState,
  {
    limit,
    companies,
    contacts,
  }: {
    limit: number;
    companies: StatementBasis['companies'];
    contacts: ReadonlyMap<number, CountingContact[]>;
  },
): StatementFirm {
  const made = contacts.get(pNumber)?.reduce((best, next) => (decides(next, best) ? next : best));
  return {
    pNumber,
    cvr: companies.get(pNumber) ?? 0,
    minCount,
    maxCount,
    scope: SCOPES[scopeOf({ minCount, maxCount }, limit)],
    reach: REACHES[reach],
    contactId: made?.id ?? null,
    contactDate: made?.date ?? null,
  };
}

/** A visit before any other contact; then the latest day, then the one entered last. */
function decides(next: CountingContact, best: CountingContact): boolean {
  if (next.visit !== best.visit) return next.visit;
  return next.date === best.date ? next.id > best.id : next.date > best.date;
}

function* inputLines(
  { question, rule, unit, unreported, municipalityCode }: StatementBasis,
  firms: readonly StatementFirm[],
  contacts: ReadonlyMap<number, CountingContact[]>,
): Generator<string> {
  yield `samtlige-daekning 1\nperiode ${question.from} ${question.to}\nkendt ${question.asOf}`;
  yield `enhed ${unit}\nkommune ${municipalityCode}\nuoplyste ${unreported}`;
  yield `regel ${rule.id} ${rule.validFrom} ${rule.moreThanEmployees} ${rule.countsSagsbehandler}`;
  for (const line of rule.lines.map(ruleLine).sort()) yield line;
  for (const { pNumber, cvr, minCount, maxCount } of firms) {
    yield `virksomhed ${pNumber} ${unit === 'cvr' ? cvr : '-'} ${minCount ?? '-'} ${maxCount ?? '-'}`;
    for (const { id, tail } of contacts.get(pNumber) ?? []) yield `kontakt ${id} ${tail}`;
  }
}

function ruleLine({ kind, direction, outcome, isVisit: visit }: CoverageRule['lines'][number]): string {
  return `linje ${kind} ${direction} ${outcome} ${visit ? 'besoeg' : 'kontakt'}`;
}

function* resultLines(figures: Coverage, firms: readonly StatementFirm[]): Generator<string> {
  const { inScope, undecided, unreported, contacted, visited, notContacted } = figures;
  yield `i_maal ${inScope}\nuafklarede ${undecided}\nuoplyste ${unreported}`;
  yield `kontaktede ${contacted}\nbesoegte ${visited}\nikke_kontaktede ${notContacted}`;
  yield `uafklarede_kontaktede ${figures.undecidedContacted}\nuafklarede_besoegte ${figures.undecidedVisited}`;
  for (const { pNumber, scope, reach, contactId, contactDate } of firms) {
    yield `${pNumber} ${scope} ${reach} ${contactId ?? '-'} ${contactDate ?? '-'}`;
  }
}

/** Of lines that each end in a line feed; many at a time, for each call has its price. */
function sha256(lines: Iterable<string>): string {
  const hash = createHash('sha256');
  let waiting: string[] = [];
  for (const line of lines) {
    if (waiting.push(line) < 2000) continue;
    hash.update(`${waiting.join('\n')}\n`);
    waiting = [];
  }
  hash.update(`${waiting.join('\n')}\n`);
  return hash.digest('hex');
}
