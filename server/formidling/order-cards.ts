import type { Db } from '../../db/client.ts';
import type { FormidlingStage } from '../../db/schema/formidling.ts';
import { type OrderDetails, takenPositions } from '../job-orders/queries.ts';
import { teamsOfUsers } from '../matching/candidates.ts';
import type { Actor } from '../plugins/session.ts';
import { shortlistAccess } from '../rights.ts';
import { countStages, everyCardOf, type LogEntry, readLog } from './queries.ts';
import { cardFor, type ShownCard } from './rights.ts';

const LATEST = 5;

export interface OrderCards {
  counts: ReadonlyMap<FormidlingStage, number>;
  positions: number;
  taken: number;
  /** null: the viewer does not see the order's candidates */
  latest: { entry: LogEntry; who: string; shown: ShownCard }[] | null;
}

/** What the order's page tells: whoever sees candidates is told of those they may know, all others numbers. */
export function orderCards(db: Db, viewer: Actor, details: OrderDetails, today: string): OrderCards {
  const { id, positions } = details.order;
  const taken = takenPositions(db, id);
  if (shortlistAccess(viewer, details) !== 'yes')
    return { counts: countStages(db, id), positions, taken, latest: null };
  const teams = teamsOfUsers(db);
  const cards = everyCardOf(db, id, today).flatMap((row) => cardFor(viewer, row, teams) ?? []);
  const byId = new Map(cards.map((shown) => [shown.card.id, shown]));
  const latest = readLog(db, [...byId.keys()], { limit: LATEST }).flatMap((entry) => {
    const shown = byId.get(entry.formidlingId);
    return shown ? [{ entry, shown, who: shown.person.name ?? shown.person.key }] : [];
  });
  const byStage = Map.groupBy(cards, ({ card }) => card.stage);
  const counts = new Map([...byStage].map(([stage, among]) => [stage, among.length]));
  return { counts, positions, taken, latest };
}
