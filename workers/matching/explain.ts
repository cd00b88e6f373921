import type { CompiledCitizen } from './citizen.ts';
import {
  type Broken,
  brokenRules,
  danishSides,
  dayText,
  holds,
  hoursText,
  timesText,
  travelMinutes,
} from './exclude.ts';
import { levelName } from './levels.ts';
import type { CompiledOrder } from './order.ts';
import type { Taxonomy } from './taxonomy.ts';
import { FUNCTIONAL_NEEDS, type FunctionalNeed, type Reason, type ScoreParts } from './types.ts';
import { NEED_POINTS, travelPoints, UNKNOWN_POINTS } from './weights.ts';

export type Verdict = 'fits' | 'lacks' | 'unknown' | 'related';

/** A reason with the part of the score its points belong to. */
export interface Finding extends Reason {
  verdict: Verdict;
  part: keyof ScoreParts;
}

export interface Assessment {
  broken: Broken[];
  findings: Finding[];
}

const needNames: Record<FunctionalNeed, string> = {
  mentor: 'mentor',
  oplaering: 'oplæring',
  faa_timer: 'få timer',
  ingen_tunge_loeft: 'ingen tunge løft',
  fleksibel_arbejdstid: 'fleksibel arbejdstid',
  rolige_omgivelser: 'rolige omgivelser',
  sprogstoette: 'sprogstøtte',
};

/** Everything there is to say about one pair; the points add up to the score that ranking gives it. */
export function assess(taxonomy: Taxonomy, order: CompiledOrder, citizen: CompiledCitizen): Assessment {
  const broken = brokenRules(taxonomy, order, citizen);
  if (broken[0]?.reason === 'maa_ikke_deles') return { broken, findings: [] };
  const failed = new Set(broken.map(({ requirement }) => requirement));
  const findings = [
    ...wantedFindings(taxonomy, order, citizen),
    ...titleFindings(taxonomy, order, citizen),
    ...conditionFindings(order, citizen).filter(({ requirement }) => !failed.has(requirement)),
    ...travelFindings(taxonomy, order, citizen),
    ...needFindings(order, citizen),
    ...sharingFindings(order, citizen),
    ...unreadFindings(order, citizen),
  ];
  return { broken, findings };
}

function wantedFindings(taxonomy: Taxonomy, order: CompiledOrder, citizen: CompiledCitizen): Finding[] {
  return order.wanted.map(({ part, text, keys, method, full, related }): Finding => {
    const label = (key: string) => taxonomy.concepts.get(key)?.label ?? key.replace(/^\?/, '');
    const found = keys.map((key) => ({ key, skill: citizen.skills.get(key) }));
    const exact = found.find(({ skill }) => skill && !skill.related);
    const near = exact ?? found.find(({ skill }) => skill);
    const key = near?.key ?? keys[0] ?? '';
    const concept = taxonomy.concepts.has(key) ? key : null;
    const base = { requirement: text, concept, part };
    if (exact?.skill) {
      const words = `»${exact.skill.text}« giver ${label(key)}.`;
      return { ...base, verdict: 'fits', text: words, method: exact.skill.method, points: full };
    }
    if (near?.skill) {
      const words = `»${near.skill.text}« er beslægtet med ${label(key)}.`;
      return { ...base, verdict: 'related', text: words, method: near.skill.method, points: related };
    }
    const learned = part === 'kanLaeres' ? ' Det kan læres på jobbet.' : '';
    return { ...base, verdict: 'lacks', text: `Mangler ${label(key)}.${learned}`, method, points: 0 };
  });
}

