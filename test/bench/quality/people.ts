/** Invents the town's citizens, ten or eleven a trade, as facts. Few are spotless: most break a rule of some order. */
import type { CitizenFacts, Trade } from './facts.ts';
import { pick, type Random } from './noise.ts';
import { isClearCut } from './travel.ts';

export const CITIZENS = 200;

const GROUPS = [
  'dagpenge',
  'dagpenge',
  'kontanthjaelp_jobparat',
  'kontanthjaelp_jobparat',
  'kontanthjaelp_aktivitetsparat',
  'uddannelsesparat',
  'sygedagpenge',
  'ressourceforloeb',
  'selvforsoergende_jobparat',
];
const LANGUAGES = ['arabisk', 'polsk', 'tyrkisk', 'somali', 'farsi', 'urdu', 'ukrainsk', 'rumaensk'];
const WISHES = ['moedestabil', 'samarbejde', 'kundekontakt', 'fysisk-arbejde', 'positiv', 'omhyggelig'];
const NEEDS = ['mentor', 'oplaering', 'faa_timer', 'ingen_tunge_loeft', 'rolige_omgivelser', 'sprogstoette'];

/** What sorts people out: one of these in the profiles that are meant to stumble. */
const FLAWS: ((citizen: CitizenFacts) => Partial<CitizenFacts>)[] = [
  () => ({ mayBeShared: false }),
  () => ({ protectedAddress: true }),
  () => ({ protectedAddress: null }),
  () => ({ danish: 0, danishOral: null, danishWritten: null }),
  () => ({ danish: 1, danishOral: null, danishWritten: null }),
  () => ({ hours: [2, 4] }),
  () => ({ times: ['aften'] }),
  () => ({ times: ['dag'] }),
  () => ({ canStart: '2027-03-01' }),
  () => ({ licences: [] }),
  () => ({ licences: null }),
  ({ certificates }) => ({ certificates: certificates.map(({ id }) => ({ id, expires: '2026-08-31' })) }),
  () => ({ certificates: [] }),
  () => ({ postcode: '4600', transports: ['cykel'], maxTravel: 20 }),
  () => ({ group: 'sygedagpenge', employer: true }),
];

/** What nobody has asked about. */
const BLANKS: Partial<CitizenFacts>[] = [
  { danish: null, danishOral: null, danishWritten: null },
  { hours: null },
  { times: [] },
  { canStart: null },
  { maxTravel: null },
  { mayBeShared: null },
];

interface Profile {
  jobs: number;
  /** the share of the trade's skills */
  skills: number;
  papers: boolean;
  trouble?: 'flaw' | 'blank' | 'need';
  /** fleksjobvisiteret, or under 18, in the trades that have such an order */
  special?: true;
}

const PROFILES: Profile[] = [
  { jobs: 4, skills: 1, papers: true },
  { jobs: 3, skills: 0.9, papers: true, trouble: 'flaw' },
  { jobs: 3, skills: 0.8, papers: true, special: true },
  { jobs: 2, skills: 0.8, papers: true, trouble: 'blank' },
  { jobs: 2, skills: 0.6, papers: true },
  { jobs: 1, skills: 0.5, papers: false, special: true },
  { jobs: 3, skills: 0.9, papers: true, trouble: 'flaw' },
  { jobs: 1, skills: 0.4, papers: false },
  { jobs: 2, skills: 0.8, papers: true, trouble: 'need', special: true },
  { jobs: 4, skills: 1, papers: true, trouble: 'flaw' },
  { jobs: 3, skills: 0.7, papers: true, trouble: 'blank', special: true },
];
const WITH_FLEKSJOB = ['persontransport', 'kontor', 'groent'];
const WITH_YOUNG = ['butik'];

export function inventCitizens(trades: readonly Trade[], random: Random): CitizenFacts[] {
  return Array.from({ length: CITIZENS }, (_, number) => {
    const trade = trades[number % trades.length] as Trade;
    const profile = PROFILES[Math.floor(number / trades.length) % PROFILES.length] as Profile;
    const second = trades.find((other) => other.trade === pick(trade.near, random)) ?? trade;
    return invent(`B-${String(number + 1).padStart(3, '0')}`, trade, profile, second, random);
  });
}

