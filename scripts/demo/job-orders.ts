/** Open orders and places of the demo town: typed by people, and possible to meet by citizens of the file. */
import type { FunctionalNeed, OrderType, WorkingTime } from '../../workers/matching/types.ts';
import { type DemoCompany, type DemoUnit, unitAddress } from './company-model.ts';
import { addDays } from './dates.ts';
import { createRandom, type Random } from './random.ts';
import { INTERNAL_COMMENTS, WANTED_LANGUAGES } from './words/everyday.ts';
import type { NarrowTitle, Occupation } from './words/occupation.ts';
import { OCCUPATIONS } from './words/occupations.ts';
import { INTERNSHIP_PURPOSES, ORDER_KINDS, type OrderKind, PURPOSE_SENTENCES } from './words/order-texts.ts';

/** A row of jobordrer.csv; lists are joined with | when written, an empty string is blank. */
export interface DemoJobOrder {
  ordre_id: string;
  p_nummer: string;
  cvr: string;
  type: OrderType;
  formaal: string;
  titel: string;
  beskrivelse: string;
  antal: number;
  timer_pr_uge_min: number;
  timer_pr_uge_max: number;
  arbejdstid: WorkingTime[];
  alle_arbejdstider: '' | 'ja' | 'nej';
  krav: string[];
  oensker: string[];
  certifikater: string[];
  koerekort: string[];
  danskniveau_min: string;
  danskniveau_mundtlig_min: string;
  danskniveau_skriftlig_min: string;
  sprog: string[];
  kan_tilbyde: FunctionalNeed[];
  postnummer: string;
  startdato: string;
  frist: string;
  intern_kommentar: string;
}

export function generateJobOrders(seed: number, today: string, companies: DemoCompany[]): DemoJobOrder[] {
  const random = createRandom(seed, 'job orders');
  const employers = companies
    .filter((company) => company.status === 'NORMAL')
    .flatMap((company) => company.units.map((unit) => ({ unit, alone: company.units.length === 1 })))
    .filter(({ unit }) => unit.endDate === null && unit.headcount >= 1);
  const kinds = random.shuffle(ORDER_KINDS.flatMap((kind) => Array.from({ length: kind.count }, () => kind)));
  const ordersAt = new Map<number, number>();
  return kinds.map((kind, index) => {
    const occupation = drawOccupation(random, kind);
    const { unit, alone } = drawEmployer(random, kind, occupation, employers, ordersAt);
    ordersAt.set(unit.pNumber, (ordersAt.get(unit.pNumber) ?? 0) + 1);
    const byCompany = alone && random.chance(0.04);
    return {
      ordre_id: `JO-${String(20_001 + index)}`,
      p_nummer: byCompany ? '' : String(unit.pNumber),
      cvr: byCompany || random.chance(0.8) ? String(unit.cvr) : '',
      type: kind.type,
      ...drawOrder(random, today, kind, occupation, unit),
    };
  });
}

type Employer = { unit: DemoUnit; alone: boolean };

function drawOccupation(random: Random, kind: OrderKind): Occupation {
  const fitting = OCCUPATIONS.filter((occupation) => {
    if (kind.type === 'fritidsjob') return occupation.youthTitles;
    if (kind.type === 'elevplads' || kind.type === 'voksenlaerling') return occupation.apprentice;
    if (kind.type === 'nytteindsats') return NYTTEINDSATS_WORK.includes(occupation.key);
    if (kind.sector === 'municipal') return MUNICIPAL_WORK.includes(occupation.key);
    return true;
  });
  return random.weighted(fitting, (occupation) => occupation.weight[1]);
}

const NYTTEINDSATS_WORK = ['gartner', 'ejendom', 'anlaeg'];
const MUNICIPAL_WORK = [
  'sosu',
  'boern',
  'koekken',
  'rengoering',
  'gartner',
  'ejendom',
  'kontor',
  'it',
  'kok',
];

