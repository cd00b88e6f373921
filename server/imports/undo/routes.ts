import { setTimeout } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App, AppContext } from '../../context.ts';
import { sendProblem } from '../../errors.ts';
import { paths } from '../../paths.ts';
import { letAnswerTakeTime } from '../../plugins/connection-time.ts';
import { NOT_FOUND } from '../../problems.ts';
import { busyProblem } from '../busy.ts';
import { ImportStopped } from '../one-at-a-time.ts';
import { findImport } from '../queries.ts';
import { UndonePage } from './pages.tsx';
import type { Undoings } from './undoings.ts';

const config = { access: ['administrator'] as const };
const IdParams = Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,9}$' }) });

/** So long a page waits for an undo to be done; a larger one is followed on the import's page. */
const SOON_MS = 1000;

export function undoRoutes(app: App, { db }: AppContext, undoings: Undoings): void {
  app.post(paths.importUndo(':id'), { config, schema: { params: IdParams } }, async (request, reply) => {
    const row = findImport(db, Number(request.params.id));
    if (!row) return sendProblem(request, reply, NOT_FOUND);
    const busy = busyProblem(db, WAIT);
    if (busy) return sendProblem(request, reply, busy);
    const undoing = undoings.undo(row.id, userOf(request));
    try {
      const report = await Promise.race([undoing, setTimeout(SOON_MS, undefined, { ref: false })]);
      return report
        ? reply.page(UndonePage({ view: request.view(reply), row, report }))
        : reply.redirect(paths.import(row.id), 303);
    } catch (error) {
      return sendStopped(request, reply, error);
    }
  });

  app.post(
    `${paths.api('imports')}/:id/undo`,
    {
      config: { ...config, problems: [404, 409] },
      schema: {
        params: IdParams,
        response: {
          200: Type.Object({ kept: Type.Array(Type.Object({ what: Type.String(), reason: Type.String() })) }),
        },
        tags: ['Import'],
        summary: 'Fortryd en import',
      },
    },
    async (request, reply) => {
      const row = findImport(db, Number(request.params.id));
      if (!row) return sendProblem(request, reply, NOT_FOUND);
      const busy = busyProblem(db, WAIT);
      if (busy) return sendProblem(request, reply, busy);
      letAnswerTakeTime(request);
      try {
        return await undoings.undo(row.id, userOf(request));
      } catch (error) {
        return sendStopped(request, reply, error);
      }
    },
  );
}

const WAIT = 'Ingen import kan fortrydes, før den er færdig. Prøv igen om lidt.';

function userOf(request: FastifyRequest): number | null {
  return request.actor?.userId ?? null;
}

function sendStopped(request: FastifyRequest, reply: FastifyReply, error: unknown) {
  if (!(error instanceof ImportStopped)) throw error;
  const problem = { status: 503, title: 'Fortrydelsen er standset', detail: `${error.message}.` };
  return sendProblem(request, reply, problem);
}
