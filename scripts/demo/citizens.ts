/** The citizens of the demo town, as a case system would export them: uneven, with blanks and slips of the pen. */
import type { FunctionalNeed, Transport, WorkingTime } from '../../workers/matching/types.ts';
import { drawBackground } from './citizen-background.ts';
import { addDays, monthStart, yearOf } from './dates.ts';
import { asciiSlug, createPhoneSeries, fictitiousCpr } from './numbers.ts';
import { drawPerson, fullName, type Person } from './people.ts';
import { createRandom, type Random } from './random.ts';
import type { DemoUser } from './users.ts';
import { BENEFITS, type BenefitRow, type TargetGroup } from './words/benefits.ts';
import { FOREIGN_LANGUAGES, LEARNER_DANISH, NEED_WEIGHTS } from './words/everyday.ts';
import { HOME_POSTCODES } from './words/places.ts';

/** A row of borgere.jsonl; a field that is left out is blank. */
export interface DemoCitizen {
  borger_id: string;
  cpr?: string;
  navn?: string;
  telefon?: string;
  email?: string;
  maalgruppe: TargetGroup;
  ydelse_siden?: string;
  uddannelse?: 'ingen' | 'kompetencegivende';
  enlig_forsoerger?: 'ja' | 'nej';
  har_arbejdsgiver?: 'ja' | 'nej';
  ledig_siden?: string;
  foedselsaar?: number;
  postnummer?: string;
  danskniveau?: string;
  danskniveau_mundtlig?: string;
  danskniveau_skriftlig?: string;
  sprog?: string[];
  jobmaal?: string[];
  kompetencer?: string[];
  erfaring?: { titel: string; aar?: number; til?: number }[];
  certifikater?: string[];
  koerekort?: string[];
  transport?: Transport[];
  max_rejsetid_min?: number;
  timer_min?: number;
  timer_max?: number;
  arbejdstid?: WorkingTime[];
  behov?: FunctionalNeed[];
  kan_starte?: string;
  maa_deles?: 'ja' | 'nej';
  beskyttet_adresse?: 'ja' | 'nej';
  jobformidler?: string;
}

/** Ressourceforløb and revalidering took no new cases from this day (lov 1750 af 29/12 2025). */
const CLOSED_TO_NEW_CASES = '2026-02-01';

export function generateCitizens(seed: number, today: string, users: DemoUser[]): DemoCitizen[] {
  const random = createRandom(seed, 'citizens');
  const phone = createPhoneSeries(createRandom(seed, 'citizen phones'));
  const caseworkers = users.filter((user) => user.roles.includes('sagsbehandler'));
  const rows = random.shuffle(BENEFITS.flatMap((row) => Array.from({ length: row.citizens }, () => row)));
  return rows.map((row, index) => ({
    borger_id: `B${String(10_000 + index * 3 + random.int(0, 2))}`,
    ...drawCitizen(random, today, row, phone, caseworkers),
  }));
}

function drawCitizen(
  random: Random,
  today: string,
  row: BenefitRow,
  phone: () => string,
  caseworkers: DemoUser[],
): Omit<DemoCitizen, 'borger_id'> {
  const person = drawPerson(random, row.benefit.startsWith('Integration') ? 0 : 0.6);
  const age = random.int(...row.ages);
  const birthDate = drawBirthDate(random, today, age);
  const [benefitSince, unemployedSince] = drawUnemployment(random, today, row, birthDate);
  const employed = random.chance(row.employedShare);
  const background = drawBackground(random, today, row, age);
  return {
    cpr: maybe(random, 0.97, fictitiousCpr(birthDate, person.female, random)),
    navn: fullName(person),
    telefon: maybe(random, 0.86, phone()),
    email: maybe(random, 0.61, emailOf(person, random)),
    maalgruppe: row.targetGroup,
    ydelse_siden: maybe(random, 0.82, benefitSince),
    uddannelse: drawEducation(random, row, background.isTrained),
    enlig_forsoerger: random.chance(0.16) ? 'ja' : maybe(random, 0.62, 'nej' as const),
    har_arbejdsgiver: employed ? 'ja' : maybe(random, 0.7, 'nej' as const),
    ledig_siden: employed ? undefined : maybe(random, 0.9, unemployedSince),
    foedselsaar: maybe(random, 0.96, yearOf(birthDate)),
    postnummer: maybe(random, 0.97, random.weighted(HOME_POSTCODES, ([, weight]) => weight)[0]),
    ...drawDanish(random, person),
    sprog: drawLanguages(random, person),
    ...background.fields,
    ...drawAvailability(random, today, row, background.fields.koerekort?.includes('B') ?? false),
    behov: drawNeeds(random, row, person),
    maa_deles: random.weighted(
      ['ja', 'nej', undefined] as const,
      (answer) => SHARE_WEIGHTS[answer ?? 'blank'],
    ),
    beskyttet_adresse: random.weighted(
      ['ja', 'nej', undefined] as const,
      (answer) => PROTECTED_WEIGHTS[answer ?? 'blank'],
    ),
    jobformidler: maybe(random, 0.94, random.pick(caseworkers).username),
  };
}

const SHARE_WEIGHTS = { ja: 55, nej: 5, blank: 40 };
const PROTECTED_WEIGHTS = { ja: 2, nej: 93, blank: 5 };

