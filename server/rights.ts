import { and, eq, or, type SQL, sql } from 'drizzle-orm';
import type { OrPlaceholder } from '../db/prepared.ts';
import { citizen } from '../db/schema/citizens.ts';
import { ruleOverride } from '../db/schema/placements.ts';
import { type Role, user } from '../db/schema/users.ts';
import { isHidden } from './citizens/rules.ts';

/**
 * Who may do what with which row: every rule that looks at both the person and the row stands here. Which roles may
 * call a route at all stands at the route (`config.access`, kept by plugins/access.ts).
 */
export interface Viewer {
  userId: number;
  teamId: number | null;
  roles: readonly Role[];
}

/** The same as conditions compare with it: known, or given each time a kept question is asked. */
export interface Looking {
  userId: OrPlaceholder<number>;
  teamId: OrPlaceholder<number> | null;
  roles: readonly Role[];
}

/** Who answers for an order: its own konsulent, else the firm's. */
export interface Ownership {
  ownerId: number | null;
  ownerName: string | null;
  ownerTeamId: number | null;
}

/** What decides how much of a citizen is shown. NULL is no answer yet. */
export interface GuardedCitizen {
  protectedAddress: boolean | null;
  mayBeShared: boolean | null;
  caseworkerUserId: number | null;
}

export interface CaseOf {
  citizen: GuardedCitizen;
  caseworkerTeamId: number | null;
}

/** What decides who may know and change a placement. */
export interface HeldPlacement extends Ownership, CaseOf {
  createdBy: number;
}

/** The actions that depend on a row, each with what its rule needs to know of the row. */
interface Rows {
  'open citizen': CaseOf;
  'write citizen': CaseOf;
  'erase citizen': CaseOf;
  'place by key': Pick<GuardedCitizen, 'protectedAddress' | 'mayBeShared'>;
  'change order': Ownership;
  'work on board': Ownership;
  'change placement': HeldPlacement;
}

/** May this person do this with this row? The route has asked for the role before. */
export function can<Action extends keyof Rows>(viewer: Viewer, action: Action, row: Rows[Action]): boolean {
  return RULES[action](viewer, row);
}

const RULES: { readonly [Action in keyof Rows]: (viewer: Viewer, row: Rows[Action]) => boolean } = {
  /** own and the team's citizens, one who is leder as well everybody's; a protected one only the own sagsbehandler */
  'open citizen': (viewer, { citizen: person, caseworkerTeamId }) => {
    if (!viewer.roles.includes('sagsbehandler')) return false;
    if (person.caseworkerUserId === viewer.userId) return true;
    const isTeams = caseworkerTeamId !== null && caseworkerTeamId === viewer.teamId;
    return !isProtected(person) && (isTeams || viewer.roles.includes('leder'));
  },
  /** what is agreed with a citizen and known of them is the own sagsbehandler's to write */
  'write citizen': (viewer, row) =>
    can(viewer, 'open citizen', row) && row.citizen.caseworkerUserId === viewer.userId,
  /** the own sagsbehandler, and one who is leder as well: a right of the citizen's must not wait for a holiday */
  'erase citizen': (viewer, row) =>
    can(viewer, 'write citizen', row) || (can(viewer, 'open citizen', row) && viewer.roles.includes('leder')),
  /** a konsulent who knows the key in the case system; never one who is protected or not to be shared */
  'place by key': (viewer, person) => viewer.roles.includes('konsulent') && !isHidden(person),
  /** a konsulent changes own, the team's and unowned orders; all other roles read */
  'change order': (viewer, order) =>
    viewer.roles.includes('konsulent') && holderOf(viewer, order) !== 'anden',
  /** own and the team's orders; one that nobody answers for is taken over first */
  'work on board': (viewer, order) =>
    can(viewer, 'change order', order) && holderOf(viewer, order) !== 'ingen',
  /** a konsulent own, the team's and nobody's, and those they wrote down; a sagsbehandler those of their citizens */
  'change placement': (viewer, held) =>
    can(viewer, 'open citizen', held) ||
    can(viewer, 'change order', held) ||
    (viewer.roles.includes('konsulent') && held.createdBy === viewer.userId),
};

