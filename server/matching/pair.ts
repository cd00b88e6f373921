import type { Db } from '../../db/client.ts';
import { ENGINE_VERSION, type Engine, type Judgement } from '../../workers/matching/engine.ts';
import {
  EXCLUSION_REASONS,
  type ExclusionReason,
  type Explanation,
  type MatchCitizen,
  type MatchOrder,
  type Reason,
} from '../../workers/matching/types.ts';
import { hardDemands } from './hard-rules.tsx';
import { type LiveOptions, readSeen, shortlistOf } from './live.ts';
import { type CitizenRow, readOrder } from './market.ts';
import { isAsked } from './reason-words.ts';
import { type SetAside, setAsidesAmong } from './set-aside.ts';

/** One hard rule between an order and a citizen. */
export interface RuleVerdict {
  rule: ExclusionReason;
  /** what the order demands, in words */
  demand: string;
  verdict: 'holdt' | 'brudt' | 'ukendt';
  detail: string;
}

export interface Pair {
  matchOrder: MatchOrder;
  citizen: CitizenRow;
  matchCitizen: MatchCitizen;
  explanation: Explanation;
  judgement: Judgement;
  rules: RuleVerdict[];
  /** place on the order's list now; null when not on it */
  rank: number | null;
  setAside: SetAside | null;
  versions: { engine: string; taxonomy: string; weights: string };
}

/** Everything that is compared between one order and one citizen now; undefined when either does not exist. */
export function pairOf(
  db: Db,
  engine: Engine,
  { orderId, citizenId }: { orderId: number; citizenId: number },
  options: LiveOptions,
): Pair | undefined {
  const { today } = options;
  const found = readOrder(db, { id: orderId }, today);
  const [entry] = readSeen(db, [citizenId], options);
  if (!found || !entry) return undefined;
  const { matchOrder } = found;
  const { row, matchCitizen } = entry;
  const rows = shortlistOf(db, engine, { id: orderId }, options)?.rows ?? [];
  const explanation = engine.explain(matchOrder, matchCitizen, today);
  return {
    matchOrder,
    citizen: row,
    matchCitizen,
    explanation,
    judgement: engine.judge(matchOrder, matchCitizen, today),
    rules: rulesOf(engine, matchOrder, matchCitizen, explanation, today),
    rank: rows.find((each) => each.citizen.id === citizenId)?.rank ?? null,
    setAside: setAsidesAmong(db, [matchOrder], [matchCitizen]).standing[0] ?? null,
    versions: {
      engine: ENGINE_VERSION,
      taxonomy: engine.taxonomyVersion,
      weights: engine.weights.version,
    },
  };
}

/** Asked of everyone, whatever the order says. */
const ALWAYS: readonly ExclusionReason[] = ['maa_ikke_deles', 'maalgruppe'];
/** The field that a blank leaves a question in. */
const FIELDS: Readonly<Partial<Record<ExclusionReason, string>>> = {
  maa_ikke_deles: 'Deling',
  maalgruppe: 'Målgruppe',
  danskniveau: 'Dansk',
  timer: 'Timer',
  arbejdstid: 'Arbejdstid',
  startdato: 'Startdato',
  rejsetid: 'Rejsetid',
};

function rulesOf(
  engine: Engine,
  order: MatchOrder,
  person: MatchCitizen,
  { unknown, fits }: Explanation,
  today: string,
): RuleVerdict[] {
  const demands: Partial<Record<ExclusionReason, string>> = {
    ...hardDemands(order),
    rejsetid: order.postcode === null ? '' : 'højst så langt, som borgeren kan rejse',
    maa_ikke_deles: 'må deles med virksomheder',
    har_arbejdsgiver: order.type === 'ordinaer' ? 'uden en arbejdsgiver' : '',
    i_forloeb: order.type === 'smaajob' ? '' : 'uden et andet forløb på fuld tid ved start',
  };
  const broken = engine.broken(order, person, today);
  // Behind a closed door nothing else is compared.
  const shut = broken.find(({ reason }) => reason === 'virksomhed' || reason === 'maa_ikke_deles');
  return EXCLUSION_REASONS.flatMap((rule): RuleVerdict[] => {
    const demand = demands[rule] ?? '';
    const own = broken.filter(({ reason }) => reason === rule);
    if (own.length > 0) {
      return [{ rule, demand, verdict: 'brudt', detail: own.map(({ detail }) => detail).join(' ') }];
    }
    if (shut || (demand === '' && !ALWAYS.includes(rule))) return [];
    const about = (reason: Reason) => reason.requirement.startsWith(FIELDS[rule] ?? '\0');
    const asked = unknown.find((reason) => about(reason) && isAsked(reason));
    if (asked) return [{ rule, demand, verdict: 'ukendt', detail: asked.text }];
    const met = fits.find((reason) => about(reason) && reason.strength === null);
    return [{ rule, demand, verdict: 'holdt', detail: met?.text ?? '' }];
  });
}
