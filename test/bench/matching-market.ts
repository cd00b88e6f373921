import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../db/files.ts';
import type { CitizenTerm, MatchCitizen, MatchOrder, Requirement } from '../../workers/matching/types.ts';
import { ORDER_TYPES } from '../../workers/matching/types.ts';

/** As many concepts as the official list of skills has, each with about five neighbours. */
export const CONCEPTS = 13_485;
const NEIGHBOURS = 5;
const TRADES = 900;
const SKILLS_OF_A_TRADE = 40;
const SHIPPED = path.join(projectRoot, 'workers', 'matching');

/** The same numbers on every machine and in every run. */
export function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

const SYLLABLES =
  'ba be bo da de do fa fe ga go ha he ka ke ko la le lo ma me mo na ne no pa pe ra re ro sa se so'.split(
    ' ',
  );

/** "bedakato i fiselora": a made-up skill as long as a real one's name; nothing of a citizen or an order is real. */
export function skillName(concept: number): string {
  const [a, b, c] = [concept % 31, Math.floor(concept / 31) % 31, Math.floor(concept / 961) % 31];
  const word = (...places: number[]) => places.map((place) => SYLLABLES[place % 31]).join('');
  return `${word(a, b, c, a + b + c)} i ${word(b, c + 7, a + 3, b + 11)} ${word(c, a, b + 5)}`;
}

/** A taxonomy folder of made-up skills beside the shipped licences, languages and postcodes. */
export function writeTaxonomy(folder: string): string {
  const target = path.join(folder, 'taxonomy');
  mkdirSync(target, { recursive: true });
  for (const file of ['certificates.tsv', 'languages.tsv', 'postcodes.tsv', 'synonyms.tsv']) {
    writeFileSync(
      path.join(target, file),
      alone(readFileSync(path.join(SHIPPED, 'taxonomy', file), 'utf8'), file),
    );
  }
  writeFileSync(path.join(folder, 'weights.tsv'), readFileSync(path.join(SHIPPED, 'weights.tsv')));
  const random = drawing(1);
  const rows = Array.from({ length: CONCEPTS }, (_, concept) => {
    const near = Array.from(
      { length: NEIGHBOURS / 2 },
      () => `s${(concept + 1 + Math.floor(random() * 60)) % CONCEPTS}`,
    );
    return [
      `s${concept}`,
      'kompetence',
      skillName(concept),
      'x',
      '',
      '',
      [...new Set(near)].join('|'),
      '',
      '',
    ].join('\t');
  });
  const header = 'id\tkind\tlabel\tsector\taliases\timplies\trelated\tbroader\tnot';
  writeFileSync(path.join(target, 'skills.tsv'), `${header}\n${rows.join('\n')}\n`);
  return target;
}

// Links to concepts of files that are not in this folder are left out.
function alone(text: string, file: string): string {
  if (file !== 'certificates.tsv' && file !== 'languages.tsv') return text;
  const lines = text.split('\n');
  const known = new Set(lines.map((line) => line.split('\t')[0]));
  const header = (lines.find((line) => line.startsWith('id\t')) ?? '').split('\t');
  const links = ['implies', 'related', 'broader'].map((name) => header.indexOf(name));
  return lines
    .map((line) => {
      if (line.startsWith('#') || line.startsWith('id\t')) return line;
      const cells = line.split('\t');
      for (const at of links) {
        const cell = cells[at];
        if (cell)
          cells[at] = cell
            .split('|')
            .filter((id) => known.has(id))
            .join('|');
      }
      return cells.join('\t');
    })
    .join('\n');
}

const LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'];
const TIMES = ['dag', 'aften', 'nat', 'weekend'] as const;
const TOWN = ['2620', '2600', '2630', '2605', '2625', '2635', '2670', '2750', '2640', '2730'];
// Where people live in the whole country: a number of towns, near ones together.
const COUNTRY =
  `1050 1550 2100 2200 2300 2400 2500 2620 2700 2800 2900 3000 3400 3600 4000 4100 4200 4300 4600 4700 4800 5000
  5500 5700 6000 6100 6400 6700 7000 7100 7400 7500 7800 8000 8200 8600 8700 8800 8900 9000 9200 9400 9700 9800`.split(
    /\s+/,
  );

