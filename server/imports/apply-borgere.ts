import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { citizen, citizenTerm } from '../../db/schema/citizens.ts';
import { user } from '../../db/schema/users.ts';
import { type CitizenTerm, TERM_KINDS } from '../../workers/matching/types.ts';
import { keptByPeople } from '../citizens/kept.ts';
import type { Told } from '../legal-rules/benefit-change.ts';
import { benefitKeeper } from './benefit-periods.ts';
import type { CitizenRow } from './citizen-rows.ts';
import {
  type ApplyContext,
  changesTo,
  isEmpty,
  type Outcome,
  type RowWriter,
  type Tx,
} from './import-kind.ts';
import { prepareInsert, prepareInsertAll } from './prepared-insert.ts';

type Citizen = typeof citizen.$inferSelect;

/** What undo needs to bring a citizen back. The CPR in it is encrypted; its index is hex. */
export interface CitizenBefore {
  row: Omit<Citizen, 'cprIndex'> & { cprIndex: string | null };
  terms: CitizenTerm[];
  /** ids of the benefit_period rows that no longer stand; undefined: an import from before there were any */
  endedPeriods?: number[];
}

/** Writes citizens and what they bring. */
export function startBorgere(context: ApplyContext): RowWriter<CitizenRow> {
  const { tx, importId, at } = context;
  const statements = prepare(tx);
  const insertCitizen = prepareInsert(tx, citizen);
  const insertAllTerms = prepareInsertAll(tx, citizenTerm);
  const benefit = benefitKeeper(context);
  /** within a transaction: a few caseworkers have all citizens */
  const users = new Map<string, number | null>();

  function write(row: CitizenRow, line: number): Outcome {
    const { citizenKey } = row;
    const [index, oldIndex] = indexesOf(row.cpr);
    const other = index && statements.otherWithCpr.get({ index, oldIndex: oldIndex ?? index, citizenKey });
    if (other) {
      context.reject(line, { field: 'cpr', reason: `samme CPR-nummer står på borger ${other.citizenKey}` });
      return 'unchanged';
    }
    const wanted = { ...row.facts, ...caseworkerOf(row.caseworker) };
    const stored = statements.citizen.get({ citizenKey });
    if (!stored) {
      const id = insertCitizen({
        ...wanted,
        transports: wanted.transports ?? [],
        workingTimes: wanted.workingTimes ?? [],
        needs: wanted.needs ?? [],
        citizenKey,
        cprEncrypted: row.cpr?.encrypted ?? null,
        cprIndex: index,
        version: 1,
        importId,
        createdAt: at,
        updatedAt: at,
      });
      // A citizen stands once in a file: no other row is judged by what this one brings.
      if (!context.isTrial) {
        insertTerms(
          id,
          Object.values(row.terms).flatMap((terms) => terms ?? []),
        );
        benefit.begin(id, toldOf(row));
      }
      return 'created';
    }
    const terms = statements.terms.all({ citizenId: stored.id });
    const standing = stored.editedAt === null ? undefined : keptByPeople(tx, stored.id);
    const changes = {
      ...withoutKept(stored, changesTo<Partial<Citizen>>(stored, wanted), standing),
      ...cprChange(stored, row.cpr),
    };
    const wantedTerms = TERM_KINDS.flatMap((kind) => {
      const ofKind = terms.filter((term) => term.kind === kind);
      const file = row.terms[kind];
      return !file || standing?.(kind, { stored: ofKind, file }) ? ofKind : file;
    });
    const sameTerms = textOf(terms) === textOf(wantedTerms);
    if (isEmpty(changes) && sameTerms) return 'unchanged';
    const aboutBenefit = changes.targetGroup !== undefined || changes.benefitSince !== undefined;
    const endedPeriods = aboutBenefit ? benefit.keep(stored.id, toldOf(row)) : [];
    keepCitizen(context, stored, { terms, endedPeriods });
    const version = stored.version + 1;
    tx.update(citizen)
      .set({ ...changes, version, importId, updatedAt: at })
      .where(eq(citizen.id, stored.id))
      .run();
    if (!sameTerms) {
      statements.deleteTerms.run({ citizenId: stored.id });
      insertTerms(stored.id, wantedTerms);
    }
    return 'updated';
  }

  function caseworkerOf(name: string | null | undefined): Partial<Citizen> {
    if (name === undefined) return {};
    const userId = name ? userOf(name.toLowerCase()) : null;
    return { caseworkerUserId: userId, caseworkerName: userId === null ? name : null };
  }

  function userOf(username: string): number | null {
    const known = users.get(username);
    if (known !== undefined) return known;
    const id = statements.user.get({ username })?.id ?? null;
    users.set(username, id);
    return id;
  }

  function insertTerms(citizenId: number, terms: CitizenTerm[]): void {
    insertAllTerms(
      terms.map(({ kind, text, years, lastYear, expiresOn }, position) => {
        return { citizenId, kind, position, text, years, lastYear, expiresOn };
      }),
    );
  }

  return { write, finish: () => users.clear() };
}

