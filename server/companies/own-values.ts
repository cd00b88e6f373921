import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import {
  OWN_FIELDS,
  OWN_SOURCES,
  type OwnField,
  type OwnSource,
  ownValue,
} from '../../db/schema/firm-work.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { cleanText, freeTextErrors } from '../contacts/rules.ts';
import type { Doing } from '../doing.ts';
import { emailErrors, phoneErrors } from '../persons/rules.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate, localDate } from '../ui/dates.ts';
import { type Fields, oneOf, textOf } from '../ui/fields.ts';
import { foldText } from './fold.ts';

type Reader = Pick<Db, 'select'>;
type Writer = Pick<Db, 'select' | 'insert' | 'update'>;

export const OWN_VALUE_LIMIT = 200;

/** Our own values of a firm, all there have been, the latest first. */
export function ownValuesOf(db: Reader, pNumber: number) {
  return ownValuesAt(db).all({ pNumber });
}

const ownValuesAt = preparedOnce((db: Reader) =>
  db
    .select({
      id: ownValue.id,
      field: ownValue.field,
      value: ownValue.value,
      source: ownValue.source,
      knownOn: ownValue.knownOn,
      recordedAt: ownValue.recordedAt,
      supersededAt: ownValue.supersededAt,
      recordedByName: user.name,
    })
    .from(ownValue)
    .innerJoin(user, eq(user.id, ownValue.recordedBy))
    .where(eq(ownValue.pNumber, sql.placeholder('pNumber')))
    .orderBy(desc(ownValue.id))
    .prepare(),
);
export type OwnValue = ReturnType<typeof ownValuesOf>[number];

/** The one that holds of a field; undefined: the register's does. */
export function standingValue(values: readonly OwnValue[], field: OwnField): OwnValue | undefined {
  return values.find((own) => own.field === field && own.supersededAt === null && own.value !== null);
}

export function ownNameOf(db: Reader, pNumber: number): string | null {
  return ownNames(db, [pNumber]).get(pNumber) ?? null;
}

/** What people call these firms, where that is not the register's name. */
export function ownNames(db: Reader, pNumbers: readonly number[]): Map<number, string> {
  const rows = standingNames(db).all({ pNumbers: JSON.stringify(pNumbers) });
  return new Map(rows.flatMap(({ pNumber, value }) => (value === null ? [] : [[pNumber, value]])));
}

const standingNames = preparedOnce((db: Reader) =>
  db
    .select({ pNumber: ownValue.pNumber, value: ownValue.value })
    .from(ownValue)
    .where(
      and(isAmong(ownValue.pNumber, 'pNumbers'), eq(ownValue.field, 'navn'), isNull(ownValue.supersededAt)),
    )
    .prepare(),
);

/** Messages after which a change can be taken back. */
export function ownSaved(message: string | null): boolean {
  return message === 'egen-gemt' || message === 'egen-fjernet';
}

interface OwnValueDraft {
  field: OwnField | undefined;
  /** null: the register's holds again */
  value: string | null;
  source: OwnSource | undefined;
  knownOn: string;
}

export function readOwnValueForm(fields: Fields): OwnValueDraft {
  return {
    field: oneOf(OWN_FIELDS, textOf(fields, 'felt')),
    value: cleanText(textOf(fields, 'vaerdi')),
    source: oneOf(OWN_SOURCES, textOf(fields, 'kilde')),
    knownOn: textOf(fields, 'dato'),
  };
}

type OwnValueAnswer =
  | { outcome: 'saved'; taken: boolean }
  | { outcome: 'refused'; errors: FieldError[] }
  | { outcome: 'unknown' }
  /** somebody else has said so in the meantime */
  | { outcome: 'stale'; standing: OwnValue | undefined };

/**
 * Keeps our own value beside the register's, or takes it away; an import never touches it. `seen` is the row that the
 * page showed, 0 when there was none: a newer one is not overwritten unseen.
 */
