import fc from 'fast-check';
import type { Route } from './route-list.ts';

/** As much of JSON Schema as the API's schemas use. */
interface Schema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  patternProperties?: Record<string, Schema>;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
}

const DAYS = [
  '2026-11-22',
  '2026-11-23',
  '2026-12-01',
  '2026-02-29',
  '2024-02-29',
  '2027-01-04',
  '2026-10-25',
];
const WORDS = [
  'lager',
  'Ærø & Sønner',
  '2',
  '1000000001',
  'dansk',
  '7,5',
  '25',
  'ukendt',
  '%_\\',
  '2026-11-22',
  '',
];

/** Values that the schema lets in; with `odd`, one in ten is of another kind. */
export function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(valuesOf));
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return numbersOf(schema);
    case 'string':
      return textsOf(schema);
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case 'object':
      return objectsOf(schema);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** Small ones above all: rows have small numbers. */
function numbersOf({ type, minimum, exclusiveMinimum, maximum }: Schema): fc.Arbitrary<number> {
  const min =
    minimum ?? (exclusiveMinimum === undefined ? -10 : exclusiveMinimum + (type === 'integer' ? 1 : 0.01));
  const max = maximum ?? Number.MAX_SAFE_INTEGER;
  const small = fc.integer({
    min: Math.ceil(Math.max(min, 0)),
    max: Math.floor(Math.min(Math.max(min, 0) + 40, max)),
  });
  const whole = fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
  const broken = fc.double({ min, max, noNaN: true });
  return type === 'integer'
    ? fc.oneof({ weight: 5, arbitrary: small }, whole)
    : fc.oneof({ weight: 5, arbitrary: small }, whole, broken);
}

function textsOf({ pattern, minLength = 0, maxLength = 200 }: Schema): fc.Arbitrary<string> {
  if (pattern) return fc.stringMatching(new RegExp(pattern));
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength;
  const known = [...DAYS, ...WORDS].filter(fits);
  const any = fc
    .string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 40) })
    .filter(fits);
  return known.length > 0 ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, any) : any;
}

function objectsOf({ properties = {}, required = [], patternProperties = {} }: Schema): fc.Arbitrary<object> {
  const free = Object.values(patternProperties)[0];
  if (free) return fc.dictionary(fc.constantFrom('a', 'b', 'æ'), valuesOf(free), { maxKeys: 3 });
  const named = Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, valuesOf(one)]));
  return fc.record(named, { requiredKeys: required.filter((name) => name in properties) });
}

/** What the API's document lets a program send: a query and a body. */
export function fittingRequests({
  schema,
}: Route): fc.Arbitrary<{ query: Record<string, string>; body: unknown }> {
  const query = schema.querystring ? valuesOf(schema.querystring as Schema) : fc.constant({});
  const body = schema.body ? valuesOf(schema.body as Schema) : fc.constant(undefined);
  return fc.record({ query: query.map((all) => textsIn(all as object)), body });
}

function textsIn(query: object): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]));
}
