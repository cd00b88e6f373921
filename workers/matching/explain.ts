import type { CompiledCitizen } from './citizen.ts';
import {
  type Broken,
  brokenRules,
  danishSides,
  dayText,
  holds,
  hoursText,
  needNames,
  timesText,
  travelMinutes,
} from './exclude.ts';
import { levelName } from './levels.ts';
import type { CompiledOrder } from './order.ts';
import type { Taxonomy } from './taxonomy.ts';
import { FUNCTIONAL_NEEDS, type Reason, type ScorePart } from './types.ts';
import { experiencePoints, goalPoints, isRelatedCode, type TypeWeights, travelPoints } from './weights.ts';

export type Verdict = 'fits' | 'lacks' | 'unknown' | 'related';

/** A reason with the part of the score its points belong to. */
export interface Finding extends Reason {
  verdict: Verdict;
  part: ScorePart;
}

/** What a reason has nothing to say of. */
export const SAYS_NOTHING = { strength: null, said: null, label: null, score: null, short: null };

export interface Assessment {
  broken: Broken[];
  findings: Finding[];
}

/** Everything there is to say about one pair; the points add up to the score that ranking gives it. */
export function assess(taxonomy: Taxonomy, order: CompiledOrder, citizen: CompiledCitizen): Assessment {
  const broken = brokenRules(taxonomy, order, citizen);
  if (broken[0]?.reason === 'maa_ikke_deles' || broken[0]?.reason === 'virksomhed')
    return { broken, findings: [] };
  const failed = new Set(broken.map(({ requirement }) => requirement));
  const findings = [
    ...wantedFindings(taxonomy, order, citizen),
    ...titleFindings(taxonomy, order, citizen),
    ...conditionFindings(order, citizen).filter(({ requirement }) => !failed.has(requirement)),
    ...travelFindings(taxonomy, order, citizen),
    ...needFindings(order, citizen),
    ...considerationFindings(order, citizen),
    ...sharingFindings(order, citizen),
    ...unreadFindings(order, citizen),
  ];
  return { broken, findings };
}

function wantedFindings(taxonomy: Taxonomy, order: CompiledOrder, citizen: CompiledCitizen): Finding[] {
  return order.wanted.map(({ part, text, keys, method, full, related }): Finding => {
    const label = (key: string) => taxonomy.concepts.get(key)?.label ?? `»${text}«`;
    const found = keys.map((key) => ({ key, skill: citizen.skills.get(key) }));
    const exact = found.find(({ skill }) => skill && !skill.related);
    const near = exact ?? found.find(({ skill }) => skill);
    const key = near?.key ?? keys[0] ?? '';
    const concept = taxonomy.concepts.has(key) ? key : null;
    const named = near?.skill
      ? { said: near.skill.text, label: label(key), score: near.skill.score }
      : SAYS_NOTHING;
    const base = { ...named, requirement: text, concept, part, strength: part, short: null };
    if (exact?.skill) {
      const words = `»${exact.skill.text}« giver ${label(key)}.`;
      return { ...base, verdict: 'fits', text: words, method: exact.skill.method, points: full };
    }
    if (near?.skill) {
      const words = `»${near.skill.text}« er beslægtet med ${label(key)}.`;
      return {
        ...base,
        part: 'beslaegtet',
        verdict: 'related',
        text: words,
        method: near.skill.method,
        points: related,
      };
    }
    const learned = part === 'kanLaeres' ? ' Det kan læres på jobbet.' : '';
    return { ...base, verdict: 'lacks', text: `Mangler ${label(key)}.${learned}`, method, points: 0 };
  });
}

