import { ORDER_TYPES } from '../../db/schema/job-orders.ts';
import { PersonTick } from '../persons/person-tick.tsx';
import type { ContactPerson } from '../persons/queries.ts';
import { errorOf, type FormState, Select, TextArea, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FORM_NAMES } from './form.ts';
import { formsOf, RECORD_LIMITS } from './rules.ts';
import type { RecordField, RecordSpec } from './spec.ts';

interface FieldsProps {
  spec: RecordSpec;
  form: FormState;
  persons: readonly ContactPerson[];
}

/** The fields a kind asks for, in its own order. */
export function RecordFields({ spec, form, persons }: FieldsProps) {
  return (
    <>
      {spec.fields.map((field) => (
        <RecordInput spec={spec} field={field} form={form} persons={persons} />
      ))}
      <PersonTick form={form} />
    </>
  );
}

function RecordInput({ spec, field, form, persons }: FieldsProps & { field: RecordField }) {
  const { label, hint, required = false } = field;
  const name = FORM_NAMES[field.name];
  const shared = { form, name, label, hint, required };
  switch (field.name) {
    case 'form':
      return (
        <Select
          {...shared}
          empty="Vælg"
          options={formsOf(spec.kind).map((value) => [value, labels.recordForm[value]])}
        />
      );
    case 'fromDate':
    case 'untilDate':
    case 'followUpDate':
      return <TextField {...shared} type="date" />;
    case 'count':
      return <TextField {...shared} type="number" min={0} inputMode="numeric" />;
    case 'partner':
      return <TextField {...shared} maxLength={RECORD_LIMITS.partner} />;
    case 'note':
      return <TextArea {...shared} rows={3} maxLength={RECORD_LIMITS.note} />;
    case 'contactPersonId':
      return (
        <Select
          {...shared}
          empty={persons.length > 0 ? 'Ingen valgt' : 'Virksomheden har ingen personer endnu'}
          options={persons
            .filter(({ leftOn }) => leftOn === null)
            .map((person) => [String(person.id), [person.name, person.role].filter(Boolean).join(', ')])}
        />
      );
    case 'lines':
      return <LineInputs form={form} label={label} />;
  }
}

const BLANK_LINES = 2;

function LineInputs({ form, label }: { form: FormState; label: string }) {
  const column = (name: string) => [form.values[name] ?? []].flat();
  const types = column('linje_type');
  const counts = column('linje_antal');
  const dates = column('linje_dato');
  const filled = types.filter((type, at) => type || counts[at]).length;
  const rows = Math.min(RECORD_LIMITS.lines, Math.max(types.length, filled + BLANK_LINES));
  const error = errorOf(form, FORM_NAMES.lines);
  return (
    <fieldset class={error ? 'choice form-error' : 'choice'} id={`felt-${FORM_NAMES.lines}`}>
      <legend class="form-label">{label}</legend>
      <span class="form-hint">Tomme linjer springes over.</span>
      {error && <span class="form-error-message">{error}</span>}
      {Array.from({ length: rows }, (_, at) => (
        <div class="record-line">
          <select class="form-select" name="linje_type" aria-label={`Type, linje ${at + 1}`}>
            <option value="">Type</option>
            {ORDER_TYPES.map((type) => (
              <option value={type} selected={types[at] === type}>
                {labels.orderType[type]}
              </option>
            ))}
          </select>
          <input
            class="form-input"
            name="linje_antal"
            type="number"
            min={1}
            inputMode="numeric"
            placeholder="Antal"
            aria-label={`Antal, linje ${at + 1}`}
            value={counts[at] ?? ''}
          />
          <input
            class="form-input"
            name="linje_dato"
            type="date"
            aria-label={`Fra hvornår, linje ${at + 1}`}
            value={dates[at] ?? ''}
          />
        </div>
      ))}
    </fieldset>
  );
}
