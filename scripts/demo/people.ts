/** Names of made-up people: Danish ones from @faker-js/faker, others from words/names.ts. */
import { faker } from '@faker-js/faker/locale/da';
import type { Random } from './random.ts';
import { NAME_ORIGINS, type NameOrigin } from './words/names.ts';

export interface Person {
  first: string;
  last: string;
  female: boolean;
  /** null: a Danish name */
  origin: NameOrigin | null;
}

export function drawPerson(random: Random, danishShare: number): Person {
  const female = random.chance(0.5);
  if (random.chance(danishShare)) {
    return { first: danishFirstName(random, female), last: danishSurname(random), female, origin: null };
  }
  const origin = random.weighted(NAME_ORIGINS, (candidate) => candidate.weight);
  const first = random.pick(female ? origin.female : origin.male);
  return { first, last: random.pick(origin.last), female, origin };
}

export function fullName(person: Person): string {
  return `${person.first} ${person.last}`;
}

export function danishSurname(random: Random): string {
  return random.pick(DANISH.last);
}

function danishFirstName(random: Random, female: boolean): string {
  return random.pick(female ? DANISH.female : DANISH.male);
}

// Only faker's word lists are used: its own generator is a shared object whose state we would have to guard.
const DANISH = readDanishNames();

function readDanishNames() {
  const { first_name: first, last_name: last } = faker.rawDefinitions.person ?? {};
  const lists = { female: first?.female ?? [], male: first?.male ?? [], last: last?.generic ?? [] };
  if (!lists.female.length || !lists.male.length || !lists.last.length) {
    throw new Error('The Danish name lists of @faker-js/faker are missing');
  }
  return lists;
}
