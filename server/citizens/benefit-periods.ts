import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { benefitPeriod } from '../../db/schema/citizen-work.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { cleanText, cprErrors } from '../contacts/rules.ts';
import { legalRules } from '../legal-rules/queries.ts';
import type { FieldError } from '../problems.ts';
import { addDays, isIsoDate, showDate } from '../ui/dates.ts';
import { type Fields, textOf } from '../ui/fields.ts';

type Tx = Pick<Db, 'select' | 'insert' | 'update'>;

const replacer = alias(user, 'replacer');

/** All that was ever written of a citizen's stretches on benefit, the latest stretch first, and of it what stands first. */
export function benefitHistoryOf(db: Pick<Db, 'select'>, citizenId: number) {
  return historyAsked(db).all({ citizenId });
}
export type WrittenPeriod = ReturnType<typeof benefitHistoryOf>[number];

const historyAsked = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({
      id: benefitPeriod.id,
      targetGroup: benefitPeriod.targetGroup,
      fromDate: benefitPeriod.fromDate,
      untilDate: benefitPeriod.untilDate,
      recordedAt: benefitPeriod.recordedAt,
      recordedByName: user.name,
      supersededAt: benefitPeriod.supersededAt,
      supersededByName: replacer.name,
      supersededReason: benefitPeriod.supersededReason,
    })
    .from(benefitPeriod)
    .leftJoin(user, eq(user.id, benefitPeriod.recordedBy))
    .leftJoin(replacer, eq(replacer.id, benefitPeriod.supersededBy))
    .where(eq(benefitPeriod.citizenId, sql.placeholder('citizenId')))
    .orderBy(desc(benefitPeriod.fromDate), desc(benefitPeriod.id))
    .prepare(),
);

interface Doing {
  at: string;
  by: number;
  today: string;
}

export type PeriodAnswer = { id: number | null } | { errors: FieldError[] } | 'stale';

/** Writes a stretch on benefit, in the place of the standing one `corrects` where that is given. */
export function writePeriod(
  db: Db,
  { citizenId, corrects, fields }: { citizenId: number; corrects: number | null; fields: Fields },
  doing: Doing,
): PeriodAnswer {
  return db.transaction(
    (tx): PeriodAnswer => {
      const standing = standingPeriods(tx, citizenId);
      if (corrects !== null && !standing.some(({ id }) => id === corrects)) return 'stale';
      const others = standing.filter(({ id }) => id !== corrects);
      const { period, errors } = readPeriod(fields, legalRules(tx).groups, { others, today: doing.today });
      const reason = corrects === null ? null : readReason(fields, errors);
      if (errors.length > 0) return { errors };
      if (corrects !== null) supersede(tx, corrects, reason, doing);
      const { id } = tx
        .insert(benefitPeriod)
        .values({ ...period, citizenId, recordedAt: doing.at, recordedBy: doing.by })
        .returning({ id: benefitPeriod.id })
        .get();
      noteChange(tx, citizenId, corrects === null ? 'skrevet' : 'rettet', doing);
      return { id };
    },
    { behavior: 'immediate' },
  );
}

/** Takes a standing stretch away, with the reason. The row is kept. */
export function withdrawPeriod(
  db: Db,
  { citizenId, id, fields }: { citizenId: number; id: number; fields: Fields },
  doing: Doing,
): PeriodAnswer {
  return db.transaction(
    (tx): PeriodAnswer => {
      if (!standingPeriods(tx, citizenId).some((each) => each.id === id)) return 'stale';
      const errors: FieldError[] = [];
      const reason = readReason(fields, errors);
      if (errors.length > 0) return { errors };
      supersede(tx, id, reason, doing);
      noteChange(tx, citizenId, 'trukket tilbage', doing);
      return { id: null };
    },
    { behavior: 'immediate' },
  );
}

/** The citizen's stretches that hold, the earliest first. */
export function standingPeriods(tx: Pick<Db, 'select'>, citizenId: number) {
  return tx
    .select()
    .from(benefitPeriod)
    .where(and(eq(benefitPeriod.citizenId, citizenId), isNull(benefitPeriod.supersededAt)))
    .orderBy(asc(benefitPeriod.fromDate))
    .all();
}

/** `til` is the last day on benefit; blank: still on it. Stretches never overlap: a day is in one target group. */
function readPeriod(
  fields: Fields,
  groups: readonly { code: string }[],
  { others, today }: { others: readonly { fromDate: string; untilDate: string | null }[]; today: string },
) {
  const errors: FieldError[] = [];
  const targetGroup = textOf(fields, 'maalgruppe');
  if (!groups.some(({ code }) => code === targetGroup))
    errors.push({ field: 'maalgruppe', reason: 'Vælg den målgruppe, ydelsen blev givet i.' });
  const fromDate = textOf(fields, 'fra');
  if (!isIsoDate(fromDate)) errors.push({ field: 'fra', reason: 'Skriv den første dag på ydelsen.' });
  else if (fromDate > today)
    errors.push({ field: 'fra', reason: 'Den første dag kan ikke ligge i fremtiden.' });
  const lastDay = textOf(fields, 'til');
  if (lastDay !== '' && !isIsoDate(lastDay))
    errors.push({ field: 'til', reason: 'Skriv den sidste dag på ydelsen, eller lad feltet stå tomt.' });
  else if (lastDay !== '' && lastDay < fromDate)
    errors.push({ field: 'til', reason: 'Den sidste dag er før den første.' });
  const untilDate = lastDay === '' ? null : isIsoDate(lastDay) ? addDays(lastDay, 1) : null;
  const other = others.find(
    (each) => fromDate < (each.untilDate ?? '9999') && each.fromDate < (untilDate ?? '9999'),
  );
  if (errors.length === 0 && other) {
    const until = other.untilDate ? `til ${showDate(addDays(other.untilDate, -1))}` : 'og frem';
    const reason = `Perioden overlapper den fra ${showDate(other.fromDate)} ${until}: ret den først.`;
    errors.push({ field: fromDate < other.fromDate ? 'til' : 'fra', reason });
  }
  return { period: { targetGroup, fromDate, untilDate }, errors };
}

function readReason(fields: Fields, errors: FieldError[]): string {
  const reason = cleanText(textOf(fields, 'begrundelse')) ?? '';
  if (reason === '') errors.push({ field: 'begrundelse', reason: 'Skriv, hvad der var forkert.' });
  if (reason.length > 500) errors.push({ field: 'begrundelse', reason: 'Skriv det på højst 500 tegn.' });
  errors.push(...cprErrors('begrundelse', reason));
  return reason;
}

function supersede(tx: Tx, id: number, supersededReason: string | null, { at, by }: Doing): void {
  tx.update(benefitPeriod)
    .set({ supersededAt: at, supersededBy: by, supersededReason })
    .where(eq(benefitPeriod.id, id))
    .run();
}

/** What the citizen may have hangs on the months: the change of the citizen's row tells the matching (trigger). */
function noteChange(tx: Tx, citizenId: number, what: string, { at, by }: Doing): void {
  tx.update(citizen)
    .set({ version: sql`${citizen.version} + 1`, updatedAt: at })
    .where(eq(citizen.id, citizenId))
    .run();
  recordEvent(tx, {
    at,
    userId: by,
    action: 'ret',
    entity: 'citizen',
    entityKey: String(citizenId),
    detail: `ydelsesperiode ${what}`,
  });
}
