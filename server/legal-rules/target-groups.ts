import type { targetGroup } from '../../db/schema/legal-rules.ts';
import { addDays, showDate } from '../ui/dates.ts';

export interface TargetGroup
  extends Pick<
    typeof targetGroup.$inferSelect,
    'code' | 'number' | 'label' | 'fromDate' | 'untilDate' | 'source' | 'confidence'
  > {
  /** codes of the groups that follow it */
  successors: readonly string[];
}

/** What a recorded group is on a day: a group, or why nobody can say without a person. */
export type GroupOnDate = { group: TargetGroup; why?: undefined } | { group?: undefined; why: string };

/**
 * The group that somebody recorded with `code` belongs to on an ISO date: the recorded one while it exists, then the
 * one that followed it, and so on. Two that follow at once: a person must say which.
 */
export function groupOn(groups: readonly TargetGroup[], code: string, date: string): GroupOnDate {
  const byCode = (each: string) => groups.find((group) => group.code === each);
  const passed = new Set<string>();
  let group = byCode(code);
  if (!group) return { why: `Målgruppen ${code} findes ikke på listen over målgrupper.` };
  if (date < group.fromDate) {
    return { why: `Målgruppen ${group.label} findes først fra ${showDate(group.fromDate)}.` };
  }
  while (group.untilDate !== null && group.untilDate <= date) {
    passed.add(group.code);
    const next: TargetGroup[] = group.successors.flatMap((each) => {
      const successor = byCode(each);
      return successor && successor.fromDate <= date && !passed.has(each) ? [successor] : [];
    });
    const [only] = next;
    const ended = `Målgruppen ${group.label} ophørte ${showDate(group.untilDate)}`;
    if (!only) {
      return {
        why: `${ended}, og ingen anden har afløst den: en administrator skal skrive, hvilken der gør.`,
      };
    }
    if (next.length > 1) {
      const names = next.map(({ label }) => label).join(' eller ');
      return { why: `${ended} og er delt: sagsbehandleren skal sige, om borgeren nu er ${names}.` };
    }
    group = only;
  }
  return { group };
}

/** What the group is called on a day; one that is split keeps its name with what is missing. */
export function groupLabel(groups: readonly TargetGroup[], code: string, date: string): string {
  const { group } = groupOn(groups, code, date);
  if (group) return group.label;
  const recorded = groups.find((each) => each.code === code);
  if (!recorded) return code;
  return recorded.untilDate !== null && recorded.untilDate <= date
    ? `${recorded.label} (ophørt: ny målgruppe mangler)`
    : recorded.label;
}

/** The groups that exist on a day, in the law's order. */
export function groupsOn(groups: readonly TargetGroup[], date: string): TargetGroup[] {
  return groups.filter(
    ({ fromDate, untilDate }) => fromDate <= date && (untilDate === null || date < untilDate),
  );
}

/** "Dagpenge", "Ny gruppe (fra 01.01.2027)", "Uddannelsesparat (til 31.12.2026)" */
export function groupWithDates({ label, fromDate, untilDate }: TargetGroup, today: string): string {
  if (untilDate !== null) return `${label} (til ${showDate(addDays(untilDate, -1))})`;
  return fromDate > today ? `${label} (fra ${showDate(fromDate)})` : label;
}
