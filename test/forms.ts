import { type HTMLElement, parse } from 'node-html-parser';

export interface FormField {
  name: string;
  /** `text` is whatever a person can type freely in */
  kind: 'text' | 'hidden' | 'date' | 'number' | 'choice' | 'tick' | 'file';
  /** what stands there, or is chosen */
  values: string[];
  /** what may be chosen */
  options: string[];
  required: boolean;
  maxLength: number | undefined;
}

export interface Form {
  /** path and query that it is sent to */
  action: string;
  method: 'GET' | 'POST';
  multipart: boolean;
  fields: FormField[];
}

/** The forms of a page, with the fields that stand outside and belong to them by id. */
export function formsOn(html: string, url: string): Form[] {
  const page = parse(html);
  return page.querySelectorAll('form').map((form) => {
    const id = form.getAttribute('id');
    const outside = id ? page.querySelectorAll(`[form="${id}"]`) : [];
    const controls = [...form.querySelectorAll('input,textarea,select,button'), ...outside];
    return {
      action: form.getAttribute('action') ?? url,
      method: form.getAttribute('method')?.toLowerCase() === 'post' ? 'POST' : 'GET',
      multipart: form.getAttribute('enctype') === 'multipart/form-data',
      fields: together(controls.filter((one) => one.getAttribute('name')).map(fieldOf)),
    };
  });
}

const KINDS: Readonly<Record<string, FormField['kind']>> = {
  hidden: 'hidden',
  date: 'date',
  number: 'number',
  radio: 'choice',
  checkbox: 'tick',
  submit: 'choice',
  file: 'file',
};

function fieldOf(control: HTMLElement): FormField {
  const name = control.getAttribute('name') ?? '';
  const required = control.hasAttribute('required');
  const longest = Number(control.getAttribute('maxlength') ?? Number.NaN);
  const maxLength = Number.isNaN(longest) ? undefined : longest;
  const value = control.getAttribute('value') ?? '';
  if (control.tagName === 'SELECT') {
    const options = control.querySelectorAll('option');
    const optionValue = (option: HTMLElement) => option.getAttribute('value') ?? option.textContent;
    const chosen = options.filter((option) => option.hasAttribute('selected'));
    const values = (chosen.length > 0 ? chosen : options.slice(0, 1)).map(optionValue);
    return { name, kind: 'choice', values, options: options.map(optionValue), required, maxLength };
  }
  if (control.tagName === 'TEXTAREA')
    return { name, kind: 'text', values: [control.textContent], options: [], required, maxLength };
  if (control.tagName === 'BUTTON')
    return { name, kind: 'choice', values: [], options: [value], required, maxLength };
  const kind = KINDS[control.getAttribute('type') ?? 'text'] ?? 'text';
  const isOn = (kind !== 'choice' && kind !== 'tick') || control.hasAttribute('checked');
  const options = kind === 'choice' || kind === 'tick' ? [value || 'on'] : [];
  return { name, kind, values: isOn ? [value] : [], options, required, maxLength };
}

/** Buttons and boxes of one name are one field with several options. */
function together(fields: FormField[]): FormField[] {
  const byName = new Map<string, FormField>();
  for (const field of fields) {
    const known = byName.get(field.name);
    if (!known) byName.set(field.name, { ...field });
    else {
      known.values = [...known.values, ...field.values];
      known.options = [...known.options, ...field.options];
    }
  }
  return [...byName.values()];
}

/** The form as a person would send it: what stands there, and something fitting where nothing does. */
export function filledIn(
  form: Form,
  { text, date }: { text: string; date: string },
): Record<string, string[]> {
  const fill = ({ kind, values, options }: FormField): string[] => {
    const isBlank = values.every((value) => value === '');
    if (!isBlank) return values;
    if (kind === 'text') return [text];
    if (kind === 'date') return [date];
    if (kind === 'number') return ['1'];
    if (kind === 'choice') return options.filter((option) => option !== '').slice(0, 1);
    return values;
  };
  return Object.fromEntries(form.fields.map((field) => [field.name, fill(field)]));
}

/** As a browser puts it on the wire. */
export function encoded(fields: Readonly<Record<string, readonly string[]>>): string {
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(fields))
    for (const value of values) form.append(name, value.replace(/\r?\n/g, '\r\n'));
  return form.toString();
}
