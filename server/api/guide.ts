import type { Access } from '../plugins/access.ts';
import type { Document, Operation } from './document.ts';

/** One call as people read it. */
export interface Endpoint {
  method: string;
  url: string;
  summary: string;
  access: Access;
  /** what may be asked with, * where it must be */
  parameters: { name: string; required: boolean; description: string }[];
  /** fields of what is sent */
  fields: { name: string; required: boolean; description: string }[];
  answers: string[];
  tagged: boolean;
  /** areas that a program's token must open; undefined: for people alone */
  scopes: readonly string[] | undefined;
}

export interface Feature {
  name: string;
  endpoints: Endpoint[];
}

/** The OpenAPI document by feature, in the order of the alphabet; what changes stands after what reads. */
export function guideOf(document: Document): Feature[] {
  const endpoints = Object.entries(document.paths ?? {}).flatMap(([url, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      tag: operation.tags[0] ?? '',
      endpoint: endpointOf(method, url, operation),
    })),
  );
  return [...Map.groupBy(endpoints, ({ tag }) => tag)]
    .map(([name, group]) => ({ name, endpoints: group.map(({ endpoint }) => endpoint) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'da'));
}

function endpointOf(method: string, url: string, operation: Operation): Endpoint {
  return {
    method: method.toUpperCase(),
    url,
    summary: operation.summary,
    access: operation['x-access'],
    parameters: (operation.parameters ?? [])
      .filter((parameter) => parameter.in !== 'path')
      .map(({ name, required = false, description = '' }) => ({ name, required, description })),
    fields: fieldsOf(operation),
    answers: Object.keys(operation.responses),
    tagged: operation['x-tagged'] === true,
    scopes: operation['x-scopes'],
  };
}

interface ObjectSchema {
  properties?: Record<string, { description?: string }>;
  required?: string[];
}

function fieldsOf({ requestBody }: Operation): Endpoint['fields'] {
  const [body] = Object.values(requestBody?.content ?? {});
  const { properties = {}, required = [] } = (body?.schema ?? {}) as ObjectSchema;
  return Object.entries(properties).map(([name, { description = '' }]) => ({
    name,
    required: required.includes(name),
    description,
  }));
}
