import type { FieldError } from '../problems.ts';
import { MOST_GROUPS, type ShiftGroup } from './shifts.ts';

type Fields = Readonly<Record<string, string | string[] | undefined>>;

export const SHIFT_PARTS = { weekdays: 'dage', from: 'fra', to: 'til' } as const;
type Part = keyof typeof SHIFT_PARTS;

export const nameOfShiftField = (line: number, part: Part) => `vagt${line}_${SHIFT_PARTS[part]}`;

/** Every line of days and times, the empty ones too: an error must find its line again. */
export function readShiftFields(fields: Fields): ShiftGroup[] {
  return Array.from({ length: MOST_GROUPS }, (_, index) => ({
    weekdays: [fields[nameOfShiftField(index + 1, 'weekdays')] ?? []].flat().map(Number),
    from: typedTime(fields[nameOfShiftField(index + 1, 'from')]),
    to: typedTime(fields[nameOfShiftField(index + 1, 'to')]),
  }));
}

function typedTime(value: string | string[] | undefined): string {
  return ([value ?? ''].flat()[0] ?? '').trim();
}

export function shiftFormValues(groups: readonly ShiftGroup[]): Record<string, string | string[]> {
  return Object.fromEntries(
    groups.flatMap(({ weekdays, from, to }, index) => [
      [nameOfShiftField(index + 1, 'weekdays'), weekdays.map(String)],
      [nameOfShiftField(index + 1, 'from'), from],
      [nameOfShiftField(index + 1, 'to'), to],
    ]),
  );
}

/** `shifts.0.from` under the form's own name, or undefined for another field. */
export function shiftFieldName(field: FieldError['field']): string | undefined {
  if (field === 'shifts') return nameOfShiftField(1, 'weekdays');
  const found = /^shifts\.(\d+)\.(weekdays|from|to)$/.exec(field);
  return found ? nameOfShiftField(Number(found[1]) + 1, found[2] as Part) : undefined;
}
