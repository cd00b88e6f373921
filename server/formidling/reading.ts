import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReadPurpose } from '../../db/schema/citizens.ts';
import { logReads } from '../citizens/reads.ts';
import type { AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import type { OrderDetails } from '../job-orders/queries.ts';
import { teamsOfUsers } from '../matching/candidates.ts';
import { idOf } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { type OrderCards, orderCards } from './order-cards.ts';
import { type CardRow, findCard, type LogEntry, readLog } from './queries.ts';
import { cardFor, type ShownCard } from './rights.ts';
import { type DueCards, formidlingDue } from './waiting.ts';

/** What pages and programs read of cards: only those of citizens whom the viewer may know, each view logged. */
export function cardReader({ db, now, today }: AppContext) {
  return { findAllowed, shownOf, logsOf, dueOf, onOrderPage, log, doing };

  /** A card whose citizen the viewer may not know answers as one that never was. */
  function findAllowed(request: FastifyRequest, reply: FastifyReply, id: string): ShownCard | undefined {
    const row = findCard(db, idOf(id), today());
    const [shown] = row ? shownOf(request, [row]) : [];
    if (!shown) sendProblem(request, reply, NOT_FOUND);
    return shown;
  }

  function shownOf(request: FastifyRequest, rows: readonly CardRow[]): ShownCard[] {
    const teams = teamsOfUsers(db);
    return rows.flatMap((row) => cardFor(actorOf(request), row, teams) ?? []);
  }

  function logsOf(cards: readonly ShownCard[]): Map<number, LogEntry[]> {
    const ids = cards.map(({ card }) => card.id);
    return Map.groupBy(readLog(db, ids), (entry) => entry.formidlingId);
  }

  function dueOf(request: FastifyRequest): DueCards<ShownCard> {
    const shown = (rows: CardRow[]) => shownOf(request, rows);
    const due = formidlingDue(db, actorOf(request), { today: today(), shown });
    const { silent, yes, interviews, closed, toTell } = due;
    log(
      request,
      [silent, yes, interviews, closed, toTell].flatMap(({ rows }) => rows),
      'liste',
    );
    return due;
  }

  function onOrderPage(request: FastifyRequest, details: OrderDetails): OrderCards {
    const found = orderCards(db, actorOf(request), details, today());
    log(
      request,
      (found.latest ?? []).map(({ shown }) => shown),
      'tavle',
    );
    return found;
  }

  function log(request: FastifyRequest, cards: readonly ShownCard[], purpose: ReadPurpose): void {
    for (const [jobOrderId, shown] of Map.groupBy(cards, ({ order }) => order.id))
      logReads(
        request,
        { db, now },
        shown.map(({ person }) => person.citizenId),
        { purpose, jobOrderId },
      );
  }

  function doing(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId, today: today() };
  }
}
