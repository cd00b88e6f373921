import type { FastifyReply, FastifyRequest } from 'fastify';
import { logReads } from '../citizens/reads.ts';
import { formKeyOf } from '../contacts/form.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { findFirm, searchFirms } from '../job-orders/order-firms.ts';
import { findOrder, type OrderDetails } from '../job-orders/queries.ts';
import { paths } from '../paths.ts';
import { personsAt } from '../persons/queries.ts';
import { actorOf } from '../plugins/session.ts';
import { type FieldError, FORBIDDEN, NOT_FOUND } from '../problems.ts';
import { type Fields, FieldsSchema, idOf, textOf } from '../ui/fields.ts';
import { showHour } from '../ui/hours.ts';
import { withMessage } from '../ui/messages.ts';
import { startPlacement } from './changes.ts';
import { failedForm, readPlacementForm, readPointer, withSuggestions } from './form.ts';
import { ChoosePlacePage, NewPlacementPage } from './form-page.tsx';
import { previewOf } from './preview.ts';
import { findCard, findPlaceable, mayPlaceOn, openCardsAt } from './who.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };

/** From an order or a card of its board, from a citizen or from a firm; a first day in the past is after the fact. */
export function newPlacementRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(paths.newPlacement, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const query = request.query;
    const card = findCard(db, idOf(textOf(query, 'formidling')), today());
    const orderId = card?.jobOrderId ?? idOf(textOf(query, 'ordre'));
    const details = orderId > 0 ? findOrder(db, orderId, today()) : undefined;
    if (orderId > 0 && !details) return sendProblem(request, reply, NOT_FOUND);
    const place = details?.order.pNumber ?? idOf(textOf(query, 'virksomhed'));
    if (place === 0) return choosePlace(request, reply, query);
    const values = { ...(details ? fromOrder(details, today()) : { start: today() }), ...query };
    return show(request, reply, {
      ...values,
      virksomhed: String(place),
      ordre: orderId ? String(orderId) : '',
    });
  });

  app.post(paths.newPlacementRules, { config, schema: { body: FieldsSchema } }, async (request, reply) =>
    show(request, reply, withSuggestions(request.body)),
  );

  app.post(paths.newPlacement, { config, schema: { body: FieldsSchema } }, async (request, reply) => {
    const fields = request.body;
    const actor = actorOf(request);
    const shown = findPlaceable(db, readPointer(fields), { viewer: actor, today: today() });
    if (!shown) return failed(request, reply, fields, [UNKNOWN_CITIZEN]);
    const draft = readPlacementForm(fields, shown.citizenId);
    const order = draft.jobOrderId === null ? undefined : findOrder(db, draft.jobOrderId, today());
    if (order && !mayPlaceOn(actor, order)) return sendProblem(request, reply, FORBIDDEN);
    const doer = { at: now().toISOString(), by: actor.userId };
    const answer = db.transaction((tx) => startPlacement(tx, draft, doer), { behavior: 'immediate' });
    if (answer.errors) return failed(request, reply, fields, answer.errors);
    return reply.redirect(withMessage(paths.placement(answer.id), 'forloeb-oprettet'), 303);
  });

  function failed(
    request: FastifyRequest,
    reply: FastifyReply,
    fields: Fields,
    errors: readonly FieldError[],
  ) {
    reply.code(422);
    return show(request, reply, fields, errors);
  }

  function choosePlace(request: FastifyRequest, reply: FastifyReply, query: Fields) {
    const text = textOf(query, 'q');
    const citizenId = idOf(textOf(query, 'borger'));
    const firms = text ? searchFirms(db, text, today()) : [];
    const props = { text, firms, citizenId: citizenId ? String(citizenId) : '' };
    return reply.page(ChoosePlacePage({ view: request.view(reply), ...props }));
  }

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    fields: Fields,
    errors: readonly FieldError[] = [],
  ) {
    const viewer = actorOf(request);
    const firm = findFirm(db, idOf(textOf(fields, 'virksomhed')), today());
    if (!firm) return sendProblem(request, reply, NOT_FOUND);
    const orderId = idOf(textOf(fields, 'ordre'));
    const order = orderId > 0 ? findOrder(db, orderId, today()) : undefined;
    if (order && !mayPlaceOn(viewer, order)) return sendProblem(request, reply, FORBIDDEN);
    const shown = findPlaceable(db, readPointer(fields), { viewer, today: today() });
    const ofOrder = order ? { jobOrderId: order.order.id } : {};
    if (shown) logReads(request, { db, now }, [shown.citizenId], { purpose: 'forloeb', ...ofOrder });
    const draft = readPlacementForm({ ...fields, virksomhed: String(firm.pNumber) }, shown?.citizenId ?? 0);
    return reply.page(
      NewPlacementPage({
        view: request.view(reply),
        form: failedForm(fields, errors),
        firm,
        shown,
        order: order?.order,
        cards:
          shown && !order
            ? openCardsAt(
                db,
                { citizenId: shown.citizenId, pNumber: firm.pNumber },
                { viewer, today: today() },
              )
            : [],
        persons: personsAt(db, firm.pNumber),
        preview: previewOf(db, draft, firm.cvr),
        formKey: formKeyOf(fields),
      }),
    );
  }
}

const UNKNOWN_CITIZEN: FieldError = {
  field: 'citizenId',
  reason: 'Der er ingen borger med det id, som du kan oprette et forløb for.',
};

/** What the order has said already. */
function fromOrder({ order }: OrderDetails, today: string): Fields {
  const hours = order.hoursMax ?? order.hoursMin;
  return {
    type: order.type,
    formaal: order.purpose ?? '',
    funktion: order.title,
    start: order.startDate !== null && order.startDate > today ? order.startDate : today,
    timer: hours === null ? '' : showHour(hours),
  };
}
