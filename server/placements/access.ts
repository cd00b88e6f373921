import type { Role } from '../../db/schema/users.ts';
import { shownKey } from '../citizens/rules.ts';
import { holderOf } from '../job-orders/rules.ts';
import { mayOpenCitizen, type Sight, sightOf } from '../matching/rules.ts';
import { citizenName } from './words.ts';

export interface Viewer {
  userId: number;
  teamId: number | null;
  roles: Role[];
}

/** What decides who may know and change a placement. */
export interface Held {
  createdBy: number;
  ownerId: number | null;
  ownerName: string | null;
  ownerTeamId: number | null;
  caseworkerTeamId: number | null;
  citizen: {
    id: number;
    name: string | null;
    citizenKey: string;
    protectedAddress: boolean | null;
    mayBeShared: boolean | null;
    caseworkerUserId: number | null;
  };
}

/** The citizen as this viewer may know them; null: a citizen, and nothing more. */
export interface ShownCitizen {
  citizenId: number;
  name: string;
  sight: Exclude<Sight, 'hidden'>;
}

/** Whoever wrote a placement down knows whom it is about, as on an own order. */
export function citizenFor(viewer: Viewer, held: Held): ShownCitizen | null {
  const { citizen, caseworkerTeamId, createdBy } = held;
  const ownership = createdBy === viewer.userId ? { ...held, ownerId: viewer.userId } : held;
  const sight = sightOf(viewer, ownership, citizen, caseworkerTeamId);
  if (sight === 'hidden') return null;
  const name = citizenName(citizen.name, sight === 'full') ?? shownKey(citizen.citizenKey);
  return { citizenId: citizen.id, name, sight };
}

/** A konsulent changes own, the team's and nobody's; a sagsbehandler those of citizens that they may open. */
export function mayChangePlacement(viewer: Viewer, held: Held): boolean {
  if (mayOpenCitizen(viewer, held.citizen, held.caseworkerTeamId)) return true;
  if (!viewer.roles.includes('konsulent')) return false;
  return held.createdBy === viewer.userId || holderOf(viewer, held) !== 'anden';
}
