import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './context.ts';
import { NOT_FOUND, type Problem } from './problems.ts';
import { ErrorPage } from './ui/error-page.tsx';

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
  return reply.page(ErrorPage({ view: request.view(reply), problem }));
}

export function registerErrors(app: App): void {
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) =>
    sendProblem(request, reply, NOT_FOUND),
  );
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendProblem(request, reply, problemOf(error, request)),
  );
}

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error.validation) {
    const errors = error.validation.map((problem) => ({
      field: fieldOf(problem.instancePath, problem.params),
      reason: problem.message ?? 'ugyldig værdi',
    }));
    return { status: 400, title: 'Forespørgslen er ikke gyldig', errors };
  }
  const status = error.statusCode ?? 500;
  if (status === 429) return { status, title: 'For mange forsøg', detail: 'Vent et øjeblik, og prøv igen.' };
  if (status === 413) return { status, title: 'For stort', detail: 'Det, du sendte, er større end tilladt.' };
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

function fieldOf(instancePath: string, params: Record<string, unknown>): string {
  const named = params.missingProperty ?? params.additionalProperty ?? params.requiredProperties;
  return [...instancePath.split('/').filter(Boolean), ...(named ? [String(named)] : [])].join('.');
}