function titleFindings(
  taxonomy: Taxonomy,
  { title, order, weights }: CompiledOrder,
  citizen: CompiledCitizen,
): Finding[] {
  const findings: Finding[] = [];
  for (const [part, coded, pointsOf, words] of [
    ['jobmaal', citizen.goals, goalPoints, 'Jobmål'],
    ['erfaring', citizen.experience, experiencePoints, 'Erfaring'],
  ] as const) {
    const held = title.ids.flatMap((id) => {
      const own = coded.get(id);
      return own ? [{ id, own, points: pointsOf(weights, own.code) }] : [];
    });
    const best = held.reduce<(typeof held)[number] | null>(
      (known, one) => (known === null || one.points > known.points ? one : known),
      null,
    );
    if (best === null) continue;
    const related = isRelatedCode(best.own.code);
    const label = taxonomy.concepts.get(best.id)?.label ?? best.id;
    findings.push({
      verdict: related ? 'related' : 'fits',
      part: related ? 'beslaegtet' : part,
      requirement: order.title,
      concept: best.id,
      text: `${words}: »${best.own.text}« ${related ? 'er beslægtet med' : 'passer til'} ${label}.`,
      method: best.own.method,
      points: best.points,
      strength: null,
      said: best.own.text,
      label,
      score: best.own.score,
      short: part === 'jobmaal' ? goalShort(best.own.code) : experienceShort(best.own.years),
    });
  }
  return findings;
}

function goalShort(code: number): string {
  return `Jobmål ${'ABCD'[code >> 1] ?? 'D'}`;
}

function experienceShort(years: number | null): string {
  return years === null ? 'Erfaring' : `Erfaring ${String(years).replace('.', ',')} år`;
}

function conditionFindings(order: CompiledOrder, citizen: CompiledCitizen): Finding[] {
  const findings: Finding[] = order.hard
    .filter(
      (group) =>
        holds(citizen, group, order.validDay) && !order.wanted.some(({ text }) => text === group.text),
    )
    .map((group) => fact('fits', group.text, `Har ${group.text}.`));
  for (const { side, label } of danishSides) {
    const wanted = order.danish[side];
    const own = citizen.danish[side];
    if (wanted.level === null) {
      if (wanted.typed)
        findings.push(fact('unknown', label, `Ordrens krav »${wanted.typed}« er ikke forstået.`));
    } else if (own.level === null) {
      const typed = own.typed ? `»${own.typed}« er ikke forstået` : 'Niveauet mangler';
      findings.push(
        asked(order.weights, label, `${typed}: spørg, om det er mindst ${levelName(wanted.level)}.`),
      );
    } else if (own.level >= wanted.level) {
      findings.push(fact('fits', label, `»${own.typed}« er mindst ${levelName(wanted.level)}.`));
    }
  }
  const { hours, times, startDay } = order;
  if (hours) {
    if (!citizen.hours)
      findings.push(
        asked(order.weights, 'Timer', `Timetal mangler: spørg, om ${hoursText(hours)} er muligt.`),
      );
    else
      findings.push(
        fact('fits', 'Timer', `Kan ${hoursText(citizen.hours)} timer; ordren er på ${hoursText(hours)}.`),
      );
  }
  if (times !== 0) {
    const wanted = timesText(times, order.order.allWorkingTimes ? 'og' : 'eller');
    if (citizen.times === 0)
      findings.push(asked(order.weights, 'Arbejdstid', `Arbejdstid mangler: spørg om ${wanted}.`));
    else findings.push(fact('fits', 'Arbejdstid', `Kan ${timesText(citizen.times, 'og')}.`));
  }
  if (startDay !== null) {
    if (citizen.startDay === null) {
      findings.push(
        asked(order.weights, 'Startdato', `Startdato mangler: spørg, om ${dayText(startDay)} er muligt.`),
      );
    } else findings.push(fact('fits', 'Startdato', `Kan starte ${dayText(citizen.startDay)}.`));
  }
  return findings;
}

function travelFindings(taxonomy: Taxonomy, order: CompiledOrder, citizen: CompiledCitizen): Finding[] {
  const minutes = travelMinutes(taxonomy, order, citizen);
  const max = citizen.citizen.maxTravelMinutes;
  if (max !== null && minutes > max) return [];
  const points = travelPoints(order.weights, minutes);
  const findings: Finding[] = [];
  if (minutes >= 0) {
    const text = minutes < 5 ? 'Under 5 minutter hver vej.' : `Ca. ${minutes} minutter hver vej.`;
    findings.push({
      ...fact('fits', 'Rejsetid', text),
      part: 'rejse',
      points,
      short: minutes < 5 ? 'Rejse under 5 min' : `Rejse ${minutes} min`,
    });
  }
  if (order.zone < 0)
    findings.push(fact('unknown', 'Rejsetid', 'Rejsetiden er ukendt: ordrens postnummer mangler.'));
  else if (minutes < 0) {
    const text = 'Rejsetiden er ukendt: borgerens postnummer eller transport mangler.';
    findings.push(asked(order.weights, 'Rejsetid', text));
  } else if (max === null) {
    findings.push(asked(order.weights, 'Rejsetid', 'Spørg, hvor langt borgeren kan rejse.'));
  }
  return findings;
}

