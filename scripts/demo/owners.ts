/** Which konsulent looks after which place of work: by the team's trades, and unevenly. */
import type { DemoCompany, DemoUnit } from './company-model.ts';
import { createRandom } from './random.ts';
import { CONSULTANT_TEAMS, type DemoUser } from './users.ts';

export interface DemoOwner {
  pNumber: number;
  username: string;
}

/** Share of each size that has an owner; all firms that are or may be in scope have one. */
const OWNED_SHARE = { many: 1, straddle: 1, few: 0.35, zero: 0.06, unreported: 0.03, ceased: 0.3 };

export function assignOwners(seed: number, companies: DemoCompany[], users: DemoUser[]): DemoOwner[] {
  const random = createRandom(seed, 'owners');
  const consultants = users.filter((user) => user.roles.includes('konsulent'));
  const load = new Map(consultants.map((user) => [user.username, 0.6 + random.next() * 0.8]));
  const owners: DemoOwner[] = [];
  for (const unit of companies.flatMap((company) => company.units)) {
    if (!random.chance(OWNED_SHARE[unit.band])) continue;
    const team = random.chance(0.88) ? teamOf(unit) : random.pick(CONSULTANT_TEAMS).name;
    const members = consultants.filter((user) => user.team === team);
    const owner = random.weighted(members, (user) => load.get(user.username) ?? 0);
    owners.push({ pNumber: unit.pNumber, username: owner.username });
  }
  return owners;
}

function teamOf(unit: DemoUnit): string | undefined {
  return CONSULTANT_TEAMS.find((team) => team.field === unit.field)?.name;
}
