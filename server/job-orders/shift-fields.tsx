import { Choice, errorOf, type FormState, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { nameOfShiftField, SHIFT_PARTS } from './shift-form.ts';
import { MOST_GROUPS } from './shifts.ts';

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
        name={nameOfShiftField(line, 'weekdays')}
        label={line === 1 ? 'Dage' : `Dage, linje ${line}`}
        options={choices(labels.weekdayShort)}
        many
      />
      <TextField form={form} name={nameOfShiftField(line, 'from')} label="Fra kl." type="time" />
      <TextField form={form} name={nameOfShiftField(line, 'to')} label="Til kl." type="time" />
    </div>
  );
}

function isUsed(form: FormState, line: number): boolean {
  return (Object.keys(SHIFT_PARTS) as (keyof typeof SHIFT_PARTS)[]).some((part) => {
    const name = nameOfShiftField(line, part);
    const texts = [form.values[name] ?? [], form.saved?.[name] ?? []].flat();
    return texts.join('') !== '' || errorOf(form, name) !== undefined;
  });
}
