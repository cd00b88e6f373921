import type { FastifySchema, RouteOptions } from 'fastify';
import { scopesNeeded } from '../api-tokens/scopes.ts';
import type { App } from '../context.ts';
import type { Access } from '../plugins/access.ts';
import { API_WORDS } from './words.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** refusals of this very route; those that any route may give stand in the document by themselves */
    problems?: readonly number[];
    /** GET gives an ETag; a change demands it back in If-Match */
    tagged?: boolean;
  }
  interface FastifySchema {
    'x-access'?: Access;
    'x-problems'?: readonly number[];
    'x-tagged'?: boolean;
    'x-scopes'?: readonly string[];
  }
}

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'Forespørgslen kan ikke læses; errors siger hvilke felter.',
  401: 'Ikke logget ind, forkert brugernavn eller adgangskode, eller en nøgle, der ikke gælder.',
  403: 'Rollen eller nøglen giver ikke adgang, eller Origin hører ikke til dette system.',
  404: 'Findes ikke, eller du må ikke se det.',
  409: 'Kan ikke lade sig gøre, som det står nu; detail siger hvorfor.',
  412: 'If-Match passer ikke: nogen har rettet i mellemtiden.',
  413: 'Det sendte er større end tilladt.',
  415: 'Indholdstypen kan ikke læses.',
  422: 'Indholdet kan ikke gemmes; errors siger hvilke felter.',
  428: 'If-Match mangler.',
  429: 'For mange forespørgsler; Retry-After siger, hvor længe der skal ventes.',
  500: 'Noget gik galt; detail har et nummer at nævne.',
  503: 'Systemet har travlt, eller disken svarer ikke; prøv igen om et øjeblik.',
  507: 'Disken er fuld; intet er gemt.',
};

/** Refuses to boot with an API route that the document could not describe. */
export function registerApiDocument(app: App): void {
  app.addHook('onRoute', ({ method, url, schema }) => {
    if (!url.startsWith('/api/') || schema?.hide) return;
    const statuses = Object.keys((schema?.response as object | undefined) ?? {});
    if (!schema?.summary || !schema.tags?.[0] || !statuses.some((status) => status.startsWith('2')))
      throw new Error(`${method} ${url} lacks a summary, a tag or the schema of its answer`);
  });
}

/** What @fastify/swagger is told: OpenAPI 3.1, of the addresses under /api/ alone. */
export const openApiOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Samtlige',
      version: '1',
      description:
        'Virksomheder, kontakter, dækning, jobordrer og match. Datoer er lokale (ÅÅÅÅ-MM-DD), tidspunkter er i UTC. ' +
        'Lister svarer med items og nextCursor. Fejl er problem+json (RFC 9457) på dansk.',
    },
    components: {
      securitySchemes: {
        session: { type: 'apiKey' as const, in: 'cookie' as const, name: 'samtlige' },
        token: {
          type: 'http' as const,
          scheme: 'bearer',
          description: 'Adgangsnøgle til et program; x-scopes siger, hvilke områder kaldet kræver.',
        },
      },
      schemas: { Problem: problemSchema() },
    },
  },
  transform: ({ schema, url, route }: { schema: FastifySchema; url: string; route: RouteOptions }) => ({
    schema: url.startsWith('/api/') ? described(schema, url, route) : { ...schema, hide: true },
    url,
  }),
  transformObject: (document: object) =>
    completed('openapiObject' in document ? (document.openapiObject as Document) : {}),
};

function described(schema: FastifySchema, url: string, { config, method }: RouteOptions): FastifySchema {
  const scopes = scopesNeeded([method].flat()[0] ?? 'GET', url);
  const access = config?.access ?? 'public';
  const reads = method === 'GET';
  const own = config?.problems ?? [];
  const tagged = config?.tagged && !reads ? [412, 428] : [];
  const sent = schema.body || schema.consumes ? [413, 415] : [];
  const read = schema.body || schema.querystring || schema.params ? [400] : [];
  const kept = access === 'public' ? [] : [401];
  const refused = reads && !Array.isArray(access) ? [] : [403];
  const saved = reads ? [] : [507];
  const problems = [
    ...new Set([...own, ...tagged, ...sent, ...read, ...kept, ...refused, ...saved, 429, 500, 503]),
  ];
  return {
    ...schema,
    ...(access === 'public' ? {} : { security: [{ session: [] }, ...(scopes ? [{ token: [] }] : [])] }),
    ...(access === 'public' || !scopes ? {} : { 'x-scopes': scopes.map((scope) => scope.join(':')) }),
    'x-access': access,
    'x-problems': problems.toSorted((a, b) => a - b),
    ...(config?.tagged ? { 'x-tagged': true } : {}),
  };
}