export type Holder = 'egen' | 'team' | 'ingen' | 'anden';

export function holderOf(viewer: Viewer, { ownerId, ownerTeamId }: Ownership): Holder {
  if (ownerId === null) return 'ingen';
  if (ownerId === viewer.userId) return 'egen';
  return ownerTeamId !== null && ownerTeamId === viewer.teamId ? 'team' : 'anden';
}

/** `take-first`: an unowned order, whose candidates a konsulent sees once they have taken it. */
export type ShortlistAccess = 'yes' | 'take-first' | 'no';

/** A konsulent sees the candidates of own and the team's orders; a sagsbehandler opens any order's list. */
export function shortlistAccess(viewer: Viewer, order: Ownership): ShortlistAccess {
  if (viewer.roles.includes('sagsbehandler')) return 'yes';
  if (can(viewer, 'work on board', order)) return 'yes';
  return can(viewer, 'change order', order) ? 'take-first' : 'no';
}

/**
 * How much of a citizen this viewer is shown beside an order. `full`: name and link, for the own sagsbehandler and the
 * team's. `first-name`: for a konsulent on own or team's orders. `hidden`: a rank and nothing else. Who is protected, or
 * may be for want of an answer, exists for the own sagsbehandler alone.
 */
export type Sight = 'full' | 'first-name' | 'hidden';

export function sightOf(
  viewer: Viewer,
  order: Ownership,
  person: GuardedCitizen,
  caseworkerTeamId: number | null,
): Sight {
  if (can(viewer, 'open citizen', { citizen: person, caseworkerTeamId })) return 'full';
  return can(viewer, 'work on board', order) && !isHidden(person) ? 'first-name' : 'hidden';
}

/** Whoever wrote a placement down knows whom it is about, as on an own order. */
export function sightOfPlaced(viewer: Viewer, held: HeldPlacement): Sight {
  const order = held.createdBy === viewer.userId ? { ...held, ownerId: viewer.userId } : held;
  return sightOf(viewer, order, held.citizen, held.caseworkerTeamId);
}

/** NULL is no answer yet, and no answer protects. */
export function isProtected({ protectedAddress }: Pick<GuardedCitizen, 'protectedAddress'>): boolean {
  return protectedAddress !== false;
}

export const CITIZEN_TABS = ['mine', 'team', 'alle'] as const;
export type CitizenTab = (typeof CITIZEN_TABS)[number];

/** A sagsbehandler has own and the team's citizens; one who is leder as well sees everybody's. */
export function tabsOf({ roles }: Pick<Viewer, 'roles'>): CitizenTab[] {
  return CITIZEN_TABS.filter((tab) => tab !== 'alle' || roles.includes('leder'));
}

/** The rows that a person may be shown, as conditions of a query: the same rules as above, asked of many at once. */
export function scopeOf(viewer: Looking) {
  const { userId, teamId, roles } = viewer;
  const isOwnCitizen = eq(citizen.caseworkerUserId, userId);
  const isOpen = eq(citizen.protectedAddress, false);
  return {
    /** condition on citizen: own, the team's or all, without the protected ones that are others' */
    citizens(tab: CitizenTab): SQL | undefined {
      if (tab === 'alle') return or(isOwnCitizen, isOpen);
      if (tab === 'mine' || teamId === null) return isOwnCitizen;
      // Whose they are comes first and by itself: the index of caseworkers answers, and no table is read through.
      const whose = sql`${citizen.caseworkerUserId} IN (SELECT id FROM ${user} WHERE id = ${userId} OR team_id = ${teamId})`;
      return and(whose, or(isOwnCitizen, isOpen));
    },
    /** condition on placement's citizen: who is protected, or may be, works nowhere but for the own sagsbehandler */
    placements(): SQL | undefined {
      return roles.includes('sagsbehandler') ? or(isOpen, isOwnCitizen) : isOpen;
    },
    /** condition on rule_override: leder and administrator look after all, others see what they decided themselves */
    overrides(): SQL | undefined {
      const all = roles.includes('leder') || roles.includes('administrator');
      return all ? undefined : eq(ruleOverride.decidedBy, userId);
    },
  };
}
