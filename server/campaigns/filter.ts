import type { Db } from '../../db/client.ts';
import { fieldsOfQuery, readFilters, readSort } from '../companies/filters.ts';
import { fittingFirms } from '../companies/list.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import type { Actor } from '../plugins/session.ts';
import { localDate, quarterOf } from '../ui/dates.ts';
import { teamOf } from '../users/queries.ts';

/** The firms of a filter of the firm list, as it shows them now to this user. */
export function firmsOfFilter(db: Db, filter: string, { actor, now }: { actor: Actor; now: Date }): number[] {
  const query = fieldsOfQuery(filter);
  const today = localDate(now);
  const question = { from: quarterOf(today).from, to: today, asOf: ALL_KNOWN };
  const filters = readFilters(query, { ...actor, teamId: teamOf(db, actor.userId) });
  return fittingFirms(db, filters, { sort: readSort(query), question });
}
