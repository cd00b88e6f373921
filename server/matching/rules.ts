import type { Role } from '../../db/schema/users.ts';
import { isHidden } from '../citizens/rules.ts';
import { holderOf, type Ownership } from '../job-orders/rules.ts';
import type { CitizenRow } from './market.ts';

interface Viewer {
  userId: number;
  teamId: number | null;
  roles: Role[];
}

/** `take-first`: an unowned order, whose candidates a konsulent sees once they have taken it. */
export type ShortlistAccess = 'yes' | 'take-first' | 'no';

/** A konsulent sees the candidates of own and the team's orders; a sagsbehandler opens any order's list. */
export function shortlistAccess(viewer: Viewer, ownership: Ownership): ShortlistAccess {
  if (viewer.roles.includes('sagsbehandler')) return 'yes';
  if (!viewer.roles.includes('konsulent')) return 'no';
  const holder = holderOf(viewer, ownership);
  if (holder === 'ingen') return 'take-first';
  return holder === 'anden' ? 'no' : 'yes';
}

type Guarded = Pick<CitizenRow, 'protectedAddress' | 'mayBeShared' | 'caseworkerUserId'>;

/**
 * How much of a citizen this viewer is shown on a list of candidates. `full`: name and link, for the own
 * sagsbehandler and the team's. `first-name`: for a konsulent on own or team's orders. `hidden`: a rank and nothing
 * else. Who is protected, or may be for want of an answer, exists for the own sagsbehandler alone.
 */
export type Sight = 'full' | 'first-name' | 'hidden';

export function sightOf(
  viewer: Viewer,
  ownership: Ownership,
  citizen: Guarded,
  caseworkerTeamId: number | null,
): Sight {
  if (mayOpenCitizen(viewer, citizen, caseworkerTeamId)) return 'full';
  const onOwnOrder =
    viewer.roles.includes('konsulent') && ['egen', 'team'].includes(holderOf(viewer, ownership));
  return onOwnOrder && !isHidden(citizen) ? 'first-name' : 'hidden';
}

/**
 * A sagsbehandler opens own and the team's citizens, one who is leder as well everybody's; a protected one only the own.
 */
export function mayOpenCitizen(viewer: Viewer, citizen: Guarded, caseworkerTeamId: number | null): boolean {
  if (!viewer.roles.includes('sagsbehandler')) return false;
  if (citizen.caseworkerUserId === viewer.userId) return true;
  const isTeams = caseworkerTeamId !== null && caseworkerTeamId === viewer.teamId;
  return !isProtected(citizen) && (isTeams || viewer.roles.includes('leder'));
}

/** NULL is no answer yet, and no answer protects. */
export function isProtected({ protectedAddress }: Pick<CitizenRow, 'protectedAddress'>): boolean {
  return protectedAddress !== false;
}
