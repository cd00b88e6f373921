import { needNames } from './exclude.ts';
import { SAYS_NOTHING, type Verdict } from './explain.ts';
import { minutesFrom } from './filters.ts';
import { levelName } from './levels.ts';
import type { Market } from './market.ts';
import { codePoints, type Found, OPEN_BITS, weightsOf } from './points.ts';
import type { OrderSpec } from './spec.ts';
import { type Explanation, FUNCTIONAL_NEEDS, type Reason } from './types.ts';
import { isRelatedCode } from './weights.ts';

const DANISH = ['Dansk', 'Dansk mundtligt', 'Dansk skriftligt'];

/**
 * Why a stored row stood where it did, from the reason codes and the snapshot alone: concepts by name, nobody's own
 * words. `label`: a concept's name, null when it is on no list.
 */
export function frozenExplanation(
  market: Market,
  order: OrderSpec,
  found: Found,
  label: (conceptId: string) => string | null,
): Explanation {
  const explanation: Explanation = { fits: [], lacks: [], unknown: [], related: [] };
  const nameOf = (keys: readonly number[]) =>
    keys.map((key) => label(market.keys[key] ?? '') ?? 'et krav, der ikke er på listen').join(' eller ');
  const add = (verdict: Verdict, reason: Pick<Reason, 'requirement' | 'text'> & Partial<Reason>) =>
    explanation[verdict].push({ concept: null, method: 'rule', points: 0, ...SAYS_NOTHING, ...reason });

  order.wanted.forEach(({ keys, part, full, related }, item) => {
    const requirement = nameOf(keys);
    const code = found.wanted[item] ?? 0;
    const base = { requirement, strength: part };
    if (code === 2) add('fits', { ...base, text: `Havde ${requirement}.`, points: full });
    else if (code === 1)
      add('related', { ...base, text: `Havde noget beslægtet med ${requirement}.`, points: related });
    else add('lacks', { ...base, text: `Manglede ${requirement}.` });
  });
  const { goals, experience } = codePoints(market, order.type);
  const job = nameOf(order.title);
  const addCoded = (words: string, code: number, points: Uint16Array) => {
    if (code === 0) return;
    const isNear = isRelatedCode(code - 1);
    const text = `${words} ${isNear ? 'var beslægtet med' : 'passede til'} ${job}.`;
    add(isNear ? 'related' : 'fits', { requirement: words, text, points: points[code - 1] ?? 0 });
  };
  addCoded('Jobmål', found.goal, goals);
  addCoded('Erfaring', found.experience, experience);
  addTravel(market, order, found, add);
  addOpen(market, order, found.open, add);
  return explanation;
}

type Add = (verdict: Verdict, reason: Pick<Reason, 'requirement' | 'text'> & Partial<Reason>) => unknown;

function addTravel(market: Market, order: OrderSpec, { travelKey, open }: Found, add: Add): void {
  if (order.zone < 0 || (open & OPEN_BITS.travel) !== 0) return;
  const minutes = minutesFrom(market, order.zone)[travelKey] ?? -1;
  if (minutes >= 0) add('fits', { requirement: 'Rejsetid', text: `Ca. ${minutes} minutter hver vej.` });
}

/** What was blank that night, and what had to be agreed. */
function addOpen(market: Market, order: OrderSpec, open: number, add: Add): void {
  const { ukendt, behov } = weightsOf(market, order.type);
  const ask = (bit: number, requirement: string, text: string) => {
    if ((open & bit) !== 0) add('unknown', { requirement, text, points: ukendt });
  };
  ask(OPEN_BITS.sharing, 'Deling', 'Skulle spørges, om oplysninger må deles.');
  ask(1 << (OPEN_BITS.typeFrom + order.type), 'Målgruppe', 'Målgruppen kunne ikke afgøres.');
  DANISH.forEach((side, at) => {
    const level = levelName(order.danish[at] ?? -1);
    ask(1 << (OPEN_BITS.danishFrom + at), side, `Niveauet manglede; ordren ville have mindst ${level}.`);
  });
  ask(OPEN_BITS.hours, 'Timer', 'Timetal manglede.');
  ask(OPEN_BITS.times, 'Arbejdstid', 'Arbejdstid manglede.');
  ask(OPEN_BITS.start, 'Startdato', 'Startdato manglede.');
  ask(OPEN_BITS.travel, 'Rejsetid', 'Postnummer, transport eller længste rejsetid manglede.');
  FUNCTIONAL_NEEDS.forEach((need, bit) => {
    if ((open & (1 << (OPEN_BITS.needsFrom + bit))) === 0) return;
    add('unknown', { requirement: 'Behov', text: `Skulle aftales: ${needNames[need]}.`, points: behov });
  });
}