/** Firms of the trade, larger ones more often, and not the same few every time. */
function drawEmployer(
  random: Random,
  kind: OrderKind,
  occupation: Occupation,
  employers: Employer[],
  ordersAt: Map<number, number>,
): Employer {
  const fitting = employers.filter(
    ({ unit }) =>
      occupation.trades.includes(unit.tradeKey) &&
      (kind.sector === 'any' || (kind.sector === 'municipal') === unit.municipal) &&
      (kind.type === 'smaajob' || unit.headcount >= 3),
  );
  return random.weighted(
    fitting,
    ({ unit }) =>
      (Math.sqrt(unit.headcount) * (unit.inTown ? 1 : 0.4)) / (1 + 3 * (ordersAt.get(unit.pNumber) ?? 0)),
  );
}

function drawOrder(random: Random, today: string, kind: OrderKind, occupation: Occupation, unit: DemoUnit) {
  const formaal = kind.type === 'virksomhedspraktik' ? random.pick(INTERNSHIP_PURPOSES) : '';
  const job = drawJob(random, kind, occupation);
  const [timer_pr_uge_min, timer_pr_uge_max] = random.pick(kind.hours);
  const frist = addDays(today, random.int(4, 75));
  return {
    formaal,
    titel: drawTitle(random, kind, job.title),
    beskrivelse: drawDescription(random, kind, job, unit, formaal),
    antal: random.weighted([1, 2, 3, 4, 6], (count) =>
      count === 1 ? 14 : kind.type === 'ordinaer' ? 5 / count : 3 / count,
    ),
    timer_pr_uge_min,
    timer_pr_uge_max,
    ...drawTimes(random, kind, occupation, job.title),
    ...drawRequirements(random, kind, occupation, job),
    certifikater: drawCertificates(random, kind, occupation, job),
    koerekort: drawLicences(random, kind, occupation),
    ...drawDanishMinimum(random, kind, occupation),
    sprog: random.chance(0.05) ? [random.pick(WANTED_LANGUAGES)] : [],
    kan_tilbyde: kind.offers.filter(([, percent]) => random.chance(percent / 100)).map(([need]) => need),
    postnummer: random.chance(0.96) ? String(unitAddress(unit).place.postcode) : '',
    startdato: random.chance(0.72) ? addDays(frist, random.int(3, 45)) : '',
    frist,
    intern_kommentar: random.chance(0.34) ? random.pick(INTERNAL_COMMENTS) : '',
  };
}

const YOUTH_REQUIREMENTS = ['mødestabil', 'smilende', 'stabil'];

type Job = Required<NarrowTitle>;

/** The title with the tasks and requirements that go with it. */
function drawJob(random: Random, kind: OrderKind, occupation: Occupation): Job {
  const usual = { requirements: occupation.requirements, tasks: occupation.tasks, certificates: [] };
  if (kind.type === 'fritidsjob') {
    return {
      ...usual,
      requirements: YOUTH_REQUIREMENTS,
      tasks: [],
      title: random.pick(occupation.youthTitles ?? []),
    };
  }
  if (kind.type === 'elevplads' || kind.type === 'voksenlaerling') {
    return { ...usual, title: occupation.apprentice ?? '' };
  }
  const drawn = random.pick(occupation.orderTitles);
  return typeof drawn === 'string' ? { ...usual, title: drawn } : { ...usual, ...drawn };
}

function drawTitle(random: Random, kind: OrderKind, title: string): string {
  const whole = `${random.pick(kind.prefixes)}${title}`;
  const typed = random.chance(0.06) ? whole.toLowerCase() : whole;
  return typed.slice(0, 100);
}

function drawDescription(
  random: Random,
  kind: OrderKind,
  job: Job,
  unit: DemoUnit,
  formaal: (typeof INTERNSHIP_PURPOSES)[number] | '',
): string {
  const place = random.pick([
    `Vi er ${unit.headcount} ansatte i ${unitAddress(unit).place.district}.`,
    `${unit.name} søger.`,
    `Arbejdsstedet er ${unitAddress(unit).street}.`,
    '',
  ]);
  const sentences = [
    place,
    ...random.sample(job.tasks, random.int(1, 3)),
    ...(formaal === '' ? [] : [PURPOSE_SENTENCES[formaal]]),
    ...random.sample(kind.sentences, random.int(1, 2)),
  ];
  return sentences.filter((sentence) => sentence !== '').join(random.chance(0.25) ? '\n' : ' ');
}

