import { addDays } from '../ui/dates.ts';
import type { Stretch } from './benefit.ts';
import { laterOf } from './dates.ts';

export interface Period extends Stretch {
  targetGroup: string;
  /** the day it was written down: on that day it was still so */
  knownOn: string;
}

/** What the case system says of a citizen: null, on no benefit that it knows; undefined: it says nothing of it. */
export interface Told {
  targetGroup: string;
  since: string | null | undefined;
}

type NewPeriod = Omit<Period, 'knownOn'>;

/** What becomes of a citizen's periods: those of the standing ones that are replaced, and those that come instead. */
export interface BenefitChange {
  superseded: Period[];
  added: NewPeriod[];
}

const NO_CHANGE: BenefitChange = { superseded: [], added: [] };

/**
 * Brings the standing periods (by date) in step with what an import tells on `today`. The case system tells one date and
 * one group: an unknown gap is made one day long, so that nobody is counted as unbroken who may not have been.
 */
export function benefitChange(standing: readonly Period[], told: Told, today: string): BenefitChange {
  const last = standing.at(-1);
  const open = last?.untilDate === null ? last : undefined;
  const { targetGroup, since } = told;
  if (!open) return since ? begun(standing, targetGroup, since) : NO_CHANGE;
  if (since === null) return replaced(open, today, undefined);
  if (open.targetGroup !== targetGroup) return moved(open, told, today);
  return since === undefined ? NO_CHANGE : sameGroup(standing, open, since);
}

/** A new stretch; the days that an earlier one holds already are not told twice. */
function begun(standing: readonly Period[], targetGroup: string, since: string): BenefitChange {
  const fromDate = laterOf(since, standing.at(-1)?.untilDate ?? since);
  return { superseded: [], added: [{ targetGroup, fromDate, untilDate: null }] };
}

/** Another group, from the date told where it is a later one, else from the day we hear of it: no gap. */
function moved(open: Period, { targetGroup, since }: Told, today: string): BenefitChange {
  const on = since && since > open.fromDate ? since : today;
  return replaced(open, on, { targetGroup, fromDate: laterOf(on, open.fromDate), untilDate: null });
}

function sameGroup(standing: readonly Period[], open: Period, since: string): BenefitChange {
  const chain = unbrokenUpTo(standing, open);
  const first = chain[0] ?? open;
  if (since === open.fromDate || since === first.fromDate) return NO_CHANGE;
  if (since < first.fromDate) {
    const before = standing[standing.indexOf(first) - 1];
    const fromDate = laterOf(since, before?.untilDate ?? since);
    return fromDate === first.fromDate ? NO_CHANGE : corrected(first, fromDate);
  }
  if (since > open.fromDate && since > open.knownOn) {
    return replaced(open, addDays(since, -1), { ...groupOf(open), fromDate: since, untilDate: null });
  }
  // It began later than we believed: what lies before goes, and the period that holds the date is cut.
  const held = chain.filter(({ untilDate }) => untilDate === null || untilDate > since);
  const kept = held[0] ?? open;
  return {
    superseded: chain.filter((period) => period === kept || !held.includes(period)),
    added: [{ ...groupOf(kept), fromDate: since, untilDate: kept.untilDate }],
  };
}

function unbrokenUpTo(standing: readonly Period[], open: Period): Period[] {
  const chain = [open];
  for (const period of [...standing].reverse()) {
    if (period !== open && period.untilDate === chain[0]?.fromDate) chain.unshift(period);
  }
  return chain;
}

function corrected(period: Period, fromDate: string): BenefitChange {
  return {
    superseded: [period],
    added: [{ ...groupOf(period), fromDate, untilDate: period.untilDate }],
  };
}

/** The open one gets a last day, or goes when it would have none, and another may begin. */
function replaced(open: Period, untilDate: string, next: NewPeriod | undefined): BenefitChange {
  const ended = untilDate > open.fromDate ? [{ ...groupOf(open), fromDate: open.fromDate, untilDate }] : [];
  return { superseded: [open], added: [...ended, ...(next ? [next] : [])] };
}

function groupOf({ targetGroup }: Pick<Period, 'targetGroup'>) {
  return { targetGroup };
}