function titleFindings(
  taxonomy: Taxonomy,
  { title, order }: CompiledOrder,
  citizen: CompiledCitizen,
): Finding[] {
  const findings: Finding[] = [];
  for (const [part, scored, words] of [
    ['jobmaal', citizen.goals, 'Jobmål'],
    ['erfaring', citizen.experience, 'Erfaring'],
  ] as const) {
    let best: string | null = null;
    for (const id of title.ids) {
      if ((scored.get(id)?.points ?? 0) > (scored.get(best ?? '')?.points ?? 0)) best = id;
    }
    const found = scored.get(best ?? '');
    if (!found || best === null) continue;
    const label = taxonomy.concepts.get(best)?.label ?? best;
    findings.push({
      verdict: found.related ? 'related' : 'fits',
      part,
      requirement: order.title,
      concept: best,
      text: `${words}: »${found.text}« ${found.related ? 'er beslægtet med' : 'passer til'} ${label}.`,
      method: found.method,
      points: found.points,
    });
  }
  return findings;
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
      findings.push(asked(label, `${typed}: spørg, om det er mindst ${levelName(wanted.level)}.`));
    } else if (own.level >= wanted.level) {
      findings.push(fact('fits', label, `»${own.typed}« er mindst ${levelName(wanted.level)}.`));
    }
  }
  const { hours, times, startDay } = order;
  if (hours) {
    if (!citizen.hours)
      findings.push(asked('Timer', `Timetal mangler: spørg, om ${hoursText(hours)} er muligt.`));
    else
      findings.push(
        fact('fits', 'Timer', `Kan ${hoursText(citizen.hours)} timer; ordren er på ${hoursText(hours)}.`),
      );
  }
  if (times !== 0) {
    const wanted = timesText(times, order.order.allWorkingTimes ? 'og' : 'eller');
    if (citizen.times === 0) findings.push(asked('Arbejdstid', `Arbejdstid mangler: spørg om ${wanted}.`));
    else findings.push(fact('fits', 'Arbejdstid', `Kan ${timesText(citizen.times, 'og')}.`));
  }
  if (startDay !== null) {
    if (citizen.startDay === null) {
      findings.push(asked('Startdato', `Startdato mangler: spørg, om ${dayText(startDay)} er muligt.`));
    } else findings.push(fact('fits', 'Startdato', `Kan starte ${dayText(citizen.startDay)}.`));
  }
  return findings;
}

function travelFindings(taxonomy: Taxonomy, order: CompiledOrder, citizen: CompiledCitizen): Finding[] {
  const minutes = travelMinutes(taxonomy, order, citizen);
  const max = citizen.citizen.maxTravelMinutes;
  if (max !== null && minutes > max) return [];
  const points = travelPoints(minutes);
  const base = { requirement: 'Rejsetid', concept: null, method: 'rule' as const };
  const findings: Finding[] = [];
  if (minutes >= 0) {
    const text = `Ca. ${minutes} minutter hver vej.`;
    findings.push({ ...base, verdict: 'fits', part: 'rejse', text, points });
  }
  if (minutes < 0)
    findings.push(asked('Rejsetid', 'Rejsetiden er ukendt: postnummer eller transport mangler.'));
  else if (max === null) findings.push(asked('Rejsetid', 'Spørg, hvor langt borgeren kan rejse.'));
  return findings;
}

function needFindings(order: CompiledOrder, citizen: CompiledCitizen): Finding[] {
  return FUNCTIONAL_NEEDS.flatMap((need, bit): Finding[] => {
    if ((citizen.needs & (1 << bit)) === 0) return [];
    const name = needNames[need];
    if ((order.offers & (1 << bit)) !== 0)
      return [fact('fits', 'Behov', `Virksomheden kan tilbyde ${name}.`)];
    return [{ ...asked('Behov', `Skal aftales: ${name}.`), points: NEED_POINTS }];
  });
}

function sharingFindings({ order }: CompiledOrder, { citizen, fewFacts }: CompiledCitizen): Finding[] {
  const findings: Finding[] = [];
  if (citizen.mayBeShared === null) findings.push(asked('Deling', 'Skal spørges, om oplysninger må deles.'));
  const answer = citizen.allowed[order.type] ?? 'mangler';
  if (answer === 'mangler')
    findings.push(asked('Målgruppe', 'Oplysninger mangler: målgruppen kan ikke afgøres.'));
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
  return { verdict, part: 'ukendt', requirement, concept: null, text, method, points: 0 };
}

function asked(requirement: string, text: string): Finding {
  return { ...fact('unknown', requirement, text), method: 'rule', points: UNKNOWN_POINTS };
}
