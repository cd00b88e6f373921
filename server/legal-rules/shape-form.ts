import type { FieldError } from '../problems.ts';
import { type Fields, textOf } from '../ui/fields.ts';

/** What the form needs to see of a shape in contents.ts. */
export interface Shape {
  title?: string;
  type?: string;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  enum?: readonly string[];
  anyOf?: readonly Shape[];
  properties?: Readonly<Record<string, Shape>>;
  items?: Shape;
  /** what its fields must be together */
  '~refine'?: readonly { check: (value: unknown) => boolean; error: (value: unknown) => string }[];
}

/** How a shape is drawn and read. */
export type Part =
  | { kind: 'groups'; title: string }
  | { kind: 'ticks'; title: string; of: 'target-groups' | 'order-types'; atLeast: number }
  | { kind: 'yes'; title: string }
  | { kind: 'choice'; title: string; values: readonly string[] }
  | { kind: 'number'; title: string; shape: Shape; whole: boolean }
  | { kind: 'text'; title: string; shape: Shape }
  | { kind: 'object'; title: string; properties: [string, Shape][] }
  | { kind: 'lines'; title: string; item: Shape; most: number; atLeast: number };

/** A shape as a part of the form, and whether it may be left blank. */
export function partOf(shape: Shape): { part: Part; optional: boolean } {
  const title = shape.title ?? '';
  const [first, second] = shape.anyOf ?? [];
  if (first && second?.type === 'null') return { part: { ...partOf(first).part, title }, optional: true };
  return { part: plainPart(shape, title), optional: false };
}

function plainPart(shape: Shape, title: string): Part {
  if (shape.anyOf) return { kind: 'groups', title };
  if (shape.enum) return { kind: 'choice', title, values: shape.enum };
  switch (shape.type) {
    case 'array':
      return shape.items?.type === 'object'
        ? { kind: 'lines', title, item: shape.items, most: shape.maxItems ?? 8, atLeast: shape.minItems ?? 0 }
        : { kind: 'ticks', title, of: listOf(shape), atLeast: shape.minItems ?? 0 };
    case 'object':
      return { kind: 'object', title, properties: Object.entries(shape.properties ?? {}) };
    case 'boolean':
      return { kind: 'yes', title };
    case 'string':
      return { kind: 'text', title, shape };
    default:
      return { kind: 'number', title, shape, whole: shape.type === 'integer' };
  }
}

function listOf({ format }: Shape): 'target-groups' | 'order-types' {
  return format === 'order-types' ? 'order-types' : 'target-groups';
}

/** What `content` looks like typed into its form, whose fields are named by their way in: indhold.lines.0.limit.count. */
export function fieldsOf(shape: Shape, content: unknown, name: string): Record<string, string | string[]> {
  const { part } = partOf(shape);
  if (content === null || content === undefined) return {};
  switch (part.kind) {
    case 'groups':
      return content === 'alle'
        ? { [name]: 'alle' }
        : { [name]: 'disse', [`${name}.koder`]: content as string[] };
    case 'ticks':
      return { [name]: content as string[] };
    case 'yes':
      return content === true ? { [name]: 'ja' } : {};
    case 'number':
      return { [name]: String(content).replace('.', ',') };
    case 'object':
      return Object.assign(
        {},
        ...part.properties.map(([key, each]) =>
          fieldsOf(each, (content as Record<string, unknown>)[key], `${name}.${key}`),
        ),
      );
    case 'lines':
      return Object.assign(
        {},
        ...(content as unknown[]).map((each, at) => fieldsOf(part.item, each, `${name}.${at}`)),
      );
    default:
      return { [name]: String(content) };
  }
}

interface Reading {
  fields: Fields;
  /** codes of the groups that exist when the rule begins */
  groupCodes: ReadonlySet<string>;
  errors: FieldError[];
}