function indexesOf(cpr: CitizenRow['cpr']): [Buffer | null, Buffer | null] {
  const bytes = (hex: string | null | undefined) => (hex ? Buffer.from(hex, 'hex') : null);
  return [bytes(cpr?.index), bytes(cpr?.oldIndex)];
}

/** The same number gives another ciphertext each time, so the keyed hash decides: under the key before as well. */
function cprChange({ cprIndex: stored }: Citizen, cpr: CitizenRow['cpr']): Partial<Citizen> {
  if (cpr === undefined) return {};
  const [index, oldIndex] = indexesOf(cpr);
  const same = stored ? index?.equals(stored) || oldIndex?.equals(stored) : index === null;
  return same ? {} : { cprEncrypted: cpr?.encrypted ?? null, cprIndex: index };
}

function toldOf({ facts }: CitizenRow): Told {
  return { targetGroup: facts.targetGroup, since: facts.benefitSince };
}

/** The changes but those that a person's later word stands against. */
function withoutKept(
  stored: Citizen,
  changes: Partial<Citizen>,
  standing: ReturnType<typeof keptByPeople> | undefined,
): Partial<Citizen> {
  if (!standing) return changes;
  const left = Object.entries(changes).filter(
    ([field, file]) => !standing(field, { stored: stored[field as keyof Citizen], file }),
  );
  return Object.fromEntries(left) as Partial<Citizen>;
}

function keepCitizen(context: ApplyContext, row: Citizen, brought: Omit<CitizenBefore, 'row'>): void {
  const cprIndex = row.cprIndex?.toString('hex') ?? null;
  const before: CitizenBefore = { row: { ...row, cprIndex }, ...brought };
  context.keepBefore('citizen', row.id, before);
}

/** Order counts within a kind (job goals A, B, C), not between kinds. */
function textOf(terms: CitizenTerm[]): string {
  const fields = terms.map(({ kind, text, years, lastYear, expiresOn }) => [
    kind,
    text,
    years,
    lastYear,
    expiresOn,
  ]);
  return JSON.stringify(fields.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : a[0] === b[0] ? 0 : 1)));
}

function prepare(tx: Tx) {
  const { placeholder } = sql;
  return {
    citizen: tx
      .select()
      .from(citizen)
      .where(eq(citizen.citizenKey, placeholder('citizenKey')))
      .prepare(),
    otherWithCpr: tx
      .select({ citizenKey: citizen.citizenKey })
      .from(citizen)
      .where(
        and(
          inArray(citizen.cprIndex, [placeholder('index'), placeholder('oldIndex')]),
          ne(citizen.citizenKey, placeholder('citizenKey')),
        ),
      )
      .prepare(),
    user: tx
      .select({ id: user.id })
      .from(user)
      .where(sql`lower(${user.username}) = ${placeholder('username')}`)
      .prepare(),
    terms: tx
      .select({
        kind: citizenTerm.kind,
        text: citizenTerm.text,
        years: citizenTerm.years,
        lastYear: citizenTerm.lastYear,
        expiresOn: citizenTerm.expiresOn,
      })
      .from(citizenTerm)
      .where(eq(citizenTerm.citizenId, placeholder('citizenId')))
      .orderBy(asc(citizenTerm.position), asc(citizenTerm.id))
      .prepare(),
    deleteTerms: tx
      .delete(citizenTerm)
      .where(eq(citizenTerm.citizenId, placeholder('citizenId')))
      .prepare(),
  };
}
