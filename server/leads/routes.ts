import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { firmHead } from '../companies/head.ts';
import { formKeyOf } from '../contacts/form.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { isTicked } from '../persons/person-check.ts';
import { actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND, STALE } from '../problems.ts';
import { isTextTicked } from '../text-check/check.ts';
import { addDays } from '../ui/dates.ts';
import { FieldsSchema, idOf, oneOf, pageOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { editLead, endLead, recordLead, takeLead } from './changes.ts';
import { LEAD_FIELDS, leadFormValues, readLeadForm } from './form.ts';
import { LeadListPage, LeadPage, NewLeadPage, PAGE_SIZE } from './pages.tsx';
import { findLead, LEAD_OWNERS, LEAD_STATES, type Lead, listLeads } from './queries.ts';
import { GIVEN_ENDS, type GivenEnd } from './rules.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder'] as const };
const writers = { access: ['konsulent'] as const };
const FirmParams = Type.Object({ pNumber: Type.String() });
const Params = Type.Object({ id: Type.String() });
/** Nobody has said when: two weeks on. */
const FOLLOW_UP_DAYS = 14;

/** Muligheder: half-ripe orders, kept out of the orders' figures until they are ripe. */
export function leadRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(paths.leads, { config: readers, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const actor = actorOf(request);
    const own = actor.roles.includes('konsulent') ? 'mine' : 'alle';
    const owner = oneOf(LEAD_OWNERS, textOf(request.query, 'ansvarlig')) ?? own;
    const state = oneOf(LEAD_STATES, textOf(request.query, 'vis')) ?? 'aabne';
    const page = pageOf(request.query);
    const slice = { page, pageSize: PAGE_SIZE };
    const found = listLeads(db, { owner, state }, { viewer: actor, slice });
    return reply.page(LeadListPage({ view: request.view(reply), found, owner, state, page }));
  });

  app.get(
    paths.newLead(':pNumber'),
    { config: writers, schema: { params: FirmParams, querystring: FieldsSchema } },
    async (request, reply) => {
      const firm = firmHead(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const values = { opfoelgning: addDays(today(), FOLLOW_UP_DAYS), ...request.query };
      const contactId = textOf(request.query, 'kontakt');
      const page = { view: request.view(reply), firm, contactId, formKey: randomUUID() };
      return reply.page(NewLeadPage({ ...page, form: { values, errors: [] } }));
    },
  );

  app.post(
    paths.newLead(':pNumber'),
    { config: writers, schema: { params: FirmParams, body: FieldsSchema } },
    async (request, reply) => {
      const firm = firmHead(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const formKey = formKeyOf(request.body);
      const contactId = textOf(request.body, 'kontakt');
      const entry = {
        pNumber: firm.pNumber,
        contactId: idOf(contactId) || null,
        draft: readLeadForm(request.body),
        formKey,
        ticked: isTicked(request.body),
        textTicked: isTextTicked(request.body),
      };
      const answer = recordLead(db, entry, doing(request));
      if (typeof answer === 'object' && 'errors' in answer) {
        const form = { values: request.body, errors: answer.errors.map(toFormField) };
        const page = { view: request.view(reply), firm, contactId, formKey, form };
        return reply.code(422).page(NewLeadPage(page));
      }
      return reply.redirect(withMessage(paths.company(firm.pNumber), 'mulighed-gemt'), 303);
    },
  );

  app.get(paths.lead(':id'), { config: readers, schema: { params: Params } }, async (request, reply) => {
    const lead = findLead(db, idOf(request.params.id));
    if (!lead) return sendProblem(request, reply, NOT_FOUND);
    return show(request, reply, lead, { values: leadFormValues(lead), errors: [] });
  });

  app.post(
    paths.lead(':id'),
    { config: writers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const lead = findLead(db, idOf(request.params.id));
      if (!lead) return sendProblem(request, reply, NOT_FOUND);
      const entry = {
        draft: readLeadForm(request.body),
        version: Number(textOf(request.body, 'version')),
        ticked: isTicked(request.body),
        textTicked: isTextTicked(request.body),
      };
      const answer = editLead(db, lead, entry, doing(request));
      if (answer === 'stale' && lead.ended !== null) return sendProblem(request, reply, STALE);
      if (answer === 'stale')
        return show(request, reply.code(409), lead, {
          values: request.body,
          errors: [],
          saved: leadFormValues(lead),
        });
      if ('errors' in answer) {
        const form = { values: request.body, errors: answer.errors.map(toFormField) };
        return show(request, reply.code(422), lead, form);
      }
      return reply.redirect(withMessage(paths.lead(lead.id), 'mulighed-rettet'), 303);
    },
  );

  app.post(
    paths.leadEnded(':id'),
    { config: writers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const lead = findLead(db, idOf(request.params.id));
      if (!lead) return sendProblem(request, reply, NOT_FOUND);
      const ended = oneOf<GivenEnd>(GIVEN_ENDS, textOf(request.body, 'grund'));
      const version = Number(textOf(request.body, 'version'));
      if (!ended) {
        const endForm = { values: {}, errors: [{ field: 'grund', reason: 'Vælg, hvorfor den endte.' }] };
        const form = { values: leadFormValues(lead), errors: [] };
        return show(request, reply.code(422), lead, form, endForm);
      }
      if (endLead(db, lead.id, { ended, version }, doing(request)) === 'stale')
        return sendProblem(request, reply, STALE);
      return reply.redirect(withMessage(paths.company(lead.pNumber), 'mulighed-afsluttet'), 303);
    },
  );

  app.post(
    paths.leadOwner(':id'),
    { config: writers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const lead = findLead(db, idOf(request.params.id));
      if (!lead) return sendProblem(request, reply, NOT_FOUND);
      const version = Number(textOf(request.body, 'version'));
      if (takeLead(db, lead.id, version, doing(request)) === 'stale')
        return sendProblem(request, reply, STALE);
      return reply.redirect(withMessage(paths.lead(lead.id), 'ansvarlig-gemt'), 303);
    },
  );

  function doing(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}

function show(
  request: FastifyRequest,
  reply: FastifyReply,
  lead: Lead,
  form: FormState,
  endForm: FormState = EMPTY_FORM,
) {
  const mayChange = actorOf(request).roles.includes('konsulent');
  return reply.page(LeadPage({ view: request.view(reply), lead, form, endForm, mayChange }));
}

function toFormField({ field, reason }: FieldError): FieldError {
  return { field: LEAD_FIELDS[field] ?? field, reason };
}
