import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { isAmong, preparedOnce } from '../../db/prepared.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { contact, openStep } from '../../db/schema/contacts.ts';
import { OWN_SOURCES, type OwnSource, ownValue } from '../../db/schema/firm-work.ts';
import { user } from '../../db/schema/users.ts';
import { moveStep } from '../contacts/move-step.ts';
import type { Doing } from '../doing.ts';
import { phoneErrors } from '../persons/rules.ts';
import type { Actor } from '../plugins/session.ts';
import { localDate } from '../ui/dates.ts';
import { type Fields, idOf, oneOf, textOf } from '../ui/fields.ts';
import { writeOwnValue } from './own-values.ts';
import { isKonsulent, moveOwner } from './queries.ts';

/** What is set right where the list shows it; states change on pages of their own, with a reason. */
export const LIST_FACTS = ['telefon', 'naeste_skridt', 'ansvarlig'] as const;
export type ListFact = (typeof LIST_FACTS)[number];

/** One fact of one firm as a cell of the list shows it. */
export interface FactValue {
  text: string | null;
  /** as the form's field holds it; '': nothing of ours */
  value: string;
  /** who says so, of a telephone number of ours */
  source: OwnSource | null;
  /** names what the page showed, so that a newer value is not overwritten unseen */
  version: string;
  /** more about it: what was promised */
  about: string | null;
}
export interface FirmListFacts extends Readonly<Record<ListFact, FactValue>> {
  name: string;
}

/** The facts of a page of firms; some seeks per firm, so never ask for thousands. */
export function listFacts(db: Pick<Db, 'select'>, pNumbers: readonly number[]): Map<number, FirmListFacts> {
  const asked = { pNumbers: JSON.stringify(pNumbers) };
  const phones = new Map(
    ownPhones(db)
      .all(asked)
      .map((own) => [own.pNumber, own]),
  );
  const steps = soonestOf(openSteps(db).all(asked));
  return new Map(
    firmsWithOwners(db)
      .all(asked)
      .map((firm) => {
        const own = phones.get(firm.pNumber);
        const step = steps.get(firm.pNumber);
        const telefon = {
          text: own?.value ?? firm.phone ?? firm.companyPhone,
          value: own?.value ?? '',
          source: own?.source ?? null,
          version: String(own?.id ?? 0),
          about: null,
        };
        const naeste_skridt = {
          text: step?.date ?? null,
          value: step?.date ?? '',
          source: null,
          version: step ? `${step.contactId}:${step.date}` : '0',
          about: step?.text ?? null,
        };
        const owner = String(firm.ownerId ?? 0);
        const ansvarlig = {
          text: firm.ownerName,
          value: owner === '0' ? '' : owner,
          source: null,
          version: owner,
          about: null,
        };
        return [firm.pNumber, { name: firm.name, telefon, naeste_skridt, ansvarlig }];
      }),
  );
}

const firmsWithOwners = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({
      pNumber: pUnit.pNumber,
      name: pUnit.name,
      phone: pUnit.phone,
      companyPhone: company.phone,
      ownerId: pUnit.ownerUserId,
      ownerName: user.name,
    })
    .from(pUnit)
    .innerJoin(company, eq(company.cvr, pUnit.cvr))
    .leftJoin(user, eq(user.id, pUnit.ownerUserId))
    .where(isAmong(pUnit.pNumber, 'pNumbers'))
    .prepare(),
);

const ownPhones = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({ id: ownValue.id, pNumber: ownValue.pNumber, value: ownValue.value, source: ownValue.source })
    .from(ownValue)
    .where(
      and(
        isAmong(ownValue.pNumber, 'pNumbers'),
        eq(ownValue.field, 'telefon'),
        isNull(ownValue.supersededAt),
      ),
    )
    .prepare(),
);

const openSteps = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({
      pNumber: openStep.pNumber,
      contactId: openStep.contactId,
      date: openStep.nextStepDate,
      text: contact.nextStep,
    })
    .from(openStep)
    .innerJoin(contact, eq(contact.id, openStep.contactId))
    .where(isAmong(openStep.pNumber, 'pNumbers'))
    .orderBy(asc(openStep.nextStepDate), asc(openStep.contactId))
    .prepare(),
);

/** The promise that is due first at each firm, whoever made it. */
function soonestOf<Step extends { pNumber: number }>(steps: readonly Step[]): Map<number, Step> {
  const soonest = new Map<number, Step>();
  for (const step of steps) if (!soonest.has(step.pNumber)) soonest.set(step.pNumber, step);
  return soonest;
}

/** Whoever may tick a promise off may move it; the other facts are the konsulent's and the leder's. */
export function mayEditFact(fact: ListFact, { roles }: Pick<Actor, 'roles'>): boolean {
  return roles.includes('konsulent') || (fact !== 'naeste_skridt' && roles.includes('leder'));
}

export interface FactDraft {
  value: string;
  source: OwnSource;
  /** the version that the page showed */
  seen: string;
}

export function readFactForm(fields: Fields): FactDraft {
  return {
    value: textOf(fields, 'vaerdi'),
    source: oneOf(OWN_SOURCES, textOf(fields, 'kilde')) ?? 'virksomheden',
    seen: textOf(fields, 'set'),
  };
}

type FactAnswer =
  | { outcome: 'saved'; before: FactValue }
  | { outcome: 'refused'; reason: string }
  /** somebody has changed it since the page was shown */
  | { outcome: 'stale'; standing: FactValue }
  | { outcome: 'unknown' };

/** Saves one fact of one firm, as its own page would. */
export function setListFact(
  db: Db,
  { pNumber, fact, draft }: { pNumber: number; fact: ListFact; draft: FactDraft },
  doing: Doing,
): FactAnswer {
  const reason = refusal(db, fact, draft);
  if (reason !== undefined) return { outcome: 'refused', reason };
  return db.transaction(
    (tx): FactAnswer => {
      const before = listFacts(tx, [pNumber]).get(pNumber)?.[fact];
      if (!before) return { outcome: 'unknown' };
      if (before.version !== draft.seen && before.value !== draft.value)
        return { outcome: 'stale', standing: before };
      const refused = write[fact](tx, pNumber, draft, doing);
      return refused === undefined ? { outcome: 'saved', before } : { outcome: 'refused', reason: refused };
    },
    { behavior: 'immediate' },
  );
}

function refusal(db: Db, fact: ListFact, { value }: FactDraft): string | undefined {
  if (fact === 'telefon') return phoneErrors('vaerdi', value)[0]?.reason;
  if (fact === 'ansvarlig' && value !== '' && !isKonsulent(db, idOf(value))) return 'Vælg en konsulent.';
  return undefined;
}

type Writer = Pick<Db, 'select' | 'insert' | 'update'>;
type Write = (tx: Writer, pNumber: number, draft: FactDraft, doing: Doing) => string | undefined;

/** A sentence in Danish when the value cannot be. */
const write: Record<ListFact, Write> = {
  telefon(tx, pNumber, { value, source }, doing) {
    const knownOn = localDate(new Date(doing.at));
    writeOwnValue(tx, { pNumber, field: 'telefon', value: value || null, source, knownOn }, doing);
    return undefined;
  },
  naeste_skridt(tx, _pNumber, { value, seen }, doing) {
    return moveStep(tx, { contactId: idOf(seen.split(':')[0] ?? ''), date: value }, doing);
  },
  ansvarlig(tx, pNumber, { value }, doing) {
    moveOwner(tx, pNumber, value === '' ? null : idOf(value), doing);
    return undefined;
  },
};
