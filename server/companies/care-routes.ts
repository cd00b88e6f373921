import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { type Fields, FieldsSchema, idOf, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { konsulentChoices } from '../users/queries.ts';
import {
  assignFirm,
  assignmentsAt,
  endAssignment,
  ownerChangesAt,
  readAssignmentForm,
  teamChoices,
} from './care.ts';
import { FactsPage } from './facts-page.tsx';
import { firmHead } from './head.ts';
import {
  latestOwnEdit,
  type OwnValue,
  ownSaved,
  readOwnValueForm,
  setOwnValue,
  undoOwnValue,
} from './own-values.ts';
import { findPUnit } from './queries.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const writers = { access: ['konsulent', 'leder'] as const };
const followers = { access: ['konsulent', 'sagsbehandler', 'leder'] as const };
const Params = Type.Object({ pNumber: Type.String() });
const AssignmentParams = Type.Object({ id: Type.String() });

/** What we know better than the register, and who looks after a firm. */
export function companyCareRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.firmFacts(':pNumber'),
    { config: readers, schema: { params: Params } },
    async (request, reply) => showFacts(request, reply, idOf(request.params.pNumber)),
  );

  app.post(
    paths.ownValues(':pNumber'),
    { config: writers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const draft = readOwnValueForm(request.body);
      const seen = textOf(request.body, 'set');
      const version = seen === '' ? {} : { seen: Number(seen) };
      const answer = setOwnValue(db, { pNumber, draft, ...version }, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'stale') {
        reply.code(409);
        return showFacts(request, reply, pNumber, { ownForm: staleForm(request.body, answer.standing) });
      }
      if (answer.outcome === 'refused') {
        reply.code(422);
        const ownForm = { values: request.body, errors: answer.errors };
        return showFacts(request, reply, pNumber, { ownForm });
      }
      const message = answer.taken ? 'egen-fjernet' : 'egen-gemt';
      const front = textOf(request.body, 'til') === paths.company(pNumber);
      return reply.redirect(
        withMessage(front ? paths.company(pNumber) : paths.firmFacts(pNumber), message),
        303,
      );
    },
  );

  app.post(
    paths.ownValueUndone(':id'),
    { config: writers, schema: { params: AssignmentParams } },
    async (request, reply) => {
      const undone = undoOwnValue(db, idOf(request.params.id), doing(request));
      if (!undone) return sendProblem(request, reply, STALE);
      return reply.redirect(withMessage(paths.company(undone.pNumber), 'egen-fortrudt'), 303);
    },
  );

  app.post(
    paths.assignments(':pNumber'),
    { config: followers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const actor = actorOf(request);
      const draft = readAssignmentForm(request.body, { userId: actor.userId, today: today() });
      // A sagsbehandler may follow a firm, but not decide who looks after it.
      const mayDecide = actor.roles.includes('konsulent') || actor.roles.includes('leder');
      if (draft.role !== 'foelger' && !mayDecide) return sendProblem(request, reply, NOT_FOUND);
      const answer = assignFirm(db, { pNumber, draft }, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        reply.code(422);
        const assignmentForm = { values: request.body, errors: answer.errors };
        return showFacts(request, reply, pNumber, { assignmentForm });
      }
      const back = draft.role === 'foelger' ? paths.company(pNumber) : paths.firmFacts(pNumber);
      return reply.redirect(withMessage(back, 'tilknytning-gemt'), 303);
    },
  );

  app.post(
    paths.assignmentEnded(':id'),
    { config: followers, schema: { params: AssignmentParams, body: FieldsSchema } },
    async (request, reply) => {
      const answer = endAssignment(db, idOf(request.params.id), doing(request));
      if (answer.outcome !== 'saved') return sendProblem(request, reply, NOT_FOUND);
      const front = textOf(request.body, 'til') === paths.company(answer.pNumber);
      const back = front ? paths.company(answer.pNumber) : paths.firmFacts(answer.pNumber);
      return reply.redirect(withMessage(back, 'tilknytning-ophoert'), 303);
    },
  );

  function showFacts(
    request: FastifyRequest,
    reply: FastifyReply,
    pNumber: number,
    forms: { ownForm?: FormState; assignmentForm?: FormState } = {},
  ) {
    const firm = findPUnit(db, pNumber, today());
    const head = firmHead(db, pNumber, today());
    if (!firm || !head) return sendProblem(request, reply, NOT_FOUND);
    const { roles } = actorOf(request);
    return reply.page(
      FactsPage({
        view: request.view(reply),
        undoOwn: ownSaved(request.view(reply).message)
          ? latestOwnEdit(db, pNumber, actorOf(request).userId)
          : null,
        head,
        firm,
        assignments: assignmentsAt(db, pNumber),
        ownerChanges: ownerChangesAt(db, pNumber),
        konsulenter: konsulentChoices(db),
        teams: teamChoices(db),
        mayEdit: roles.includes('konsulent') || roles.includes('leder'),
        ownForm: forms.ownForm ?? { values: { dato: today() }, errors: [] },
        assignmentForm: forms.assignmentForm ?? { values: { fra: today() }, errors: [] },
      }),
    );
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

/** What was typed stands in the form, with what is saved now above it: sending it again is a choice. */
function staleForm(fields: Fields, standing: OwnValue | undefined): FormState {
  const saved = standing?.value ? `»${standing.value}«` : 'registrets oplysning';
  const who = standing ? `${standing.recordedByName} har rettet den` : 'Den er rettet';
  const reason = `${who} i mellemtiden. Nu gælder ${saved}. Gem igen, hvis din er den rigtige.`;
  return { values: fields, errors: [{ field: 'vaerdi', reason }] };
}