function drawTimes(random: Random, kind: OrderKind, occupation: Occupation, title: string) {
  if (kind.type === 'fritidsjob') {
    return {
      arbejdstid: random.pick<WorkingTime[]>([['dag'], ['dag', 'weekend'], ['weekend']]),
      alle_arbejdstider: '' as const,
    };
  }
  const told = timesToldBy(title);
  if (told.length > 0) return { arbejdstid: told, alle_arbejdstider: '' as const };
  const light = kind.type === 'nytteindsats' || kind.type === 'elevplads' || random.chance(0.25);
  const times = (light ? 'dag' : random.pick(occupation.times)).split('|') as WorkingTime[];
  const arbejdstid = random.chance(0.93) ? times : [];
  const all =
    arbejdstid.length > 1 && random.chance(0.3) ? ('ja' as const) : random.pick(['', '', 'nej'] as const);
  return { arbejdstid, alle_arbejdstider: all };
}

/** "Rengøring, tidlig morgen" says its own hours. */
function timesToldBy(title: string): WorkingTime[] {
  const told: [RegExp, WorkingTime][] = [
    [/morgen|formiddag|eftermiddag/i, 'dag'],
    [/aften/i, 'aften'],
    [/\bnat/i, 'nat'],
    [/weekend|lørdag/i, 'weekend'],
  ];
  return told.filter(([word]) => word.test(title)).map(([, time]) => time);
}

function drawRequirements(random: Random, kind: OrderKind, occupation: Occupation, job: Job) {
  const krav = random.sample(job.requirements, kind.strictness > 20 ? random.int(1, 3) : random.int(0, 1));
  const unused = (text: string) => !krav.includes(text);
  for (const text of random.sample(occupation.learnable.filter(unused), random.int(0, 2)))
    krav.push(`${text} (kan læres)`);
  if (krav.length === 0) krav.push('mødestabil');
  const wishes = kind.type === 'fritidsjob' ? [] : occupation.wishes.filter(unused);
  const oensker = random.sample(wishes, random.int(0, 3));
  return { krav, oensker };
}

/** Training places and nytteindsats ask for papers seldom; a narrow job's own certificate is always asked for. */
function drawCertificates(random: Random, kind: OrderKind, occupation: Occupation, job: Job): string[] {
  const drawn = occupation.orderCertificates
    .filter(([, percent]) => random.chance((percent / 100) * (kind.strictness / 60)))
    .map(([text]) => text);
  const own = kind.strictness >= 30 ? job.certificates : [];
  return [...new Set([...own, ...drawn])].slice(0, 2);
}

/** CE covers C, so only the higher one is asked for. */
function drawLicences(random: Random, kind: OrderKind, occupation: Occupation): string[] {
  if (kind.type === 'fritidsjob') return [];
  const drawn = occupation.orderLicences
    .filter(([, percent]) => random.chance((percent / 100) * (kind.strictness >= 30 ? 1 : 0.4)))
    .map(([category]) => category);
  return drawn.includes('CE') ? drawn.filter((category) => category !== 'C') : drawn;
}

function drawDanishMinimum(random: Random, kind: OrderKind, occupation: Occupation) {
  const none = { danskniveau_min: '', danskniveau_mundtlig_min: '', danskniveau_skriftlig_min: '' };
  if (!random.chance(0.25 + (kind.strictness / 100) * 0.6)) return none;
  const level = random.pick(occupation.danish);
  if (level === '' || !random.chance(0.12)) return { ...none, danskniveau_min: level };
  return {
    ...none,
    danskniveau_mundtlig_min: level,
    danskniveau_skriftlig_min: random.pick(['A1', 'A2', level]),
  };
}