export interface MarketSize {
  citizens: number;
  orders: number;
}

/** Citizen and order number so-and-so of a market; made when asked for, so that a country fits in memory. */
export function createMarket({ citizens, orders }: MarketSize) {
  const postcodes = citizens > 20_000 ? COUNTRY : TOWN;
  const types = ORDER_TYPES.filter((type) => type !== 'virksomhedspraktik');

  function citizen(id: number): MatchCitizen {
    const random = drawing(id * 2 + 1);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const trade = Math.floor(random() * TRADES);
    const terms: CitizenTerm[] = Array.from({ length: 8 + Math.floor(random() * 5) }, () =>
      term('kompetence', skillName(skillOf(trade, random))),
    );
    terms.push(term('jobmaal', skillName(skillOf(trade, random))));
    if (random() < 0.6) terms.push(term('koerekort', pick(['B', 'B', 'B', 'C', 'CE', 'D'])));
    const from = Math.floor(random() * 30);
    return {
      id,
      terms,
      hoursMin: from,
      hoursMax: Math.min(37, from + 5 + Math.floor(random() * 25)),
      workingTimes: TIMES.filter((_, at) => at === 0 || random() < 0.4),
      danish: pick(LEVELS),
      danishOral: null,
      danishWritten: null,
      transports: random() < 0.5 ? ['bil'] : ['offentlig', 'cykel'],
      maxTravelMinutes: pick([30, 45, 60, 75]),
      postcode: pick(postcodes),
      needs: random() < 0.1 ? ['mentor'] : [],
      purpose: null,
      canStart: random() < 0.9 ? '2026-11-01' : '2027-02-01',
      mayBeShared: random() < 0.03 ? false : random() < 0.1 ? null : true,
      protectedAddress: random() < 0.01,
      hasEmployer: random() < 0.05,
      placedUntil: null,
      allowed: Object.fromEntries(ORDER_TYPES.map((type, at) => [type, (id + at) % 7 === 0 ? 'nej' : 'ja'])),
    };
  }

  function order(id: number): MatchOrder {
    const random = drawing(id * 2 + 900_000_000);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const trade = Math.floor(random() * TRADES);
    const requirements: Requirement[] = Array.from({ length: 5 + Math.floor(random() * 5) }, (_, at) => ({
      kind: at < 4 ? 'krav' : 'oenske',
      text: skillName(skillOf(trade, random)),
      kanLaeres: at === 3 && random() < 0.3,
    }));
    if (random() < 0.25)
      requirements.push({ kind: 'koerekort', text: pick(['B', 'C', 'D']), kanLaeres: false });
    const from = 5 + Math.floor(random() * 25);
    return {
      id,
      type: pick(types),
      title: skillName(skillOf(trade, random)),
      requirements,
      hoursMin: from,
      hoursMax: Math.min(37, from + 10),
      workingTimes: [pick(TIMES)],
      allWorkingTimes: false,
      danishMin: random() < 0.5 ? pick(['A2', 'B1', 'B2']) : null,
      danishOralMin: null,
      danishWrittenMin: null,
      offers: random() < 0.3 ? ['mentor'] : [],
      unavoidable: [],
      purpose: null,
      followUp: null,
      leadsToJob: null,
      firmBar: null,
      postcode: pick(postcodes),
      startDate: `2026-12-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`,
    };
  }

  const orderIds = Array.from({ length: orders }, (_, at) => at + 1);
  const citizenIds = Array.from({ length: citizens }, (_, at) => at + 1);
  return { citizen, order, orderIds, citizenIds };
}

// The people and the places of one trade share most of their skills.
function skillOf(trade: number, random: () => number): number {
  if (random() < 0.2) return Math.floor(random() * CONCEPTS);
  return (trade * 15 + Math.floor(random() * random() * SKILLS_OF_A_TRADE)) % CONCEPTS;
}

function term(kind: CitizenTerm['kind'], text: string): CitizenTerm {
  return { kind, text, years: null, lastYear: null, expiresOn: null };
}
