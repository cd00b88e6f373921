import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { diskProblem } from '../db/refused.ts';
import type { App } from './context.ts';
import { ownPath } from './own-path.ts';
import { GONE_MEANWHILE, NOT_FOUND, type Problem, ShownIsGone } from './problems.ts';
import { type Again, ErrorPage } from './ui/error-page.tsx';
import { validationReason } from './validation-words.ts';

export function isApi(request: FastifyRequest): boolean {
  return request.url.startsWith('/api/');
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  reply.code(problem.status).header('cache-control', 'no-store');
  if (isApi(request)) {
    const { status, title, detail, errors } = problem;
    return reply
      .type('application/problem+json')
      .send(JSON.stringify({ type: 'about:blank', title, status, detail, errors }));
  }
  return reply.page(ErrorPage({ view: request.view(reply), problem, again: againOf(request, problem) }));
}

/** What was asked for in vain a moment ago may be had now. */
const PASSES: ReadonlySet<number> = new Set([429, 503, 507]);

function againOf({ method, url }: FastifyRequest, { status }: Problem): Again | null {
  if (!PASSES.has(status)) return null;
  return method === 'GET' ? { page: ownPath(url) } : 'the form';
}

export function registerErrors(app: App): void {
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) =>
    sendProblem(request, reply, NOT_FOUND),
  );
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendProblem(request, reply, problemOf(error, request, reply)),
  );
}

function problemOf(error: FastifyError, request: FastifyRequest, reply: FastifyReply): Problem {
  const disk = diskProblem(error);
  if (disk !== null) {
    request.log.error({ err: error }, 'the disk refused');
    const full = ['SQLITE_FULL', 'ENOSPC', 'EDQUOT'].includes(error.code);
    return { status: full ? 507 : 503, title: 'Det kunne ikke gemmes', detail: disk };
  }
  if (error instanceof ShownIsGone) {
    request.log.warn({ err: error }, 'not answered');
    return GONE_MEANWHILE;
  }
  if (error.validation) {
    // An unknown property is told twice: by the object, and as a value that nothing fits.
    const told = error.validation.filter(({ keyword }) => keyword !== 'boolean');
    const errors = told.flatMap((problem) =>
      fieldsOf(problem.instancePath, problem.params).map((field) => ({
        field,
        reason: validationReason(problem),
      })),
    );
    return { status: 400, title: 'Forespørgslen er ikke gyldig', errors };
  }
  const status = error.statusCode ?? 500;
  if (status === 429) return { status, title: 'For mange forsøg', detail: waitFor(reply) };
  if (status === 413)
    return {
      status,
      title: 'For stort',
      detail: 'Det, du sendte, er større end tilladt. Gå tilbage, og gør det mindre.',
    };
  if (status === 415) return { status, title: 'Indholdstypen kan ikke læses' };
  if (status === 503) return { status, title: 'Systemet har travlt', detail: 'Prøv igen om et øjeblik.' };
  if (status < 500) return { status, title: 'Forespørgslen er ikke gyldig' };
  request.log.error({ err: error }, 'request failed');
  return {
    status: 500,
    title: 'Noget gik galt',
    detail: `Fejlen er noteret. Nævn nummeret ${request.id}, hvis du melder den.`,
  };
}

function waitFor(reply: FastifyReply): string {
  const seconds = Number(reply.getHeader('retry-after') ?? 0);
  return `Vent ${seconds > 1 ? `${seconds} sekunder` : 'et øjeblik'}, og prøv igen.`;
}

/** Where it is wrong, as `requirements.0.kind`; of an object each property that is missing or not known. */
function fieldsOf(instancePath: string, params: Record<string, unknown>): string[] {
  const path = instancePath.split('/').filter(Boolean);
  const named = [params.requiredProperties ?? params.additionalProperties ?? []].flat();
  if (named.length === 0) return [path.join('.')];
  return named.map((name) => [...path, String(name)].join('.'));
}
