import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import { ruleFor } from '../coverage/rule-queries.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { quarterOf } from '../ui/dates.ts';
import { type Fields, FieldsSchema, idOf, oneOf, pageOf, textOf } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { withQuery } from '../ui/table.tsx';
import { konsulentChoices } from '../users/queries.ts';
import {
  givenFigure,
  settleFirm,
  takeBackFigure,
  UNDECIDED_SORTS,
  undecidedFirms,
  undecidedRow,
} from './undecided.ts';
import { SettledItem, UndecidedItem, UndecidedPage } from './undecided-page.tsx';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const settlers = { access: ['konsulent'] as const };
const FirmParams = Type.Object({ pNumber: Type.String() });
const FigureParams = Type.Object({ headcountId: Type.String() });

/** Settle the undecided: one tap a firm. */
export function undecidedRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.undecided,
    { config: readers, schema: { querystring: FieldsSchema } },
    async (request, reply) => showList(request, reply, null),
  );

  app.post(
    paths.undecidedSettled(':pNumber'),
    { config: settlers, schema: { params: FirmParams, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const fields = request.body;
      const entry = {
        pNumber,
        count: textOf(fields, 'hurtigt_antal'),
        sourceId: idOf(textOf(fields, 'kilde')),
      };
      const answer = settleFirm(db, entry, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        reply.code(422);
        return showList(request, reply, answer.reason);
      }
      const row = undecidedRow(db, pNumber, question());
      const given = givenFigure(db, answer.headcountId);
      if (inPlace(request) && row && given)
        return fragment(reply, SettledItem({ view: request.view(reply), row, given }));
      const back = withQuery(backTo(fields), { fortryd: String(answer.headcountId) });
      return reply.redirect(withMessage(back, 'antal-gemt'), 303);
    },
  );

  app.post(
    paths.undecidedUndone(':headcountId'),
    { config: settlers, schema: { params: FigureParams, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = takeBackFigure(db, idOf(request.params.headcountId), doing(request));
      const row = pNumber && undecidedRow(db, pNumber, question());
      if (!row) return sendProblem(request, reply, NOT_FOUND);
      if (inPlace(request))
        return fragment(reply, UndecidedItem({ view: request.view(reply), row, maySettle: true }));
      const back = withQuery(backTo(request.body), { fortryd: null });
      return reply.redirect(withMessage(back, 'afklaring-fortrudt'), 303);
    },
  );

  function showList(request: FastifyRequest, reply: FastifyReply, error: string | null) {
    const query = request.query as Fields;
    const actor = actorOf(request);
    const owner = textOf(query, 'ansvarlig');
    const filters = {
      caredForBy: owner === 'mig' ? actor.userId : idOf(owner) || undefined,
      postcode: textOf(query, 'postnr'),
      branch: textOf(query, 'branche').slice(0, 100),
    };
    const sort = oneOf(UNDECIDED_SORTS, textOf(query, 'sort')) ?? 'interval';
    return reply.page(
      UndecidedPage({
        view: request.view(reply),
        found: undecidedFirms(db, filters, { page: pageOf(query), sort, question: question() }),
        form: { values: { ...query, sort }, errors: [] },
        konsulenter: konsulentChoices(db),
        limit: ruleFor(db, question()).moreThanEmployees,
        maySettle: actor.roles.includes('konsulent'),
        given: givenFigure(db, idOf(textOf(query, 'fortryd'))),
        error,
      }),
    );
  }

  /** The quarter so far, as known now: the firm that was just settled is in it. */
  function question() {
    return { from: quarterOf(today()).from, to: today(), asOf: ALL_KNOWN };
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

function inPlace(request: FastifyRequest): boolean {
  return request.headers['hx-request'] === 'true';
}

function fragment(reply: FastifyReply, item: VNode): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(render(item));
}

/** The list as it was filtered. */
function backTo(fields: Fields): string {
  const back = textOf(fields, 'til');
  return back === paths.undecided || back.startsWith(`${paths.undecided}?`) ? back : paths.undecided;
}
