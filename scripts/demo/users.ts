/** The staff of the demo town. The two jobformidlere are konsulenter who also own citizens (plan 2020-22, track 3). */
import { asciiSlug } from './numbers.ts';
import { drawPerson, fullName } from './people.ts';
import { createRandom } from './random.ts';
import type { TeamField } from './words/trades.ts';

export type DemoRole = 'konsulent' | 'sagsbehandler' | 'leder' | 'administrator';

export interface DemoUser {
  username: string;
  name: string;
  email: string;
  roles: DemoRole[];
  team: string;
}

/** One password for all: a demo folder can never be served as production (server/start.ts). */
export const DEMO_PASSWORD = 'samtlige-demo';

export const CONSULTANT_TEAMS: { field: TeamField; name: string }[] = [
  { field: 'transport', name: 'Lager, transport og industri' },
  { field: 'byg', name: 'Byg, anlæg og grønt' },
  { field: 'service', name: 'Butik, køkken og service' },
  { field: 'velfaerd', name: 'Kontor, omsorg og offentlige' },
];

export const CASEWORKER_TEAMS = ['Job og uddannelse', 'Job og helbred'];

const CONSULTANTS_PER_TEAM = 5;
const CASEWORKERS_PER_TEAM = 4;

/** 20 konsulenter (two of them jobformidlere), 8 sagsbehandlere, 1 leder, 1 administrator; in that order. */
export function demoUsers(seed: number): DemoUser[] {
  const random = createRandom(seed, 'users');
  const taken = new Set<string>();
  const user = (roles: DemoRole[], team: string): DemoUser => {
    for (;;) {
      const name = fullName(drawPerson(random, 0.78));
      const username = initials(name);
      if (taken.has(username)) continue;
      taken.add(username);
      return { username, name, email: `${username}@jobcenter.example`, roles, team };
    }
  };
  const consultants = CONSULTANT_TEAMS.flatMap(({ name }, team) =>
    Array.from({ length: CONSULTANTS_PER_TEAM }, (_, place) =>
      user(team >= 2 && place === 0 ? ['konsulent', 'sagsbehandler'] : ['konsulent'], name),
    ),
  );
  const caseworkers = CASEWORKER_TEAMS.flatMap((team) =>
    Array.from({ length: CASEWORKERS_PER_TEAM }, () => user(['sagsbehandler'], team)),
  );
  return [...consultants, ...caseworkers, user(['leder'], 'Ledelse'), user(['administrator'], 'Drift')];
}

/** Two letters of the first name and two of the last, as Danish municipalities build user names. */
function initials(name: string): string {
  const words = asciiSlug(name).split('-');
  return `${words[0]?.slice(0, 2)}${words.at(-1)?.slice(0, 2)}`;
}
