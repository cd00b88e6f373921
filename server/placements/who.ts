import { and, desc, eq, inArray, notInArray } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { company, pUnit } from '../../db/schema/companies.ts';
import { formidling } from '../../db/schema/formidling.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { user } from '../../db/schema/users.ts';
import { shownKey } from '../citizens/rules.ts';
import { firmOwner, firmOwnerJoin, orderOwner, orderOwnerJoin, ownership } from '../job-orders/ownership.ts';
import { can, type Ownership, sightOf, type Viewer } from '../rights.ts';
import type { ShownCitizen } from './access.ts';
import type { Asking } from './queries.ts';
import { citizenName } from './words.ts';

/** How a citizen is pointed at: by a page that the viewer came from, or by the case system's key as somebody typed it. */
export interface Pointer {
  citizenId: number;
  citizenKey: string;
  formidlingId: number;
}

const COLUMNS = {
  id: citizen.id,
  name: citizen.name,
  citizenKey: citizen.citizenKey,
  protectedAddress: citizen.protectedAddress,
  mayBeShared: citizen.mayBeShared,
  caseworkerUserId: citizen.caseworkerUserId,
  caseworkerTeamId: user.teamId,
};

/**
 * The citizen whom this viewer may place, or undefined. A sagsbehandler: those they may open. A konsulent: one on the
 * board of an own or the team's order, or one whose key in the case system they know; never one who is protected, may
 * be, or is not to be shared. An id alone opens nothing for them: ids can be counted through.
 */
export function findPlaceable(db: Db, pointer: Pointer, { viewer, today }: Asking): ShownCitizen | undefined {
  const card = pointer.formidlingId > 0 ? findCard(db, pointer.formidlingId, today) : undefined;
  const id = card?.citizenId ?? pointer.citizenId;
  const person = db
    .select(COLUMNS)
    .from(citizen)
    .leftJoin(user, eq(user.id, citizen.caseworkerUserId))
    .where(id > 0 ? eq(citizen.id, id) : eq(citizen.citizenKey, pointer.citizenKey))
    .get();
  if (!person) return undefined;
  if (can(viewer, 'open citizen', { citizen: person, caseworkerTeamId: person.caseworkerTeamId }))
    return shown(person, 'full');
  if (card) {
    const sight = sightOf(viewer, card, person, person.caseworkerTeamId);
    return sight === 'hidden' ? undefined : shown(person, sight);
  }
  const isKnown = id === 0 && can(viewer, 'place by key', person);
  return isKnown ? shown(person, 'first-name') : undefined;
}

function shown(
  { id, name, citizenKey }: { id: number; name: string | null; citizenKey: string },
  sight: ShownCitizen['sight'],
): ShownCitizen {
  return { citizenId: id, name: citizenName(name, sight === 'full') ?? shownKey(citizenKey), sight };
}

/** A sagsbehandler places on any order, a konsulent on those they may change. */
export function mayPlaceOn(viewer: Viewer, order: Ownership): boolean {
  return viewer.roles.includes('sagsbehandler') || can(viewer, 'change order', order);
}

/** A card of an order's board with who answers for the order. */
export function findCard(db: Db, id: number, today: string) {
  return cards(db, today).where(eq(formidling.id, id)).get();
}

/**
 * The citizen's open cards on boards of orders at a place of work, as far as this viewer may place on them: a placement
 * there may belong to one of them.
 */
export function openCardsAt(
  db: Db,
  { citizenId, pNumber }: { citizenId: number; pNumber: number },
  { viewer, today }: Asking,
) {
  const isOpen = notInArray(formidling.stage, ['ej', 'startet']);
  return cards(db, today)
    .where(and(eq(formidling.citizenId, citizenId), eq(jobOrder.pNumber, pNumber), isOpen))
    .orderBy(desc(formidling.id))
    .all()
    .filter((card) => mayPlaceOn(viewer, card));
}

function cards(db: Db, today: string) {
  return db
    .select({
      id: formidling.id,
      citizenId: formidling.citizenId,
      jobOrderId: formidling.jobOrderId,
      stage: formidling.stage,
      version: formidling.version,
      title: jobOrder.title,
      ...ownership,
    })
    .from(formidling)
    .innerJoin(jobOrder, eq(jobOrder.id, formidling.jobOrderId))
    .innerJoin(company, eq(company.cvr, jobOrder.cvr))
    .leftJoin(pUnit, eq(pUnit.pNumber, jobOrder.pNumber))
    .leftJoin(orderOwner, orderOwnerJoin)
    .leftJoin(firmOwner, firmOwnerJoin(today));
}

/** The cards of an order on which a start is near: shared with the firm, or at an interview. */
export function nearStart(db: Db, jobOrderId: number): { id: number; citizenId: number }[] {
  return db
    .select({ id: formidling.id, citizenId: formidling.citizenId })
    .from(formidling)
    .where(and(eq(formidling.jobOrderId, jobOrderId), inArray(formidling.stage, ['delt', 'samtale'])))
    .all();
}
