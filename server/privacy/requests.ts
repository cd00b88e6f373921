import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import {
  REQUEST_KINDS,
  REQUEST_OUTCOMES,
  type RequestKind,
  type RequestOutcome,
  rightsRequest,
} from '../../db/schema/privacy.ts';
import { recordEvent } from '../admin/queries.ts';
import { CPR_REFUSED, containsCpr } from '../citizens/cpr-guard.ts';
import { monthsLater } from '../legal-rules/dates.ts';
import type { FieldError } from '../problems.ts';
import { scopeOf, type Viewer } from '../rights.ts';
import { isIsoDate } from '../ui/dates.ts';
import { type Fields, oneOf, textOf } from '../ui/fields.ts';

/** Art. 12(3): a month, and two more where it is needed. */
const MONTHS_TO_ANSWER = 1;
const MONTHS_EXTENDED = 3;
const LONGEST_REASON = 1000;

export type RightsRequest = typeof rightsRequest.$inferSelect;

/** Requests without an answer, the most urgent first; of citizens whom the viewer may open. */
export function openRequests(db: Pick<Db, 'select'>, viewer: Viewer) {
  return db
    .select({ request: rightsRequest, name: citizen.name, citizenKey: citizen.citizenKey, id: citizen.id })
    .from(rightsRequest)
    .innerJoin(citizen, eq(citizen.id, rightsRequest.citizenId))
    .where(
      and(
        isNull(rightsRequest.closedOn),
        scopeOf(viewer).citizens(viewer.roles.includes('leder') ? 'alle' : 'team'),
      ),
    )
    .orderBy(asc(rightsRequest.dueOn), asc(rightsRequest.id))
    .all();
}
export type OpenRequest = ReturnType<typeof openRequests>[number];

export function requestsOf(db: Pick<Db, 'select'>, citizenId: number): RightsRequest[] {
  return db
    .select()
    .from(rightsRequest)
    .where(eq(rightsRequest.citizenId, citizenId))
    .orderBy(desc(rightsRequest.receivedOn), desc(rightsRequest.id))
    .all();
}

export function findRequest(db: Pick<Db, 'select'>, id: number): RightsRequest | undefined {
  return db.select().from(rightsRequest).where(eq(rightsRequest.id, id)).get();
}

interface Doing {
  by: number;
  at: string;
  today: string;
}

type Read<T> = { value: T; errors: [] } | { value: null; errors: FieldError[] };

export function readNewRequest(
  fields: Fields,
  today: string,
): Read<{ kind: RequestKind; receivedOn: string }> {
  const kind = oneOf(REQUEST_KINDS, textOf(fields, 'slags'));
  const receivedOn = textOf(fields, 'modtaget');
  const errors: FieldError[] = [];
  if (!kind) errors.push({ field: 'slags', reason: 'Vælg, hvad borgeren beder om.' });
  if (!isIsoDate(receivedOn) || receivedOn > today)
    errors.push({ field: 'modtaget', reason: 'Skriv den dag, henvendelsen kom; i dag eller før.' });
  return kind && errors.length === 0 ? { value: { kind, receivedOn }, errors: [] } : { value: null, errors };
}

/** Once per form key. */
export function addRequest(
  db: Db,
  entry: { citizenId: number; kind: RequestKind; receivedOn: string; formKey: string },
  { by, at }: Doing,
): void {
  db.transaction(
    (tx) => {
      const dueOn = monthsLater(entry.receivedOn, MONTHS_TO_ANSWER);
      const { changes } = tx
        .insert(rightsRequest)
        .values({ ...entry, dueOn, createdAt: at, createdBy: by })
        .onConflictDoNothing()
        .run();
      if (changes > 0) note(tx, { at, by, action: 'opret', detail: entry.kind, citizenId: entry.citizenId });
    },
    { behavior: 'immediate' },
  );
}

export function readAnswer(fields: Fields): Read<{ outcome: RequestOutcome; reason: string | null }> {
  const outcome = oneOf(REQUEST_OUTCOMES, textOf(fields, 'svar'));
  const { value: reason, errors } = readReason(fields, outcome !== undefined && outcome !== 'imoedekommet');
  if (!outcome) errors.unshift({ field: 'svar', reason: 'Vælg, hvad svaret blev.' });
  return outcome && errors.length === 0
    ? { value: { outcome, reason }, errors: [] }
    : { value: null, errors };
}

export function readExtension(fields: Fields): Read<string> {
  const { value, errors } = readReason(fields, true);
  return value !== null && errors.length === 0 ? { value, errors: [] } : { value: null, errors };
}

function readReason(fields: Fields, needed: boolean): { value: string | null; errors: FieldError[] } {
  const text = textOf(fields, 'begrundelse');
  const field = 'begrundelse';
  if (text === '')
    return {
      value: null,
      errors: needed ? [{ field, reason: 'Skriv begrundelsen: borgeren har ret til den.' }] : [],
    };
  if (text.length > LONGEST_REASON)
    return { value: null, errors: [{ field, reason: 'Skriv højst 1.000 tegn.' }] };
  return containsCpr(text)
    ? { value: null, errors: [{ field, reason: CPR_REFUSED }] }
    : { value: text, errors: [] };
}

/** False: somebody has answered in the meantime. */
export function answerRequest(
  db: Db,
  request: RightsRequest,
  { outcome, reason }: { outcome: RequestOutcome; reason: string | null },
  { by, at, today }: Doing,
): boolean {
  return change(
    db,
    request,
    { outcome, reason, closedOn: today, closedBy: by },
    { by, at, action: 'afslut', detail: outcome },
  );
}

/** Two months more, with why; once, and before the month is over. */
export function extendRequest(db: Db, request: RightsRequest, reason: string, { by, at }: Doing): boolean {
  const dueOn = monthsLater(request.receivedOn, MONTHS_EXTENDED);
  return change(
    db,
    request,
    { dueOn, extendedReason: reason },
    { by, at, action: 'forlaeng', detail: request.kind },
  );
}

/** May the deadline still be moved? */
export function mayExtend({ closedOn, extendedReason, dueOn }: RightsRequest, today: string): boolean {
  return closedOn === null && extendedReason === null && dueOn >= today;
}

interface Noted {
  by: number;
  at: string;
  action: string;
  detail: string;
}

function change(db: Db, request: RightsRequest, to: Partial<RightsRequest>, noted: Noted): boolean {
  return db.transaction(
    (tx) => {
      const standing = and(
        eq(rightsRequest.id, request.id),
        isNull(rightsRequest.closedOn),
        eq(rightsRequest.dueOn, request.dueOn),
      );
      if (tx.update(rightsRequest).set(to).where(standing).run().changes === 0) return false;
      note(tx, { ...noted, citizenId: request.citizenId });
      return true;
    },
    { behavior: 'immediate' },
  );
}

function note(
  tx: Pick<Db, 'insert' | 'select'>,
  { at, by, action, detail, citizenId }: Noted & { citizenId: number },
): void {
  const event = { action, entity: 'citizen', entityKey: String(citizenId), detail: `henvendelse: ${detail}` };
  recordEvent(tx, { at, userId: by, ...event });
}
