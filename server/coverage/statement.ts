import { createHash } from 'node:crypto';
import { and, asc, between, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { contact } from '../../db/schema/contacts.ts';
import type { CoverageUnit, SealedReach, SealedScope } from '../../db/schema/coverage.ts';
import type { UnreportedChoice } from '../admin/queries.ts';
import { countsAsContact, isVisit, knownAt } from './conditions.ts';
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
  const { question, rule, unit, unreported, companies } = basis;
  const limits = { limit: rule.moreThanEmployees, unreported };
  const states = firmStates(db, question, rule);
  const units = asUnits(states, unit === 'p' ? undefined : companies);
  const counting = { rule, unreported };
  const figures = coverageFrom(lengthsOf(listsOf(units, limits)), { question, unit, counting });
  // By company every place counts, for all its employees are added up; by place only those in some figure.
  const listed = unit === 'cvr' ? states : states.filter((state) => isListed(state, limits));
  listed.sort((a, b) => a.pNumber - b.pNumber);
  const contacts = countingContacts(db, question, rule, new Set(listed.map(({ pNumber }) => pNumber)));
  const firms = listed.map((state) => firmOf(state, { limit: limits.limit, companies, contacts }));
  return {
    figures,
    firms,
    inputsSha256: sha256(inputLines(basis, firms, contacts)),
    resultSha256: sha256(resultLines(figures, firms)),
  };
}

function isListed(state: FirmState, limits: Parameters<typeof figuresOf>[1]): boolean {
  return figuresOf({ ...state, key: state.pNumber, pNumbers: [] }, limits).length > 0;
}

interface CountingContact {
  id: number;
  pNumber: number;
  date: string;
  kind: string;
  direction: string;
  outcome: string;
  madeAs: string | null;
  visit: number;
}

/** The contacts of the period that count, by firm and then by id. */
function countingContacts(
  db: Pick<Db, 'select'>,
  { from, to, asOf }: CoverageQuestion,
  rule: CoverageRule,
  pNumbers: ReadonlySet<number>,
): Map<number, CountingContact[]> {
  const rows = db
    .select({
      id: contact.id,
      pNumber: contact.pNumber,
      date: contact.contactDate,
      kind: contact.kind,
      direction: contact.direction,
      outcome: contact.outcome,
      madeAs: contact.madeAs,
      visit: sql<number>`coalesce(${isVisit(rule)}, 0)`,
    })
    .from(contact)
    .where(and(between(contact.contactDate, from, to), countsAsContact(rule), knownAt(contact, asOf)))
    .orderBy(asc(contact.pNumber), asc(contact.id))
    .all();
  return Map.groupBy(
    rows.filter(({ pNumber }) => pNumbers.has(pNumber)),
    ({ pNumber }) => pNumber,
  );
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
  if (next.visit !== best.visit) return next.visit > best.visit;
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
    for (const { id, date, kind, direction, outcome, madeAs } of contacts.get(pNumber) ?? []) {
      yield `kontakt ${id} ${date} ${kind} ${direction} ${outcome} ${madeAs ?? '-'}`;
    }
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
