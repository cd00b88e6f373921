/** A citizen's line of work as typed: goals, skills, experience, certificates and licences. */
import type { DemoCitizen } from './citizens.ts';
import { addDays, yearOf } from './dates.ts';
import type { Random } from './random.ts';
import type { BenefitRow } from './words/benefits.ts';
import { COMMON_CERTIFICATES, COMMON_SKILLS, VAGUE_GOALS } from './words/everyday.ts';
import type { Occupation } from './words/occupation.ts';
import { OCCUPATIONS } from './words/occupations.ts';

type Fields = Pick<DemoCitizen, 'jobmaal' | 'kompetencer' | 'erfaring' | 'certifikater' | 'koerekort'>;

export function drawBackground(
  random: Random,
  today: string,
  row: BenefitRow,
  age: number,
): { fields: Fields; isTrained: boolean } {
  const hasTrade = random.chance(row.tradeShare);
  const main = random.weighted(OCCUPATIONS, (occupation) => occupation.weight[0]);
  const second = random.chance(hasTrade ? 0.3 : 0.15) ? drawNeighbour(random, main) : null;
  const lines = hasTrade ? [main, ...(second ? [second] : [])] : second ? [second] : [];
  const fields: Fields = {
    jobmaal: drawGoals(random, main, second, hasTrade),
    kompetencer: drawSkills(random, lines),
    erfaring: drawExperience(random, today, lines, age),
    certifikater: age < 18 ? undefined : drawCertificates(random, today, lines),
    koerekort: age < 18 ? undefined : drawLicences(random, lines),
  };
  return { fields, isTrained: hasTrade && age >= 22 && random.chance(0.42) };
}

/** Another line of work that the same firms employ, as people change between. */
function drawNeighbour(random: Random, main: Occupation): Occupation {
  const near = OCCUPATIONS.filter(
    (other) => other !== main && other.trades.some((trade) => main.trades.includes(trade)),
  );
  return random.pick(near.length > 0 && random.chance(0.6) ? near : OCCUPATIONS);
}

function drawGoals(random: Random, main: Occupation, second: Occupation | null, hasTrade: boolean) {
  if (!hasTrade && random.chance(0.45)) return random.chance(0.5) ? [random.pick(VAGUE_GOALS)] : undefined;
  if (random.chance(0.08)) return undefined;
  const goals = [random.pick(main.goals)];
  if (second && random.chance(0.8)) goals.push(random.pick(second.goals));
  if (random.chance(0.4)) goals.push(random.pick(main.goals));
  if (random.chance(0.2)) goals.push(random.pick(VAGUE_GOALS));
  return [...new Set(goals)].slice(0, 3);
}

function drawSkills(random: Random, lines: Occupation[]): string[] | undefined {
  const skills = lines.flatMap((line, index) => {
    if (index > 0) return random.sample(line.skills, random.int(1, 3));
    return random.chance(0.82) ? random.sample([...line.skills, ...line.requirements], random.int(2, 7)) : [];
  });
  if (random.chance(lines.length > 0 ? 0.45 : 0.55))
    skills.push(...random.sample(COMMON_SKILLS, random.int(1, 3)));
  const typed = [...new Set(skills)].map((skill) =>
    random.chance(0.035) ? slipOfThePen(random, skill) : skill,
  );
  return typed.length > 0 ? typed : undefined;
}

/** One letter lost, doubled or swapped with its neighbour; Danish letters sometimes written out. */
function slipOfThePen(random: Random, text: string): string {
  if (text.length < 6) return text;
  const at = random.int(2, text.length - 2);
  const letters = [...text];
  const [before = '', letter = ''] = letters.slice(at - 1, at + 1);
  const slips = [
    [...letters.slice(0, at), ...letters.slice(at + 1)],
    [...letters.slice(0, at), letter, ...letters.slice(at)],
    [...letters.slice(0, at - 1), letter, before, ...letters.slice(at + 1)],
  ];
  if (/[æøå]/.test(text) && random.chance(0.5)) {
    return text.replaceAll('æ', 'ae').replaceAll('ø', 'oe').replaceAll('å', 'aa');
  }
  return random.pick(slips).join('').trim();
}

function drawExperience(random: Random, today: string, lines: Occupation[], age: number) {
  const rows: NonNullable<DemoCitizen['erfaring']> = [];
  let until = yearOf(today) - Math.floor(random.next() ** 2 * 9);
  for (const line of lines) {
    if (random.chance(0.12) || age < 18) continue;
    const most = Math.max(1, Math.min(24, age - 18));
    const years = Math.max(1, Math.round(random.next() ** 2.2 * most));
    rows.push({
      titel: random.pick(line.titles),
      ...(random.chance(0.9) ? { aar: years } : {}),
      ...(random.chance(0.66) ? { til: until } : {}),
    });
    until -= years;
  }
  return rows.length > 0 ? rows : undefined;
}

function drawCertificates(random: Random, today: string, lines: Occupation[]): string[] | undefined {
  const certificates: string[] = [];
  for (const [index, line] of lines.entries()) {
    for (const [text, years, percent] of line.certificates) {
      if (random.chance((percent / 100) * (index === 0 ? 1 : 0.35)))
        certificates.push(withExpiry(random, today, text, years));
    }
  }
  if (random.chance(0.05)) certificates.push(withExpiry(random, today, ...random.pick(COMMON_CERTIFICATES)));
  return certificates.length > 0 ? [...new Set(certificates)] : undefined;
}

/** About one in four has expired; case workers write the date for some only. */
function withExpiry(random: Random, today: string, text: string, years: number | null): string {
  if (years === null || random.chance(0.35)) return text;
  const days = Math.round(years * 365 * (random.next() * 1.3 - 0.3));
  return `${text} (${addDays(today, days)})`;
}

function drawLicences(random: Random, lines: Occupation[]): string[] | undefined {
  const licences = new Set<string>();
  const [line] = lines;
  for (const [category, percent] of line?.licences ?? [['B', 34] as const]) {
    if (random.chance(percent / 100)) licences.add(category);
  }
  if (licences.has('CE')) licences.add('C');
  if (licences.size > 0) licences.add('B');
  // B comes first, as on the licence itself.
  const order = ['B', 'BE', 'C', 'CE', 'D'].filter((category) => licences.has(category));
  return order.length > 0 && random.chance(0.94) ? order : undefined;
}
