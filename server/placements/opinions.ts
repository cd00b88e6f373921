import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { merbeskaeftigelse } from '../../db/schema/capacity.ts';
import type { citizen } from '../../db/schema/citizens.ts';
import { placement } from '../../db/schema/placements.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import { capacityOpinion } from '../capacity/queries.ts';
import { benefitPeriodsOf, legalRules } from '../legal-rules/queries.ts';
import { durationOpinion, mayHaveType, type RuleOpinion } from '../legal-rules/rules.ts';
import { isJob } from './rules.ts';

/** What a rule is asked: its kind, or who the last employer was. */
export type OpinionAbout =
  | 'hvem_maa'
  | 'varighed'
  | 'forholdstal'
  | 'merbeskaeftigelse'
  | 'seneste_arbejdsgiver';

/** One rule's answer about a wanted placement. */
export interface Opinion extends RuleOpinion {
  about: OpinionAbout;
}

/** What the rules are told of a wanted placement. */
export interface Wanted {
  type: OrderType;
  pNumber: number;
  cvr: number;
  startsOn: string;
  endsOn: string | null;
  weeklyHours: number;
  lastEmployerHere: boolean | null;
}

/** What each rule says of the citizen in this placement on its first day. They never decide: a person may go on with a reason. */
export function opinionsOn(
  tx: Pick<Db, 'select'>,
  person: typeof citizen.$inferSelect,
  wanted: Wanted,
): Opinion[] {
  const rules = legalRules(tx);
  const facts = { ...person, benefitPeriods: benefitPeriodsOf(tx, [person.id]).get(person.id) ?? [] };
  const { type, startsOn, endsOn } = wanted;
  return [
    { about: 'hvem_maa', ...mayHaveType(type, facts, startsOn, rules) },
    { about: 'varighed', ...durationOpinion(type, person.targetGroup, startsOn, endsOn, rules) },
    ...capacityOn(tx, wanted),
    ...merbeskaeftigelseOn(tx, wanted),
    ...lastEmployerOn(tx, person, wanted),
  ];
}

/** Is there room at the place of work? Not asked of jobs, which nobody counts (domain.md 1c). */
function capacityOn(tx: Pick<Db, 'select'>, wanted: Wanted): Opinion[] {
  return isJob(wanted.type) ? [] : [{ about: 'forholdstal', ...capacityOpinion(tx, wanted) }];
}

/** Per CVR, of a private company's latest answer before the first day (domain.md 1d). */
function merbeskaeftigelseOn(tx: Pick<Db, 'select'>, { type, cvr, startsOn }: Wanted): Opinion[] {
  if (type !== 'loentilskud_privat') return [];
  const base = {
    about: 'merbeskaeftigelse',
    ruleId: null,
    source: 'LAB kap. 12; indberet.virk.dk',
    confidence: 'hoej',
  } as const;
  const latest = tx
    .select()
    .from(merbeskaeftigelse)
    .where(eq(merbeskaeftigelse.cvr, cvr))
    .orderBy(desc(merbeskaeftigelse.askedOn), desc(merbeskaeftigelse.id))
    .get();
  if (!latest || latest.askedOn > startsOn)
    return [{ ...base, answer: 'mangler', sentence: 'Virksomheden er ikke spurgt om merbeskæftigelse.' }];
  if (latest.vacated)
    return [{ ...base, answer: 'nej', sentence: 'Stillingen er blevet ledig ved afsked eller opsigelse.' }];
  return latest.latestYears >= latest.averageYears
    ? [{ ...base, answer: 'ja', sentence: 'Virksomheden har merbeskæftigelse.' }]
    : [{ ...base, answer: 'nej', sentence: 'Virksomheden har færre ordinært ansatte end gennemsnitligt.' }];
}

const ASKS_LAST_EMPLOYER: readonly OrderType[] = [
  'virksomhedspraktik',
  'loentilskud_privat',
  'loentilskud_offentlig',
];

/** Not at the latest employer; in a praktik some groups may in a new function, which a person must look at (BEK § 61). */
function lastEmployerOn(
  tx: Pick<Db, 'select'>,
  { id, hasEmployer }: Pick<typeof citizen.$inferSelect, 'id' | 'hasEmployer'>,
  { type, cvr, lastEmployerHere }: Wanted,
): Opinion[] {
  if (!ASKS_LAST_EMPLOYER.includes(type)) return [];
  const base = {
    about: 'seneste_arbejdsgiver',
    ruleId: null,
    source: type === 'virksomhedspraktik' ? 'BEK § 61 stk. 2-4' : 'LAB kap. 12',
    confidence: 'hoej',
  } as const;
  if (lastEmployerHere || hadJobAt(tx, id, cvr))
    return [
      {
        ...base,
        answer: 'nej',
        sentence:
          type === 'virksomhedspraktik'
            ? 'Virksomheden er borgerens seneste arbejdsgiver. Nogle målgrupper må alligevel, i en ny funktion, som står i aftalen.'
            : 'Virksomheden er borgerens seneste arbejdsgiver.',
      },
    ];
  if (lastEmployerHere === false)
    return [{ ...base, answer: 'ja', sentence: 'Virksomheden er ikke borgerens seneste arbejdsgiver.' }];
  const sentence = hasEmployer
    ? 'Borgeren har en arbejdsgiver. Er det denne virksomhed?'
    : 'Er virksomheden borgerens seneste arbejdsgiver?';
  return [{ ...base, answer: 'mangler', sentence }];
}

/** The citizen's latest job that was written down here was at the company. */
function hadJobAt(tx: Pick<Db, 'select'>, citizenId: number, cvr: number): boolean {
  const jobs = tx
    .select({ type: placement.type, cvr: placement.cvr })
    .from(placement)
    .where(and(eq(placement.citizenId, citizenId), isNull(placement.withdrawnAt)))
    .orderBy(desc(placement.startsOn), desc(placement.id))
    .all();
  return jobs.find(({ type }) => isJob(type))?.cvr === cvr;
}
