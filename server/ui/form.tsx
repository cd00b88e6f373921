import type { ComponentChildren } from 'preact';
import type { FieldError } from '../problems.ts';
import { STANDING, said, standingKey } from './standing.ts';

/** What was typed and what was wrong with it: nothing typed is lost when a form comes back. */
export interface FormState {
  values: Readonly<Record<string, string | string[] | undefined>>;
  errors: readonly FieldError[];
  /** what is kept now, when somebody has corrected it meanwhile: stands beside what was typed, and saving again is a choice */
  saved?: Readonly<Record<string, string | string[] | undefined>> | undefined;
  /** tells forms apart that stand on one page with fields of the same name: a label must find its own field */
  of?: string;
}

function idIn(form: FormState, name: string): string {
  return form.of === undefined ? name : `${form.of}-${name}`;
}

export const EMPTY_FORM: FormState = { values: {}, errors: [] };

interface FieldProps {
  form: FormState;
  name: string;
  label: string;
  hint?: string;
  required?: boolean;
}

export function errorOf(form: FormState, name: string): string | undefined {
  return form.errors.find((error) => error.field === name)?.reason;
}

function typedIn(form: FormState, name: string): string {
  const value = form.values[name];
  return typeof value === 'string' ? value : '';
}

function chosenIn(form: FormState, name: string): string[] {
  const value = form.values[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** dkfds' error summary: first on the page, focused, each line a link to its field. */
export function ErrorSummary({ form }: { form: FormState }) {
  const changed = form.saved && <ChangedMeanwhile />;
  if (form.errors.length === 0) return changed ?? null;
  return (
    <>
      <div class="error-summary" role="alert" tabIndex={-1} data-focus>
        <h2>Ret {form.errors.length === 1 ? 'et felt' : `${form.errors.length} felter`}, og prøv igen</h2>
        <ul>
          {form.errors.map((error) => (
            <li>
              <a href={`#felt-${idIn(form, error.field)}`}>{error.reason}</a>
            </li>
          ))}
        </ul>
      </div>
      {changed}
    </>
  );
}

/** What was kept when the form was read, for rows without a version of their own. */
export function Standing({ kept }: { kept: FormState['values'] }) {
  return <input type="hidden" name={STANDING} value={standingKey(kept)} />;
}

function ChangedMeanwhile() {
  return (
    <p class="note note-warn" role="alert" tabIndex={-1} data-focus>
      ! Nogen har rettet i mellemtiden. Det, du skrev, står i felterne, og ved dem, der er forskellige, hvad
      der er gemt nu. Gem igen, hvis dit skal gælde.
    </p>
  );
}

interface TextFieldProps extends FieldProps {
  type?: 'text' | 'date' | 'time' | 'number' | 'password' | 'search' | 'email' | 'tel';
  min?: string | number;
  max?: string | number;
  maxLength?: number;
  autocomplete?: 'username' | 'current-password' | 'new-password' | 'one-time-code' | 'off';
  inputMode?: 'numeric' | 'decimal' | 'text' | 'tel';
  list?: string;
}

export function TextField({ form, name, label, hint, required, type = 'text', ...rest }: TextFieldProps) {
  return (
    <Field form={form} name={name} label={label} hint={hint} required={required}>
      <input
        class="form-input"
        id={`felt-${idIn(form, name)}`}
        name={name}
        // Preact's types tie each type to its own attributes; ours are valid for all of them.
        type={type as 'text'}
        value={type === 'password' ? '' : typedIn(form, name)}
        required={required}
        aria-describedby={describedBy(form, name, hint)}
        aria-invalid={errorOf(form, name) ? 'true' : undefined}
        {...rest}
      />
    </Field>
  );
}

export function TextArea({
  form,
  name,
  label,
  hint,
  required,
  rows = 4,
  maxLength,
}: FieldProps & { rows?: number; maxLength?: number }) {
  return (
    <Field form={form} name={name} label={label} hint={hint} required={required}>
      <textarea
        class="form-input"
        id={`felt-${idIn(form, name)}`}
        name={name}
        rows={rows}
        maxLength={maxLength}
        required={required}
        aria-describedby={describedBy(form, name, hint)}
        aria-invalid={errorOf(form, name) ? 'true' : undefined}
      >
        {typedIn(form, name)}
      </textarea>
    </Field>
  );
}

export function Select({
  form,
  name,
  label,
  hint,
  required,
  options,
  empty,
}: FieldProps & { options: readonly [string, string][]; empty?: string }) {
  const chosen = typedIn(form, name);
  return (
    <Field form={form} name={name} label={label} hint={hint} required={required} options={options}>
      <select
        class="form-select"
        id={`felt-${idIn(form, name)}`}
        name={name}
        required={required}
        aria-describedby={describedBy(form, name, hint)}
        aria-invalid={errorOf(form, name) ? 'true' : undefined}
      >
        {empty !== undefined && <option value="">{empty}</option>}
        {options.map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface ChoiceProps extends FieldProps {
  options: readonly [string, string][];
  /** many: tick boxes */
  many?: boolean;
}

/** Big targets for a thumb: radio buttons or tick boxes drawn as buttons. */
export function Choice({ form, name, label, hint, options, many = false }: ChoiceProps) {
  const chosen = chosenIn(form, name);
  const error = errorOf(form, name);
  return (
    <fieldset
      class={error ? 'choice form-error' : 'choice'}
      id={`felt-${idIn(form, name)}`}
      aria-describedby={describedBy(form, name, hint)}
    >
      <legend class="form-label">{label}</legend>
      <FieldNotes form={form} name={name} hint={hint} options={options} />
      <div class="choice-buttons">
        {options.map(([value, text]) => (
          <label>
            <input
              type={many ? 'checkbox' : 'radio'}
              name={name}
              value={value}
              checked={chosen.includes(value)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Field({
  form,
  name,
  label,
  hint,
  required,
  options,
  children,
}: FieldProps & { options?: Options; children: ComponentChildren }) {
  const error = errorOf(form, name);
  return (
    <div class={error ? 'form-group form-error' : 'form-group'}>
      <label class="form-label" for={`felt-${idIn(form, name)}`}>
        {label}
        {required === false && <span class="optional"> (kan udelades)</span>}
      </label>
      <FieldNotes form={form} name={name} hint={hint} options={options} />
      {children}
    </div>
  );
}

type Options = readonly [string, string][] | undefined;

interface NotesProps {
  form: FormState;
  name: string;
  hint: string | undefined;
  options: Options;
}

function FieldNotes({ form, name, hint, options }: NotesProps) {
  const error = errorOf(form, name);
  const saved = savedOtherwise(form, name);
  return (
    <>
      {hint && (
        <span class="form-hint" id={`hjaelp-${idIn(form, name)}`}>
          {hint}
        </span>
      )}
      {error && (
        <span class="form-error-message" id={`fejl-${idIn(form, name)}`}>
          <span class="sr-only">Fejl: </span>
          {error}
        </span>
      )}
      {saved && (
        <span class="form-saved typed" id={`gemt-${idIn(form, name)}`}>
          Gemt nu: {saved.map((value) => wordFor(value, options)).join(', ') || 'intet'}
        </span>
      )}
    </>
  );
}

/** What is kept now, where it is not what was typed. */
function savedOtherwise(form: FormState, name: string): string[] | null {
  if (!form.saved || !(name in form.saved)) return null;
  const saved = said(form.saved[name]);
  return saved.join('\n') === said(form.values[name]).join('\n') ? null : saved;
}

function wordFor(value: string, options: Options): string {
  return options?.find(([each]) => each === value)?.[1] ?? value;
}

function describedBy(form: FormState, name: string, hint: string | undefined): string | undefined {
  const id = idIn(form, name);
  const ids = [
    hint ? `hjaelp-${id}` : '',
    errorOf(form, name) ? `fejl-${id}` : '',
    savedOtherwise(form, name) ? `gemt-${id}` : '',
  ].filter(Boolean);
  return ids.length > 0 ? ids.join(' ') : undefined;
}
