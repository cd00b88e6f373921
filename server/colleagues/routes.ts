import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { firmHead } from '../companies/head.ts';
import { findPUnit } from '../companies/queries.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { type Fields, FieldsSchema, oneOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { handOver } from './handover.ts';
import { moveNote, NOTE_STEPS, notesBy, notesFor, queuedNotes, recipientChoices, sendNote } from './notes.ts';
import { ColleagueNotesPage, HandoverPage, NewNotePage } from './pages.tsx';

const konsulents = { access: ['konsulent'] as const };
const writers = { access: ['konsulent', 'sagsbehandler', 'leder'] as const };
const owning = { access: ['konsulent', 'leder'] as const };
const FirmParams = Type.Object({ pNumber: Type.String() });
const NoteParams = Type.Object({ id: Type.String() });

const MESSAGES = { tildelt: 'besked-taget', lagt_tilbage: 'besked-lagt', klaret: 'besked-klaret' } as const;

/** Words between colleagues about a firm, and the firm itself changing hands. */
export function colleagueRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(paths.colleagueNotes, { config: konsulents }, async (request, reply) => {
    const { userId } = actorOf(request);
    return reply.page(
      ColleagueNotesPage({
        view: request.view(reply),
        mine: notesFor(db, userId),
        queue: queuedNotes(db),
        sent: notesBy(db, userId),
      }),
    );
  });

  app.post(
    paths.colleagueNoteStep(':id'),
    { config: konsulents, schema: { params: NoteParams, body: FieldsSchema } },
    async (request, reply) => {
      const step = oneOf(NOTE_STEPS, textOf(request.body, 'trin'));
      if (!step) return sendProblem(request, reply, NOT_FOUND);
      // Another may have taken it in the meantime.
      if (!moveNote(db, idOf(request.params.id), step, doing(request)))
        return sendProblem(request, reply, STALE);
      const back = textOf(request.body, 'til') === paths.home ? paths.home : paths.colleagueNotes;
      return reply.redirect(withMessage(back, MESSAGES[step]), 303);
    },
  );

  app.get(
    paths.newColleagueNote(':pNumber'),
    { config: writers, schema: { params: FirmParams } },
    async (request, reply) => showNew(request, reply, idOf(request.params.pNumber), EMPTY_FORM),
  );

  app.post(
    paths.newColleagueNote(':pNumber'),
    { config: writers, schema: { params: FirmParams, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const answer = sendNote(db, { pNumber, ...readNote(request.body) }, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'saved')
        return reply.redirect(withMessage(paths.company(pNumber), 'besked-sendt'), 303);
      reply.code(422);
      return showNew(request, reply, pNumber, { values: request.body, errors: answer.errors });
    },
  );

  app.get(
    paths.handover(':pNumber'),
    { config: owning, schema: { params: FirmParams } },
    async (request, reply) => showHandover(request, reply, idOf(request.params.pNumber), EMPTY_FORM),
  );

  app.post(
    paths.handover(':pNumber'),
    { config: owning, schema: { params: FirmParams, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const answer = handOver(db, { pNumber, ...readNote(request.body) }, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'saved')
        return reply.redirect(withMessage(paths.company(pNumber), 'ansvarlig-flyttet'), 303);
      reply.code(422);
      return showHandover(request, reply, pNumber, { values: request.body, errors: answer.errors });
    },
  );

  function showNew(request: FastifyRequest, reply: FastifyReply, pNumber: number, form: FormState) {
    const firm = firmHead(db, pNumber, today());
    if (!firm) return sendProblem(request, reply, NOT_FOUND);
    const colleagues = recipientChoices(db, actorOf(request).userId);
    const formKey = textOf(form.values, 'formularnoegle') || randomUUID();
    return reply.page(NewNotePage({ view: request.view(reply), firm, form, formKey, colleagues }));
  }

  function showHandover(request: FastifyRequest, reply: FastifyReply, pNumber: number, form: FormState) {
    const head = firmHead(db, pNumber, today());
    const firm = findPUnit(db, pNumber, today());
    if (!head || !firm) return sendProblem(request, reply, NOT_FOUND);
    const colleagues = recipientChoices(db, firm.ownerUserId ?? 0);
    const { ownerName } = firm;
    return reply.page(HandoverPage({ view: request.view(reply), firm: head, form, colleagues, ownerName }));
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

function readNote(fields: Fields) {
  const key = textOf(fields, 'formularnoegle');
  return {
    to: idOf(textOf(fields, 'kollega')),
    text: cleanText(textOf(fields, 'besked')),
    formKey: /^[0-9a-f-]{36}$/.test(key) ? key : randomUUID(),
  };
}