function needFindings(order: CompiledOrder, citizen: CompiledCitizen): Finding[] {
  return FUNCTIONAL_NEEDS.flatMap((need, bit): Finding[] => {
    if ((citizen.needs & (1 << bit)) === 0) return [];
    const name = needNames[need];
    if ((order.offers & (1 << bit)) !== 0)
      return [fact('fits', 'Behov', `Virksomheden kan tilbyde ${name}.`)];
    return [{ ...asked(order.weights, 'Behov', `Skal aftales: ${name}.`), points: order.weights.behov }];
  });
}

// Plan 2018: formål, opfølgning, mentorstøtte and jobåbninger beside ressourcer.
function considerationFindings(order: CompiledOrder, citizen: CompiledCitizen): Finding[] {
  const { weights } = order;
  const findings: Finding[] = [];
  const add = (requirement: string, text: string, points: number) =>
    findings.push({ ...fact('fits', requirement, text), part: 'hensyn', points });
  if (order.purpose > 0 && order.purpose === citizen.purpose) {
    add('Formål', 'Pladsens formål er det, borgerens næste plads skal bruges til.', weights.formaal);
  }
  if (order.order.offers.includes('mentor') && citizen.citizen.needs.includes('mentor')) {
    add('Mentorstøtte', 'Virksomheden har en mentor, og borgeren har brug for en.', weights.mentor);
  }
  if (order.order.followUp) add('Opfølgning', 'Der er aftalt opfølgning på pladsen.', weights.opfoelgning);
  if (order.order.leadsToJob) add('Jobåbning', 'Pladsen kan føre til ordinære timer.', weights.jobaabning);
  return findings;
}

function sharingFindings(
  { order, weights }: CompiledOrder,
  { citizen, fewFacts }: CompiledCitizen,
): Finding[] {
  const findings: Finding[] = [];
  if (citizen.mayBeShared === null)
    findings.push(asked(weights, 'Deling', 'Skal spørges, om oplysninger må deles.'));
  const answer = citizen.allowed[order.type] ?? 'mangler';
  if (answer === 'mangler')
    findings.push(asked(weights, 'Målgruppe', 'Oplysninger mangler: målgruppen kan ikke afgøres.'));
  if (fewFacts) findings.push(fact('unknown', 'Kompetencer', 'For få oplysninger om borgerens kompetencer.'));
  return findings;
}

function unreadFindings(order: CompiledOrder, citizen: CompiledCitizen): Finding[] {
  const hint = (suggestion: string | null) => (suggestion ? ` Måske ${suggestion}?` : '');
  const findings = order.unread.map(({ text, suggestion }) =>
    fact('unknown', text, `Kravet er ikke genkendt og tæller hverken for eller imod.${hint(suggestion)}`),
  );
  if (order.title.ids.length === 0)
    findings.push(fact('unknown', order.order.title, 'Titlen er ikke genkendt.'));
  for (const { text, suggestion } of citizen.unread) {
    findings.push(fact('unknown', 'Borgerens ord', `»${text}« er ikke genkendt.${hint(suggestion)}`));
  }
  return findings;
}

function fact(verdict: Verdict, requirement: string, text: string): Finding {
  const method = verdict === 'unknown' ? 'none' : 'rule';
  return { ...SAYS_NOTHING, verdict, part: 'ukendt', requirement, concept: null, text, method, points: 0 };
}

function asked(weights: TypeWeights, requirement: string, text: string): Finding {
  return { ...fact('unknown', requirement, text), method: 'rule', points: weights.ukendt };
}
