import { and, asc, desc, eq, gte, lte, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { type OrPlaceholder, preparedOnce } from '../../db/prepared.ts';
import { coverageSeal, coverageSealFirm } from '../../db/schema/coverage.ts';
import { user } from '../../db/schema/users.ts';
import { readSettings, recordEvent, type UnreportedChoice } from '../admin/queries.ts';
import type { Doing } from '../doing.ts';
import { busyProblem } from '../imports/busy.ts';
import { localDate, quarterOf } from '../ui/dates.ts';
import { type Coverage, companyNumbers } from './queries.ts';
import { ruleById, ruleFor } from './rule-queries.ts';
import {
  inputText,
  makeStatement,
  resultText,
  type StatementBasis,
  type StatementFirm,
} from './statement.ts';

type SealAnswer =
  | { outcome: 'sealed'; id: number }
  /** somebody was first */
  | { outcome: 'already'; id: number }
  | { outcome: 'refused'; reason: string };

/**
 * Seals a quarter that is over: what is known up to this moment stands for ever. The last millisecond is left out, so
 * that nothing recorded at the same instant can be in doubt; the database refuses rows that claim to be known earlier.
 */
export function sealQuarter(
  db: Db,
  { from, to }: { from: string; to: string },
  { actor, at }: Doing,
): SealAnswer {
  const quarter = quarterOf(from);
  if (quarter.from !== from || quarter.to !== to)
    return { outcome: 'refused', reason: 'Kun hele kvartaler kan forsegles.' };
  if (to >= localDate(new Date(at)))
    return { outcome: 'refused', reason: `${quarter.name} er ikke slut. Det kan forsegles fra dagen efter.` };
  return db.transaction(
    (tx): SealAnswer => {
      const standing = tx.select({ id: coverageSeal.id }).from(coverageSeal).where(isOf(from, to)).get();
      if (standing) return { outcome: 'already', id: standing.id };
      // What it has yet to write is dated from when it began: before the seal.
      const busy = busyProblem(tx, 'Vent, til den er færdig.');
      if (busy) return { outcome: 'refused', reason: `${busy.title}. ${busy.detail}` };
      const knownAt = new Date(Date.parse(at) - 1).toISOString();
      const basis = basisOf(tx, { from, to, knownAt });
      const statement = makeStatement(tx, basis);
      const { id } = tx
        .insert(coverageSeal)
        .values({
          fromDate: from,
          toDate: to,
          ruleId: basis.rule.id,
          unit: basis.unit,
          settings: JSON.stringify(settingsOf(basis)),
          knownAt,
          sealedAt: at,
          sealedBy: actor.userId,
          figures: JSON.stringify(statement.figures),
          inputsSha256: statement.inputsSha256,
          resultSha256: statement.resultSha256,
        })
        .returning({ id: coverageSeal.id })
        .get();
      keepFirms(tx, id, statement.firms);
      const detail = `${from}–${to}, ${statement.firms.length} virksomheder, resultat ${statement.resultSha256}`;
      const event = { action: 'forsegl', entity: 'coverage_seal', entityKey: String(id), detail };
      recordEvent(tx, { at, userId: actor.userId, ...event });
      return { outcome: 'sealed', id };
    },
    { behavior: 'immediate' },
  );
}

function isOf(from: OrPlaceholder<string>, to: OrPlaceholder<string>) {
  return and(eq(coverageSeal.fromDate, from), eq(coverageSeal.toDate, to));
}

interface SealSettings {
  unreported: UnreportedChoice;
  municipalityCode: number;
  municipalityName: string;
  unitName: string;
}

function basisOf(
  tx: Pick<Db, 'select'>,
  { from, to, knownAt }: { from: string; to: string; knownAt: string },
): StatementBasis & Pick<SealSettings, 'municipalityName' | 'unitName'> {
  const { unreported, municipalityCode, coverageUnit, municipalityName, unitName } = readSettings(tx);
  const question = { from, to, asOf: knownAt };
  const rule = ruleFor(tx, question);
  const companies = companyNumbers(tx);
  return {
    question,
    rule,
    unit: coverageUnit,
    unreported,
    municipalityCode,
    municipalityName,
    unitName,
    companies,
  };
}

function settingsOf({
  unreported,
  municipalityCode,
  municipalityName,
  unitName,
}: SealSettings): SealSettings {
  return { unreported, municipalityCode, municipalityName, unitName };
}

/** One statement for all of them, each with its name as it is now: running one per firm takes three times as long. */
function keepFirms(
  tx: Pick<Db, 'run'>,
  sealId: number,
  firms: ReturnType<typeof makeStatement>['firms'],
): void {
  tx.run(sql`INSERT INTO coverage_seal_firm
      (seal_id, p_number, cvr, name, postcode, min_count, max_count, scope, reach, contact_id, contact_date)
    SELECT ${sealId}, p_unit.p_number, value ->> 'cvr', p_unit.name, p_unit.postcode, value ->> 'minCount',
      value ->> 'maxCount', value ->> 'scope', value ->> 'reach', value ->> 'contactId', value ->> 'contactDate'
    FROM json_each(${JSON.stringify(firms)}) JOIN p_unit ON p_unit.p_number = value ->> 'pNumber'`);
}

/** The sealed figures of every quarter that is sealed between two dates, by its first day. */
export function sealedBetween(db: Db, from: string, to: string) {
  const rows = sealsBetween(db).all({ from, to });
  return new Map(
    rows.map(({ fromDate, figures, ...row }) => [
      fromDate,
      { ...row, figures: JSON.parse(figures) as Coverage },
    ]),
  );
}

const sealsBetween = preparedOnce((db: Db) =>
  db
    .select({
      id: coverageSeal.id,
      fromDate: coverageSeal.fromDate,
      figures: coverageSeal.figures,
      knownAt: coverageSeal.knownAt,
    })
    .from(coverageSeal)
    .where(
      and(
        gte(coverageSeal.fromDate, sql.placeholder('from')),
        lte(coverageSeal.toDate, sql.placeholder('to')),
      ),
    )
    .prepare(),
);

/** The seal of a quarter, when it is sealed. */
export function sealIdOf(db: Db, { from, to }: { from: string; to: string }): number | undefined {
  return sealOfQuarter(db).get({ from, to })?.id;
}

const sealOfQuarter = preparedOnce((db: Db) =>
  db
    .select({ id: coverageSeal.id })
    .from(coverageSeal)
    .where(isOf(sql.placeholder('from'), sql.placeholder('to')))
    .prepare(),
);

/** Every sealed quarter, the latest first. */
export function seals(db: Db) {
  return db
    .select({ seal: coverageSeal, sealedByName: user.name })
    .from(coverageSeal)
    .innerJoin(user, eq(user.id, coverageSeal.sealedBy))
    .orderBy(desc(coverageSeal.fromDate))
    .all()
    .map(({ seal, sealedByName }) => ({ ...readSeal(seal), sealedByName }));
}

/** A seal with the rule it was counted by and who made it. */
export function findSeal(db: Db, id: number) {
  const row = db
    .select({ seal: coverageSeal, sealedByName: user.name })
    .from(coverageSeal)
    .innerJoin(user, eq(user.id, coverageSeal.sealedBy))
    .where(eq(coverageSeal.id, id))
    .get();
  const rule = row && ruleById(db, row.seal.ruleId);
  return rule && { ...readSeal(row.seal), sealedByName: row.sealedByName, rule };
}
export type Seal = NonNullable<ReturnType<typeof findSeal>>;

function readSeal({ figures, settings, ...seal }: typeof coverageSeal.$inferSelect) {
  return {
    ...seal,
    figures: JSON.parse(figures) as Coverage,
    settings: JSON.parse(settings) as SealSettings,
  };
}

/** What a recomputation found; `same` is the only answer that is all right. */
export interface Recomputed {
  same: boolean;
  figures: Coverage;
  inputsSha256: string;
  resultSha256: string;
}

/** Makes the statement again from the rows as known at the seal's instant. Whatever was entered since is not in it. */
export function recompute(db: Pick<Db, 'select'>, seal: Seal): Recomputed {
  const stored = sealedFirms(db, seal.id);
  const { figures, firms, inputsSha256, resultSha256 } = makeStatement(db, basisOfSeal(seal, stored));
  const same =
    inputsSha256 === seal.inputsSha256 &&
    resultSha256 === seal.resultSha256 &&
    JSON.stringify(figures) === JSON.stringify(seal.figures) &&
    isSameList(firms, stored);
  return { same, figures, inputsSha256, resultSha256 };
}

/** Every firm of a seal by P-number. */
export function sealedFirms(db: Pick<Db, 'select'>, sealId: number) {
  return db
    .select()
    .from(coverageSealFirm)
    .where(eq(coverageSealFirm.sealId, sealId))
    .orderBy(asc(coverageSealFirm.pNumber))
    .all();
}

function basisOfSeal(seal: Seal, stored: ReturnType<typeof sealedFirms>): StatementBasis {
  return {
    question: { from: seal.fromDate, to: seal.toDate, asOf: seal.knownAt },
    rule: seal.rule,
    unit: seal.unit,
    unreported: seal.settings.unreported,
    municipalityCode: seal.settings.municipalityCode,
    companies: new Map(stored.map(({ pNumber, cvr }) => [pNumber, cvr])),
  };
}

/** What the two hashes of a seal are of: `grundlag` read anew from the records, `resultat` from what was sealed. */
export const HASHED_TEXTS = ['grundlag', 'resultat'] as const;

/** One of the hashed texts, byte for byte: whoever hashes the file gets what stands on the seal. */
export function hashedText(db: Db, seal: Seal, which: (typeof HASHED_TEXTS)[number]): string {
  const stored = sealedFirms(db, seal.id);
  const text =
    which === 'grundlag' ? inputText(db, basisOfSeal(seal, stored)) : resultText(seal.figures, stored);
  return `${text}\n`;
}

function isSameList(firms: readonly StatementFirm[], stored: readonly StatementFirm[]): boolean {
  const keys = ['pNumber', 'minCount', 'maxCount', 'scope', 'reach', 'contactId', 'contactDate'] as const;
  return (
    firms.length === stored.length &&
    firms.every((firm, index) => keys.every((key) => firm[key] === stored[index]?.[key]))
  );
}

/** Recomputes on somebody's demand; the answer stands in the log, a difference more than anything. */
export function recomputeAndRecord(db: Db, seal: Seal, { actor, at }: Doing): Recomputed {
  return db.transaction(
    (tx) => {
      const recomputed = recompute(tx, seal);
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'genberegn',
        entity: 'coverage_seal',
        entityKey: String(seal.id),
        detail: recomputed.same ? 'ens' : `AFVIGER: resultat ${recomputed.resultSha256}`,
      });
      return recomputed;
    },
    { behavior: 'immediate' },
  );
}