/** One operation of the document, as far as we read it. */
export interface Operation {
  summary: string;
  description?: string;
  tags: string[];
  parameters?: {
    in: string;
    name: string;
    required?: boolean;
    description?: string;
    example?: unknown;
    examples?: unknown;
    schema: object;
  }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; headers?: object; content?: object; $ref?: string }>;
  'x-access': Access;
  'x-problems': readonly number[];
  'x-tagged'?: boolean;
  /** what a program's token must open; undefined: no token may call */
  'x-scopes'?: readonly string[];
}
export interface Document {
  paths?: Record<string, Record<string, Operation>>;
  components?: object;
}

/** Writes in every refusal, the headers of ETags, and what each word means that does not say so itself. */
function completed(document: Document): object {
  for (const operations of Object.values(document.paths ?? {}))
    for (const [method, operation] of Object.entries(operations)) complete(method, operation);
  explainWords(document.paths);
  return document;
}

function complete(method: string, operation: Operation): void {
  for (const status of operation['x-problems']) {
    const problem = problemResponse(status);
    const answer = operation.responses[status];
    operation.responses[status] = answer
      ? { ...answer, content: { ...answer.content, ...problem.content } }
      : problem;
  }
  if (!operation['x-tagged']) return;
  const parameter = { in: 'header', schema: { type: 'string' } };
  operation.parameters ??= [];
  if (method === 'get') {
    const description = 'ETag fra et tidligere svar: er det uændret, er svaret 304 uden indhold.';
    operation.parameters.push({ ...parameter, name: 'If-None-Match', required: false, description });
    const etag = { description: 'Udgaven; sendes i If-Match ved en ændring.', schema: { type: 'string' } };
    for (const [status, answer] of Object.entries(operation.responses))
      if (status.startsWith('2')) answer.headers = { ETag: etag };
    operation.responses['304'] = { description: 'Uændret siden If-None-Match.' };
  } else {
    const description = 'ETag fra GET på samme adresse: ændringen gælder den udgave, du har set.';
    operation.parameters.push({ ...parameter, name: 'If-Match', required: true, description });
  }
}

function problemResponse(status: number) {
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description: PROBLEMS[status] ?? 'Fejl', content: { 'application/problem+json': { schema } } };
}

function problemSchema() {
  const word = (type: 'string' | 'integer', description: string, example: unknown) => ({
    type,
    description,
    examples: [example],
  });
  return {
    type: 'object' as const,
    description: 'Hvad der gik galt, på dansk (RFC 9457).',
    required: ['type', 'title', 'status'],
    properties: {
      type: word('string', 'Altid about:blank: status siger slagsen.', 'about:blank'),
      title: word('string', 'Hvad der gik galt, i én linje.', 'Kontakten kan ikke gemmes'),
      status: word('integer', 'HTTP-status.', 422),
      detail: word('string', 'Hvad man kan gøre ved det.', 'Hent siden igen, og prøv igen.'),
      errors: {
        type: 'array' as const,
        description: 'Et eller flere felter, som er forkerte.',
        items: {
          type: 'object' as const,
          required: ['field', 'reason'],
          properties: {
            field: word('string', 'Feltets navn.', 'contactDate'),
            reason: word('string', 'Hvad der er forkert, på dansk.', 'Datoen kan ikke ligge i fremtiden.'),
          },
        },
      },
    },
  };
}

/** A property without a description of its own means what its name means everywhere (words.ts). */
function explainWords(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const { properties } = node as { properties?: Record<string, Record<string, unknown>> };
  if (properties && typeof properties === 'object')
    for (const [name, property] of Object.entries(properties)) explain(name, property);
  if (isParameter(node)) explain(node.name, node.schema, node);
  for (const child of Object.values(node)) explainWords(child);
}

function isParameter(
  node: object,
): node is { name: string; in: string; description?: string; schema: Record<string, unknown> } {
  return 'in' in node && 'name' in node && 'schema' in node;
}

function explain(
  name: string,
  schema: Record<string, unknown>,
  parameter: { description?: string } | undefined = undefined,
): void {
  const word = API_WORDS[name];
  if (!word) return;
  const [description, example] = word;
  if (parameter) parameter.description ??= description;
  schema.description ??= description;
  if (example !== undefined && schema.examples === undefined && schema.enum === undefined)
    schema.examples = [example];
}
