/**
 * How well a citizen fits an order, from the facts alone. The rubric:
 * 0 a hard rule is broken, or nothing in common; 1 some krav, or only work of the same trade or the job goal;
 * 2 at least 60 % of the krav; 3 all of them, by what the citizen has or what that implies for certain.
 * A question that must be asked first (Danish, hours, times, start or travel is blank; a need the firm does not offer to
 * meet) costs one grade down to 1. What can be learned on the job is a wish; wishes and job goal only break ties (`extra`).
 */
import { type CitizenFacts, type OrderFacts, TODAY, type Trade, withImplied } from './facts.ts';
import { travelMinutes } from './travel.ts';

export interface Verdict {
  /** null: our reading of the rules gives no certain answer; the pair is left out of the measurement */
  grade: number | null;
  /** 0–1: breaks ties between equal grades */
  extra: number;
  broken: string[];
  questions: string[];
}

export function judge(order: OrderFacts, citizen: CitizenFacts, trades: ReadonlyMap<string, Trade>): Verdict {
  const has = withImplied([
    ...citizen.skills,
    ...citizen.experience.map(({ job }) => job),
    ...citizen.certificates.map(({ id }) => id),
    ...(citizen.licences ?? []),
  ]);
  const { broken, questions } = hardRules(order, citizen);
  const covered = order.krav.filter((id) => has.has(id)).length / order.krav.length;
  const wishes = [...order.wishes, ...order.learnable];
  const met = wishes.filter((id) => has.has(id) || citizen.languages.includes(id)).length;
  const goal = citizen.goals.includes(order.title);
  const trade = trades.get(order.trade);
  const ofTrade = trade ? [...trade.jobs, ...trade.skills] : [];
  const related = ofTrade.some((id) => has.has(id) || citizen.goals.includes(id));
  const extra = 0.75 * (wishes.length > 0 ? met / wishes.length : 0) + (goal ? 0.25 : 0);
  if (broken.length > 0) return { grade: 0, extra: 0, broken, questions };
  if (citizen.employer && order.type !== 'ordinaer') return { grade: null, extra: 0, broken, questions };
  const coverage = covered === 1 ? 3 : covered >= 0.6 ? 2 : covered > 0 || related || goal ? 1 : 0;
  const grade = questions.length > 0 && coverage > 1 ? coverage - 1 : coverage;
  return { grade, extra: grade === 0 ? 0 : extra, broken, questions };
}

function hardRules(order: OrderFacts, citizen: CitizenFacts) {
  const broken: string[] = [];
  const questions: string[] = [];
  const rule = (name: string, holds: boolean | null) => {
    if (holds === null) questions.push(name);
    else if (!holds) broken.push(name);
  };
  rule('maa_ikke_deles', citizen.mayBeShared !== false && citizen.protectedAddress === false);
  rule('maalgruppe', mayHave(order.type, citizen));
  rule('har_arbejdsgiver', !(order.type === 'ordinaer' && citizen.employer));
  const start = order.start ?? TODAY;
  const valid = citizen.certificates.filter(({ expires }) => expires === null || expires >= start);
  const papers = withImplied([...(citizen.licences ?? []), ...valid.map(({ id }) => id)]);
  for (const id of [...order.licences, ...order.certificates, ...order.hardInKrav])
    rule(id.startsWith('koerekort') ? 'koerekort' : 'certifikat', papers.has(id));
  rule('danskniveau', atLeast(citizen.danish, order.danish));
  rule('danskniveau', atLeast(citizen.danishOral ?? citizen.danish, order.danishOral));
  rule('danskniveau', atLeast(citizen.danishWritten ?? citizen.danish, order.danishWritten));
  const [least, most] = [order.hours[0] ?? 0, order.hours[1] ?? 168];
  rule('timer', citizen.hours && citizen.hours[0] <= most && citizen.hours[1] >= least);
  rule('arbejdstid', citizen.times.length === 0 ? null : timesFit(order, citizen.times));
  if (order.start) rule('startdato', citizen.canStart === null ? null : citizen.canStart <= order.start);
  rule('rejsetid', withinReach(order, citizen));
  if (citizen.needs.some((need) => !order.offers.includes(need))) questions.push('behov');
  return { broken: [...new Set(broken)], questions: [...new Set(questions)] };
}

function atLeast(level: number | null, least: number | null): boolean | null {
  if (least === null) return true;
  return level === null ? null : level >= least;
}

function timesFit(order: OrderFacts, times: readonly string[]): boolean {
  if (order.times.length === 0) return true;
  const possible = (time: string) => times.includes(time);
  return order.allTimes ? order.times.every(possible) : order.times.some(possible);
}

function withinReach(order: OrderFacts, citizen: CitizenFacts): boolean | null {
  if (citizen.maxTravel === null || citizen.transports.length === 0) return null;
  const minutes = citizen.transports.map((by) => travelMinutes(citizen.postcode, order.postcode, by));
  return Math.min(...minutes) <= citizen.maxTravel;
}

const YEAR = Number(TODAY.slice(0, 4));
const LOENTILSKUD_NEVER = ['uddannelsesparat', 'fleksjobvisiteret', 'ung_under_18'];
const LOENTILSKUD_WITHOUT_WAIT = ['revalidering', 'foertidspension'];
const WAIT_ONLY_PRIVATE = ['sygedagpenge', 'jobafklaring', 'ressourceforloeb'];

/** LAB §§ 57, 66 and 69, kap. 20, and the rules of voksenlærlinge and fritidsjob; the town has no one near a limit. */
function mayHave(type: string, citizen: CitizenFacts): boolean {
  const { group, skilled, provider, birthYear, benefitSince } = citizen;
  const halfYear = benefitSince <= '2026-05-01';
  if (type === 'fleksjob') return group === 'fleksjobvisiteret';
  if (type === 'fritidsjob') return YEAR - birthYear <= 16;
  if (type === 'voksenlaerling') return YEAR - birthYear >= 26 && (!skilled || halfYear);
  if (!type.startsWith('loentilskud')) return true;
  if (LOENTILSKUD_NEVER.includes(group)) return false;
  if (['sygedagpenge', 'jobafklaring'].includes(group) && citizen.employer) return false;
  if (LOENTILSKUD_WITHOUT_WAIT.includes(group)) return true;
  if (type === 'loentilskud_offentlig' && WAIT_ONLY_PRIVATE.includes(group)) return true;
  return halfYear || !skilled || provider || YEAR - birthYear >= 52;
}
