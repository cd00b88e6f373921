import type { FieldError } from '../problems.ts';
import { Choice, errorOf, type FormState, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { MOST_GROUPS, type ShiftGroup } from './shifts.ts';

type Fields = Readonly<Record<string, string | string[] | undefined>>;

const PARTS = { weekdays: 'dage', from: 'fra', to: 'til' } as const;
type Part = keyof typeof PARTS;

const fieldName = (line: number, part: Part) => `vagt${line}_${PARTS[part]}`;

/** Every line of days and times, the empty ones too: an error must find its line again. */
export function readShiftFields(fields: Fields): ShiftGroup[] {
  return Array.from({ length: MOST_GROUPS }, (_, index) => ({
    weekdays: [fields[fieldName(index + 1, 'weekdays')] ?? []].flat().map(Number),
    from: typedTime(fields[fieldName(index + 1, 'from')]),
    to: typedTime(fields[fieldName(index + 1, 'to')]),
  }));
}

function typedTime(value: string | string[] | undefined): string {
  return ([value ?? ''].flat()[0] ?? '').trim();
}

export function shiftFormValues(groups: readonly ShiftGroup[]): Record<string, string | string[]> {
  return Object.fromEntries(
    groups.flatMap(({ weekdays, from, to }, index) => [
      [fieldName(index + 1, 'weekdays'), weekdays.map(String)],
      [fieldName(index + 1, 'from'), from],
      [fieldName(index + 1, 'to'), to],
    ]),
  );
}

/** `shifts.0.from` under the form's own name, or undefined for another field. */
export function shiftFieldName(field: FieldError['field']): string | undefined {
  if (field === 'shifts') return fieldName(1, 'weekdays');
  const found = /^shifts\.(\d+)\.(weekdays|from|to)$/.exec(field);
  return found ? fieldName(Number(found[1]) + 1, found[2] as Part) : undefined;
}

/** What each field is called where two versions of an order are compared. */
export const SHIFT_LABELS: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: MOST_GROUPS }, (_, index) => index + 1).flatMap((line) => [
    [fieldName(line, 'weekdays'), `Dage, linje ${line}`],
    [fieldName(line, 'from'), `Fra kl., linje ${line}`],
    [fieldName(line, 'to'), `Til kl., linje ${line}`],
  ]),
);

const SHOWN = 2;

const HINT =
  'Kan udelades. Slutter arbejdet næste morgen, så skriv blot det tidspunkt: 22:00 til 06:00. Står der ingen timer om ugen, bliver de regnet ud herfra.';

/** Of an order the suggestions follow them. */
export const ORDER_SHIFT_HINT = `${HINT} Uden flueben i arbejdstid følger forslagene disse dage og tider.`;

/** Days and times, a line for each set of times. The lines that are empty lie folded away. */
export function ShiftFields({ form, hint = HINT }: { form: FormState; hint?: string }) {
  const lines = Array.from({ length: MOST_GROUPS }, (_, index) => index + 1);
  const used = lines.filter((line) => isUsed(form, line)).at(-1) ?? 0;
  const shown = Math.max(SHOWN, Math.min(used + 1, MOST_GROUPS));
  return (
    <fieldset class="shifts">
      <legend class="form-label">Dage og tider</legend>
      <p class="form-hint">{hint}</p>
      {lines.slice(0, shown).map((line) => (
        <ShiftLine form={form} line={line} />
      ))}
      {shown < MOST_GROUPS && (
        <details class="more">
          <summary>Flere dage og tider</summary>
          {lines.slice(shown).map((line) => (
            <ShiftLine form={form} line={line} />
          ))}
        </details>
      )}
    </fieldset>
  );
}

function ShiftLine({ form, line }: { form: FormState; line: number }) {
  return (
    <div class="shift-line">
      <Choice
        form={form}
        name={fieldName(line, 'weekdays')}
        label={line === 1 ? 'Dage' : `Dage, linje ${line}`}
        options={choices(labels.weekdayShort)}
        many
      />
      <TextField form={form} name={fieldName(line, 'from')} label="Fra kl." type="time" />
      <TextField form={form} name={fieldName(line, 'to')} label="Til kl." type="time" />
    </div>
  );
}

function isUsed(form: FormState, line: number): boolean {
  return (Object.keys(PARTS) as Part[]).some((part) => {
    const name = fieldName(line, part);
    return [form.values[name] ?? []].flat().join('') !== '' || errorOf(form, name) !== undefined;
  });
}
