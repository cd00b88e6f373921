import { isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizen } from '../../db/schema/citizens.ts';
import type { OrderType, RuleAnswer } from '../../workers/matching/types.ts';
import type { RuleDraft } from './changes.ts';
import { laterOf } from './dates.ts';
import { benefitPeriodsOf } from './queries.ts';
import { type LegalRules, mayHaveType, type Rule } from './rules.ts';

export interface Effect {
  /** the day that was looked at: the rule's first, or today when that has gone */
  date: string;
  citizens: number;
  changed: number;
  /** how many went from one answer to another */
  moves: { from: RuleAnswer; to: RuleAnswer; count: number }[];
}

/** How many citizens, as they are recorded now, would get another answer to who may have the type. Nobody is named. */
export function effectOn(
  db: Db,
  rules: LegalRules,
  change: { draft: RuleDraft; replacesId: number | null; today: string },
): Effect | undefined {
  const { draft, replacesId, today } = change;
  if (draft.kind !== 'hvem_maa') return undefined;
  const date = laterOf(draft.fromDate, today);
  const changedRules = { ...rules, rules: withDraft(rules, draft, replacesId) };
  const type = draft.subject as OrderType;
  const people = everyone(db);
  const moves = new Map<string, Effect['moves'][number]>();
  for (const facts of people) {
    const from = mayHaveType(type, facts, date, rules).answer;
    const to = mayHaveType(type, facts, date, changedRules).answer;
    if (from === to) continue;
    const move = moves.get(`${from} ${to}`) ?? { from, to, count: 0 };
    move.count++;
    moves.set(`${from} ${to}`, move);
  }
  const list = [...moves.values()].sort((a, b) => b.count - a.count);
  return {
    date,
    citizens: people.length,
    changed: list.reduce((sum, { count }) => sum + count, 0),
    moves: list,
  };
}

/** Its content has been read by its kind's shape. */
function withDraft({ rules }: LegalRules, draft: RuleDraft, replacesId: number | null): Rule[] {
  const next = { ...draft, id: Number.MAX_SAFE_INTEGER } as Rule;
  return [...rules.filter(({ id }) => id !== replacesId), next];
}

function everyone(db: Db) {
  const rows = db
    .select({
      id: citizen.id,
      targetGroup: citizen.targetGroup,
      benefitSince: citizen.benefitSince,
      unemployedSince: citizen.unemployedSince,
      education: citizen.education,
      singleProvider: citizen.singleProvider,
      hasEmployer: citizen.hasEmployer,
      birthYear: citizen.birthYear,
    })
    .from(citizen)
    .where(isNull(citizen.erasedAt))
    .all();
  const periods = benefitPeriodsOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, benefitPeriods: periods.get(row.id) ?? [] }));
}
