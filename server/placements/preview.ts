import { eq } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { ORDER_TYPES } from '../../db/schema/job-orders.ts';
import { readSettings } from '../admin/queries.ts';
import { isIsoDate } from '../ui/dates.ts';
import { collisionErrors } from './collision-errors.ts';
import type { PlacementDraft } from './draft.ts';
import { type Opinion, opinionsOn } from './opinions.ts';
import { checkHours } from './shifts.ts';

export interface Preview {
  opinions: Opinion[];
  /** in the way of another placement, in a sentence */
  collision: string | null;
}

/** What the rules would say of a form that is not finished; null while type or first day is not known. */
export function previewOf(db: Db, draft: PlacementDraft, cvr: number): Preview | null {
  const type = ORDER_TYPES.find((value) => value === draft.type);
  const person = db.select().from(citizen).where(eq(citizen.id, draft.citizenId)).get();
  const { startsOn } = draft;
  const endsOn =
    draft.endsOn !== null && isIsoDate(draft.endsOn) && draft.endsOn >= startsOn ? draft.endsOn : null;
  if (!type || !person || !isIsoDate(startsOn)) return null;
  // Hours that are not typed yet are taken for full time, which asks the most.
  const { hours } = checkHours(draft);
  const { weeklyHours, shifts } = hours ?? { weeklyHours: readSettings(db).fullTimeHours, shifts: [] };
  const wanted = { ...draft, type, cvr, endsOn, weeklyHours };
  const steps = [{ fromDate: startsOn, weeklyHours, shifts }];
  const [collision] = collisionErrors(db, { ...wanted, id: null, lastDay: endsOn, hours: steps });
  return { opinions: opinionsOn(db, person, wanted), collision: collision?.reason ?? null };
}