export function setOwnValue(
  db: Db,
  { pNumber, draft, seen }: { pNumber: number; draft: OwnValueDraft; seen?: number },
  doing: Doing,
): OwnValueAnswer {
  const { field, source, value, knownOn } = draft;
  const errors = checkOwnValue(draft, localDate(new Date(doing.at)));
  if (!field || !source || errors.length > 0) return { outcome: 'refused', errors };
  return db.transaction(
    (tx): OwnValueAnswer => {
      if (!tx.select().from(pUnit).where(eq(pUnit.pNumber, pNumber)).get()) return { outcome: 'unknown' };
      const standing = ownValuesOf(tx, pNumber).find(
        (own) => own.field === field && own.supersededAt === null,
      );
      const changed = seen !== undefined && (standing?.id ?? 0) !== seen;
      if (changed && (standing?.value ?? null) !== value) return { outcome: 'stale', standing };
      writeOwnValue(tx, { pNumber, field, value, source, knownOn }, doing);
      return { outcome: 'saved', taken: value === null };
    },
    { behavior: 'immediate' },
  );
}

function checkOwnValue({ field, value, source, knownOn }: OwnValueDraft, today: string): FieldError[] {
  const isCalled = field === 'telefon' || field === 'mail';
  const errors = isCalled ? [] : freeTextErrors('vaerdi', value, OWN_VALUE_LIMIT);
  if (!field) errors.push({ field: 'felt', reason: 'Vælg, hvad oplysningen er.' });
  if (!source) errors.push({ field: 'kilde', reason: 'Vælg, hvor vi ved det fra.' });
  if (!isIsoDate(knownOn)) errors.push({ field: 'dato', reason: 'Skriv den dato, vi fik det at vide.' });
  else if (knownOn > today) errors.push({ field: 'dato', reason: 'Datoen kan ikke ligge i fremtiden.' });
  if (field === 'telefon') errors.push(...phoneErrors('vaerdi', value ?? ''));
  if (field === 'mail') errors.push(...emailErrors('vaerdi', value ?? ''));
  return errors;
}

interface NewOwnValue {
  pNumber: number;
  field: OwnField;
  value: string | null;
  source: OwnSource;
  knownOn: string;
}

/** Call it inside the transaction; the same value again writes nothing. */
export function writeOwnValue(tx: Writer, own: NewOwnValue, { actor, at }: Doing): void {
  const here = and(
    eq(ownValue.pNumber, own.pNumber),
    eq(ownValue.field, own.field),
    isNull(ownValue.supersededAt),
  );
  const standing = tx.select().from(ownValue).where(here).get();
  if ((standing?.value ?? null) === own.value) return;
  tx.update(ownValue).set({ supersededAt: at }).where(here).run();
  tx.insert(ownValue)
    .values({
      ...own,
      valueFolded: own.value === null ? null : foldText(own.value),
      recordedAt: at,
      recordedBy: actor.userId,
    })
    .run();
  recordEvent(tx, {
    at,
    userId: actor.userId,
    action: own.value === null ? 'fjern' : 'ret',
    entity: 'own_value',
    entityKey: String(own.pNumber),
    detail: own.field,
  });
}

/** The user's latest change of the firm's own values, while it stands: to be taken back at once. */
export function latestOwnEdit(db: Reader, pNumber: number, userId: number): { id: number } | null {
  const latest = db
    .select({ id: ownValue.id, supersededAt: ownValue.supersededAt })
    .from(ownValue)
    .where(and(eq(ownValue.pNumber, pNumber), eq(ownValue.recordedBy, userId)))
    .orderBy(desc(ownValue.id))
    .limit(1)
    .get();
  return latest && latest.supersededAt === null ? { id: latest.id } : null;
}

/** Puts back what stood before a change of one's own; undefined: it does not stand any more, or is another's. */
export function undoOwnValue(db: Db, id: number, doing: Doing): { pNumber: number } | undefined {
  return db.transaction(
    (tx) => {
      const mine = and(eq(ownValue.id, id), eq(ownValue.recordedBy, doing.actor.userId));
      const edit = tx
        .select()
        .from(ownValue)
        .where(and(mine, isNull(ownValue.supersededAt)))
        .get();
      if (!edit) return undefined;
      const before = tx
        .select()
        .from(ownValue)
        .where(
          and(
            eq(ownValue.pNumber, edit.pNumber),
            eq(ownValue.field, edit.field),
            eq(ownValue.supersededAt, edit.recordedAt),
          ),
        )
        .orderBy(desc(ownValue.id))
        .limit(1)
        .get();
      const { pNumber, field, source, knownOn } = before ?? edit;
      writeOwnValue(tx, { pNumber, field, value: before?.value ?? null, source, knownOn }, doing);
      return { pNumber };
    },
    { behavior: 'immediate' },
  );
}
