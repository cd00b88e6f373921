import { Compile } from 'typebox/compile';
import { expect } from 'vitest';
import type { Document, Operation } from '../server/api/document.ts';
import type { App } from '../server/context.ts';

/** Holds every answer of the API to what the document says of it, while a story is told. */
export function watchApi(app: App) {
  const seen = new Map<string, Set<number>>();
  const wrong: string[] = [];
  app.addHook('onSend', async (request, reply, payload) => {
    const url = request.routeOptions.url ?? '';
    if (!url.startsWith('/api/') || url.endsWith('openapi.json') || request.is404) return payload;
    const name = `${request.method} ${url}`;
    seen.set(name, (seen.get(name) ?? new Set()).add(reply.statusCode));
    wrong.push(
      ...judge(operationOf(app, request.method, url), name, reply.statusCode, String(payload ?? '')),
    );
    return payload;
  });
  return {
    seen,
    /** what the story has made wrong, told at its end */
    check: () => expect(wrong).toEqual([]),
  };
}

export function documentOf(app: App): Document & { components: { schemas: Record<string, object> } } {
  return app.swagger() as ReturnType<typeof documentOf>;
}

function operationOf(app: App, method: string, url: string): Operation | undefined {
  const path = url.replaceAll(/:(\w+)/g, '{$1}');
  return documentOf(app).paths?.[path]?.[method.toLowerCase()];
}

function judge(operation: Operation | undefined, name: string, status: number, payload: string): string[] {
  const answer = operation?.responses[status];
  if (!answer) return [`${name} answers ${status}, which the document does not know`];
  if (payload === '' || payload === 'null') return [];
  const content = (answer.content ?? {}) as Record<string, { schema: object }>;
  const problem = status >= 400 ? PROBLEM : undefined;
  const schemas = [problem, content['application/json']?.schema].filter((schema) => schema !== undefined);
  const body: unknown = JSON.parse(payload);
  if (schemas.length > 0 && !schemas.some((schema) => Compile(schema).Check(body)))
    return [`${name} answers ${status} with another shape: ${payload.slice(0, 300)}`];
  return [];
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status'],
  properties: {
    title: { type: 'string', minLength: 1 },
    status: { type: 'integer' },
    errors: { type: 'array', items: { type: 'object', required: ['field', 'reason'] } },
  },
};
