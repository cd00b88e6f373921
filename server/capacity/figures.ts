import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { merbeskaeftigelse, ordinaryStaff } from '../../db/schema/capacity.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { freeTextErrors } from '../contacts/rules.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';

const MOST_YEARS = 99_999;
const NOTE_LIMIT = 1000;

interface Doing {
  at: string;
  by: number;
}

/** Full-time years of a month (its first day); null: nothing was typed, so nothing is changed. */
export interface MonthFigure {
  month: string;
  years: number | null;
}

/** Ordinary staff as the firm says: a figure that differs replaces the month's old one, which is kept. */
export function recordStaff(
  db: Db,
  { pNumber, figures }: { pNumber: number; figures: readonly MonthFigure[] },
  { at, by }: Doing,
): FieldError[] {
  const errors = figures.flatMap(({ years }, index) => yearsErrors(`figures.${index}`, years));
  if (errors.length > 0) return errors;
  if (figures.every(({ years }) => years === null))
    return [{ field: 'figures.0', reason: 'Skriv årsværk for mindst én måned.' }];
  db.transaction(
    (tx) => {
      for (const { month, years } of figures) {
        if (years === null) continue;
        const standing = and(
          eq(ordinaryStaff.pNumber, pNumber),
          eq(ordinaryStaff.month, month),
          isNull(ordinaryStaff.supersededAt),
        );
        if (tx.select().from(ordinaryStaff).where(standing).get()?.fullTimeYears === years) continue;
        tx.update(ordinaryStaff).set({ supersededAt: at }).where(standing).run();
        tx.insert(ordinaryStaff)
          .values({
            pNumber,
            month,
            fullTimeYears: years,
            source: 'virksomheden',
            recordedAt: at,
            recordedBy: by,
          })
          .run();
      }
      recordEvent(tx, { at, userId: by, action: 'aarsvaerk', entity: 'p_unit', entityKey: String(pNumber) });
    },
    { behavior: 'immediate' },
  );
  return [];
}

function yearsErrors(field: string, years: number | null): FieldError[] {
  if (years === null || (years >= 0 && years <= MOST_YEARS)) return [];
  return [{ field, reason: 'Årsværk skrives som et tal, fx 23,5.' }];
}

export interface MerbeskaeftigelseDraft {
  askedOn: string;
  latestYears: number | null;
  averageYears: number | null;
  vacated: boolean | null;
  note: string | null;
}

/** What a private company says about merbeskæftigelse. A new answer stands beside the old ones. */
export function recordMerbeskaeftigelse(
  db: Db,
  { cvr, draft, today }: { cvr: number; draft: MerbeskaeftigelseDraft; today: string },
  { at, by }: Doing,
): FieldError[] {
  const { askedOn, latestYears, averageYears, vacated, note } = draft;
  const errors = [...freeTextErrors('note', note, NOTE_LIMIT)];
  if (!isIsoDate(askedOn) || askedOn > today)
    errors.push({ field: 'askedOn', reason: 'Skriv den dag, I spurgte: i dag eller tidligere.' });
  for (const [field, years] of [
    ['latestYears', latestYears],
    ['averageYears', averageYears],
  ] as const)
    if (years === null) errors.push({ field, reason: 'Skriv tallet, fx 23,5.' });
    else errors.push(...yearsErrors(field, years));
  if (vacated === null) errors.push({ field: 'vacated', reason: 'Vælg ja eller nej.' });
  if (errors.length > 0 || latestYears === null || averageYears === null || vacated === null) return errors;
  db.transaction(
    (tx) => {
      tx.insert(merbeskaeftigelse)
        .values({ cvr, askedOn, latestYears, averageYears, vacated, note, recordedAt: at, recordedBy: by })
        .run();
      const event = { action: 'merbeskaeftigelse', entity: 'company', entityKey: String(cvr) };
      recordEvent(tx, { at, userId: by, ...event });
    },
    { behavior: 'immediate' },
  );
  return [];
}

export type Merbeskaeftigelse = NonNullable<ReturnType<typeof latestMerbeskaeftigelse>>;

/** The company's latest answer, and who noted it. */
export function latestMerbeskaeftigelse(db: Pick<Db, 'select'>, cvr: number) {
  return latestAnswer(db).get({ cvr });
}

const latestAnswer = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({
      askedOn: merbeskaeftigelse.askedOn,
      latestYears: merbeskaeftigelse.latestYears,
      averageYears: merbeskaeftigelse.averageYears,
      vacated: merbeskaeftigelse.vacated,
      note: merbeskaeftigelse.note,
      byName: user.name,
    })
    .from(merbeskaeftigelse)
    .innerJoin(user, eq(user.id, merbeskaeftigelse.recordedBy))
    .where(eq(merbeskaeftigelse.cvr, sql.placeholder('cvr')))
    .orderBy(desc(merbeskaeftigelse.askedOn), desc(merbeskaeftigelse.id))
    .limit(1)
    .prepare(),
);