function invent(id: string, trade: Trade, profile: Profile, other: Trade, random: Random): CitizenFacts {
  const moved = profile.jobs > 1 && random() < MOVED_SHARE;
  const young = profile.special === true && WITH_YOUNG.includes(trade.trade);
  const fleksjob = profile.special === true && WITH_FLEKSJOB.includes(trade.trade);
  const danish = pick([1, 2, 3, 3, 4, 4, 4, 5, 5, 6, 6], random);
  const citizen: CitizenFacts = {
    id,
    trade: trade.trade,
    group: fleksjob ? 'fleksjobvisiteret' : young ? 'ung_under_18' : pick(GROUPS, random),
    benefitSince: random() < 0.65 ? '2025-09-01' : '2026-09-15',
    skilled: !young && random() < 0.5,
    provider: random() < 0.15,
    employer: false,
    birthYear: young ? 2011 : pick([1966, 1970, 1982, 1988, 1993, 1998], random),
    ...travels(random),
    danish,
    danishOral: random() < 0.2 ? Math.min(6, danish + 1) : null,
    danishWritten: random() < 0.2 ? Math.max(0, danish - 1) : null,
    languages: languages(random),
    goals: [...new Set([pick(trade.jobs, random), ...(random() < 0.4 ? [pick(other.jobs, random)] : [])])],
    skills: [...new Set(skills(trade, profile, moved ? other : undefined, random))],
    experience: jobs(trade, profile, moved ? other : undefined, random).map((job) => ({
      job,
      years: 1 + Math.floor(random() * 12),
      until: pick([2018, 2022, 2024, 2025, 2026], random),
    })),
    certificates: profile.papers
      ? [...new Set([...trade.certificates, ...(moved ? other.certificates : [])])].map((paper) => ({
          id: paper,
          expires: random() < 0.3 ? '2029-05-01' : null,
        }))
      : [],
    licences: [
      ...new Set([
        ...licencesOf(trade, profile, random),
        ...(moved ? licencesOf(other, profile, random) : []),
      ]),
    ],
    hours: fleksjob ? [5, 15] : pick(HOURS, random),
    times: pick(TIMES, random),
    needs: profile.trouble === 'need' || random() < 0.08 ? [pick(NEEDS, random)] : [],
    canStart: pick(['2026-11-23', '2026-11-23', '2026-11-30', '2026-12-07'], random),
    mayBeShared: true,
    protectedAddress: false,
  };
  if (profile.trouble === 'flaw') Object.assign(citizen, pick(FLAWS, random)(citizen));
  if (profile.trouble === 'blank') Object.assign(citizen, pick(BLANKS, random));
  return Number(id.slice(2)) % NOTHING_KNOWN_EVERY === 0 ? { ...citizen, ...NOTHING_KNOWN } : citizen;
}

const HOURS: [number, number][] = [
  [37, 37],
  [25, 37],
  [10, 37],
  [10, 37],
  [5, 37],
  [10, 25],
];
const TIMES = [
  ['dag'],
  ['dag', 'aften', 'weekend'],
  ['dag', 'aften', 'weekend'],
  ['dag', 'aften', 'nat', 'weekend'],
  ['dag', 'aften', 'nat', 'weekend'],
];

/** The citizen whose case worker has written down nothing that can be compared. */
const NOTHING_KNOWN = {
  goals: [],
  skills: [],
  experience: [],
  certificates: [],
  licences: null,
  languages: [],
};
const NOTHING_KNOWN_EVERY = 40;

/** How many of those with some experience have been in another trade as well. */
const MOVED_SHARE = 0.85;

function jobs(trade: Trade, profile: Profile, other: Trade | undefined, random: Random): string[] {
  return [...some(trade.jobs, profile.jobs, random), ...some(other?.jobs ?? [], 3, random)];
}

function skills(trade: Trade, profile: Profile, other: Trade | undefined, random: Random): string[] {
  const fromOther = other?.skills ?? [];
  return [
    ...some(trade.skills, Math.round(trade.skills.length * profile.skills), random),
    ...some(fromOther, Math.round(fromOther.length * profile.skills * 0.9), random),
    ...(random() < 0.4 ? [pick(WISHES, random)] : []),
  ];
}

function some<Item>(items: readonly Item[], count: number, random: Random): Item[] {
  const left = [...items];
  return Array.from({ length: Math.min(count, items.length) }, () => {
    const item = pick(left, random);
    left.splice(left.indexOf(item), 1);
    return item;
  });
}

function licencesOf(trade: Trade, profile: Profile, random: Random): string[] {
  if (!profile.papers) return random() < 0.5 ? ['koerekort-b'] : [];
  const highest = trade.licences[0];
  if (highest && profile.skills >= 0.8) return [highest];
  return random() < 0.75 && trade.licences.length > 0 ? [pick(trade.licences, random)] : [];
}

function languages(random: Random): string[] {
  const own = random() < 0.4 ? [`sprog-${pick(LANGUAGES, random)}`] : [];
  const school = random() < 0.5 ? ['sprog-engelsk'] : [];
  return [...own, ...school, ...(random() < 0.15 ? ['sprog-tysk'] : [])];
}

/** Where somebody lives and how far they go; drawn again until no work place is a close call. */
function travels(random: Random): { postcode: string; transports: string[]; maxTravel: number } {
  for (;;) {
    const postcode = pick(['2620', '2620', '2620', '2600', '2630', '2605', '2650', '4000'], random);
    const transports = pick(
      [['bil'], ['bil', 'offentlig'], ['offentlig'], ['offentlig', 'cykel']],
      random,
    ).slice();
    const maxTravel = pick([45, 60, 75, 90], random);
    if (isClearCut(postcode, transports, maxTravel)) return { postcode, transports, maxTravel };
  }
}