/** The content as typed; what is wrong with it goes into `errors`, at its field. */
export function readShape(shape: Shape, name: string, reading: Reading): unknown {
  const { part, optional } = partOf(shape);
  if (optional && isBlank(shape, name, reading.fields)) return null;
  const refuse = (reason: string): null => {
    reading.errors.push({ field: name, reason });
    return null;
  };
  const typed = textOf(reading.fields, name);
  switch (part.kind) {
    case 'groups':
      if (typed === 'alle') return 'alle';
      if (typed !== 'disse') return refuse(`${part.title}: vælg alle eller bestemte målgrupper.`);
      return readGroups(`${name}.koder`, part.title, 1, reading);
    case 'ticks':
      return part.of === 'target-groups'
        ? readGroups(name, part.title, part.atLeast, reading)
        : ticked(reading.fields, name).filter((code) => shape.items?.enum?.includes(code));
    case 'yes':
      return typed === 'ja';
    case 'choice':
      return part.values.includes(typed) ? typed : refuse(`${part.title}: vælg en af de viste.`);
    case 'number':
      return readNumber(part, typed) ?? refuse(numberReason(part));
    case 'text':
      return textReason(part, typed) === undefined ? typed : refuse(textReason(part, typed) ?? '');
    case 'object': {
      const before = reading.errors.length;
      const read = Object.fromEntries(
        part.properties.map(([key, each]) => [key, readShape(each, `${name}.${key}`, reading)]),
      );
      const broken = shape['~refine']?.find(({ check }) => !check(read));
      if (broken && reading.errors.length === before) {
        const field = `${name}.${part.properties[0]?.[0]}`;
        reading.errors.push({ field, reason: broken.error(read) });
      }
      return read;
    }
    case 'lines': {
      const filled = Array.from({ length: part.most }, (_, at) => `${name}.${at}`).filter(
        (line) => !isBlank(part.item, line, reading.fields),
      );
      if (filled.length < part.atLeast) return refuse(`${part.title}: udfyld mindst én linje.`);
      return filled.map((line) => readShape(part.item, line, reading));
    }
  }
}

/** Nothing is typed or ticked. A choice has a value before anybody has touched it, so it does not count. */
function isBlank(shape: Shape, name: string, fields: Fields): boolean {
  const { part } = partOf(shape);
  switch (part.kind) {
    case 'choice':
    case 'yes':
      return true;
    case 'object':
      return part.properties.every(([key, each]) => isBlank(each, `${name}.${key}`, fields));
    case 'lines':
      return Array.from({ length: part.most }, (_, at) => `${name}.${at}`).every((line) =>
        isBlank(part.item, line, fields),
      );
    default:
      return textOf(fields, name) === '';
  }
}

function readGroups(name: string, title: string, atLeast: number, { fields, groupCodes, errors }: Reading) {
  const codes = ticked(fields, name);
  if (codes.length < atLeast)
    errors.push({ field: name, reason: `${title}: sæt kryds ved mindst én målgruppe.` });
  const strangers = codes.filter((code) => !groupCodes.has(code));
  if (strangers.length > 0) {
    const reason = `${title}: målgruppen findes ikke på den dag, reglen gælder fra: ${strangers.join(', ')}.`;
    errors.push({ field: name, reason });
  }
  return codes;
}

function ticked(fields: Fields, name: string): string[] {
  return [...new Set([fields[name] ?? []].flat())];
}

function readNumber({ shape, whole }: Extract<Part, { kind: 'number' }>, typed: string): number | undefined {
  if (!/^\d{1,7}([.,]\d{1,2})?$/.test(typed)) return undefined;
  const value = Number(typed.replace(',', '.'));
  const inside = value >= (shape.minimum ?? 0) && value <= (shape.maximum ?? Number.MAX_SAFE_INTEGER);
  return inside && (!whole || Number.isInteger(value)) ? value : undefined;
}

function numberReason({ title, shape, whole }: Extract<Part, { kind: 'number' }>): string {
  return `${title}: skriv et ${whole ? 'helt ' : ''}tal fra ${shape.minimum ?? 0} til ${shape.maximum}.`;
}

function textReason({ title, shape }: Extract<Part, { kind: 'text' }>, typed: string): string | undefined {
  if (shape.pattern) {
    return new RegExp(shape.pattern).test(typed) ? undefined : `${title}: skriv et klokkeslæt som 20:00.`;
  }
  if (typed === '') return `${title}: skriv det med ord.`;
  const most = shape.maxLength ?? 300;
  return typed.length > most ? `${title}: højst ${most} tegn.` : undefined;
}