function maybe<T>(random: Random, share: number, value: T): T | undefined {
  return random.chance(share) ? value : undefined;
}

function drawBirthDate(random: Random, today: string, age: number): string {
  return addDays(`${yearOf(today) - age}${today.slice(4)}`, -random.int(2, 364));
}

function emailOf(person: Person, random: Random): string {
  return `${asciiSlug(person.first)}.${asciiSlug(person.last)}${random.int(1, 99)}@example.com`;
}

function drawUnemployment(random: Random, today: string, row: BenefitRow, birthDate: string) {
  const months = Math.min(240, row.months * Math.exp(random.normal() * 0.65));
  const grownUp = addDays(birthDate, row.targetGroup === 'ung_under_18' ? 15 * 365 : 18 * 365 + 30);
  const latest = addDays(today, -7);
  const closed = row.targetGroup === 'ressourceforloeb' || row.targetGroup === 'revalidering';
  let since = addDays(today, -Math.round(months * 30.4) - 7);
  if (closed && since >= CLOSED_TO_NEW_CASES) since = addDays(CLOSED_TO_NEW_CASES, -random.int(20, 400));
  if (since < grownUp) since = grownUp;
  if (since > latest) since = latest;
  const before = addDays(since, random.chance(0.3) ? -random.int(30, 500) : 0);
  return [since, before < grownUp ? since : before] as const;
}

function drawEducation(random: Random, row: BenefitRow, isTrained: boolean): DemoCitizen['uddannelse'] {
  // Uddannelseshjælp and the under-18 group are by definition without a trade (LAB § 6, nr. 4, 5 and 13).
  if (row.ages[1] < 30) return maybe(random, 0.85, 'ingen' as const);
  if (isTrained) return maybe(random, 0.8, 'kompetencegivende' as const);
  return maybe(random, 0.74, 'ingen' as const);
}

function drawDanish(random: Random, person: Person) {
  if (!person.origin) return { danskniveau: maybe(random, 0.55, 'C2') };
  if (random.chance(0.14)) return {};
  if (random.chance(0.22)) return { danskniveau: random.pick(['C1', 'C2', 'B2']) };
  const level = random.weighted(LEARNER_DANISH, ([, weight]) => weight)[0];
  if (random.chance(0.72)) return { danskniveau: level };
  const pair = random.pick([
    ['B1', 'A2'],
    ['A2', 'A1'],
    ['B2', 'B1'],
    ['B1', 'A1'],
    ['A2', 'A0'],
  ] as const);
  return {
    danskniveau: maybe(random, 0.6, pair[1]),
    danskniveau_mundtlig: pair[0],
    danskniveau_skriftlig: pair[1],
  };
}

function drawLanguages(random: Random, person: Person): string[] | undefined {
  const languages = [
    ...(person.origin && random.chance(0.75) ? [random.pick(person.origin.languages)] : []),
    ...(random.chance(0.42) ? [random.pick(FOREIGN_LANGUAGES)] : []),
  ];
  return languages.length > 0 ? languages : undefined;
}

function drawAvailability(random: Random, today: string, row: BenefitRow, canDrive: boolean) {
  const [lowest, highest] = row.hours;
  const timer_max = random.int(Math.ceil((lowest + highest) / 2), highest);
  const timer_min = Math.max(2, Math.min(timer_max, lowest - random.int(0, 5)));
  const arbejdstid: WorkingTime[] = random.chance(0.97) ? ['dag'] : [];
  if (random.chance(0.34)) arbejdstid.push('aften');
  if (random.chance(0.13)) arbejdstid.push('nat');
  if (random.chance(0.31) || arbejdstid.length === 0) arbejdstid.push('weekend');
  const transport: Transport[] = [
    ...(canDrive && random.chance(0.52) ? ['bil' as const] : []),
    ...(random.chance(0.45) ? ['cykel' as const] : []),
    ...(random.chance(0.66) ? ['offentlig' as const] : []),
    ...(random.chance(0.2) ? ['gang' as const] : []),
  ];
  return {
    transport: transport.length > 0 ? transport : undefined,
    max_rejsetid_min: maybe(
      random,
      0.68,
      random.weighted([20, 30, 45, 60, 75, 90], (minutes) => (minutes === 45 ? 3 : 2)),
    ),
    timer_min: maybe(random, 0.6, timer_min),
    timer_max: maybe(random, 0.74, timer_max),
    arbejdstid: maybe(random, 0.77, arbejdstid),
    kan_starte: random.chance(0.45)
      ? addDays(today, random.int(-60, 30))
      : maybe(random, 0.2, monthStart(today, random.int(1, 4))),
  };
}

function drawNeeds(random: Random, row: BenefitRow, person: Person): FunctionalNeed[] | undefined {
  const count = Math.round(Math.max(0, row.needs + random.normal() * 0.8));
  const fitting = NEED_WEIGHTS.filter(
    ([need]) => (need !== 'sprogstoette' || person.origin) && (need !== 'faa_timer' || row.hours[1] <= 25),
  );
  const needs = new Set(
    Array.from({ length: count }, () => random.weighted(fitting, ([, weight]) => weight)[0]),
  );
  return needs.size > 0 ? [...needs] : undefined;
}
