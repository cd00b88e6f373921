import { randomUUID } from 'node:crypto';
import { Type } from 'typebox';
import { formKeyOf } from '../contacts/form.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { orderValuesOf } from '../leads/form.ts';
import { findLead } from '../leads/queries.ts';
import { idOf, paths } from '../paths.ts';
import { isTicked } from '../persons/person-check.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { isTextTicked } from '../text-check/check.ts';
import { FieldsSchema, textOf } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { createJobOrder } from './changes.ts';
import { orderFormValues, readOrderForm, toFormErrors } from './form.ts';
import { BarredFirmPage, ChooseFirmPage, NewOrderPage } from './form-page.tsx';
import { orderErrors } from './order-check.ts';
import { findFirm, searchFirms } from './order-firms.ts';
import { findOrder } from './queries.ts';
import { barRefusal, isChecked, renewedDeadline } from './rules.ts';
import { findTemplate } from './templates.ts';

const writers = { access: ['konsulent'] as const };
const text = Type.Optional(Type.String({ maxLength: 200 }));
/** The last five fill the form: a log line that names an order leads here. */
const NewQuery = Type.Object({
  virksomhed: text,
  kopi: text,
  mulighed: text,
  skabelon: text,
  q: text,
  type: text,
  titel: text,
  antal: text,
  timer_min: text,
  timer_max: text,
});

/** A new order: of a firm, blank or from an earlier one, a template, a mulighed or a log line. */
export function newJobOrderRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.newJobOrder,
    { config: writers, schema: { querystring: NewQuery } },
    async (request, reply) => {
      const { virksomhed, kopi, mulighed, skabelon, q = '', ...given } = request.query;
      const view = request.view(reply);
      if (!virksomhed) {
        const text = q.trim();
        return reply.page(ChooseFirmPage({ view, text, firms: text ? searchFirms(db, text, today()) : [] }));
      }
      const firm = findFirm(db, idOf(virksomhed), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const refusal = barRefusal(firm.bar);
      if (refusal) return reply.page(BarredFirmPage({ view, firm, refusal }));
      const found = mulighed ? findLead(db, idOf(mulighed)) : undefined;
      const lead = found?.pNumber === firm.pNumber && found.ended === null ? found : undefined;
      const earlier = kopi ? findOrder(db, idOf(kopi), today()) : undefined;
      const template = skabelon ? findTemplate(db, idOf(skabelon)) : undefined;
      const values = {
        ...(earlier
          ? orderFormValues(earlier.order, earlier.requirements, earlier.shifts)
          : blankOrder(firm.postcode)),
        ...(template?.pNumber === firm.pNumber ? template.values : {}),
        ...given,
        ...(lead ? { ...orderValuesOf(lead), mulighed: String(lead.id) } : {}),
        // A copy is for now: the day it started then is past.
        ...(earlier ? { startdato: '' } : {}),
        frist: renewedDeadline(null, today()),
      };
      return reply.page(NewOrderPage({ view, form: { values, errors: [] }, firm, formKey: randomUUID() }));
    },
  );

  app.post(paths.jobOrders, { config: writers, schema: { body: FieldsSchema } }, async (request, reply) => {
    const actor = actorOf(request);
    const firm = findFirm(db, idOf(textOf(request.body, 'virksomhed')), today());
    if (!firm) return sendProblem(request, reply, NOT_FOUND);
    const formKey = formKeyOf(request.body);
    const draft = readOrderForm(request.body);
    const refusal = barRefusal(firm.bar);
    const asked = { ticked: isTicked(request.body), textTicked: isTextTicked(request.body) };
    const errors = [
      ...orderErrors(db, draft, { pNumber: firm.pNumber, before: null, today: today(), ...asked }),
      ...(refusal ? [{ field: 'titel', reason: refusal }] : []),
    ];
    if (!isChecked(draft, errors)) {
      const form = { values: request.body, errors: toFormErrors(errors, draft) };
      const view = request.view(reply);
      return reply.code(422).page(NewOrderPage({ view, form, firm, formKey }));
    }
    const id = createJobOrder(db, draft, {
      pNumber: firm.pNumber,
      cvr: firm.cvr,
      formKey,
      ownerUserId: actor.userId,
      leadId: idOf(textOf(request.body, 'mulighed')) || null,
      at: now().toISOString(),
      by: actor.userId,
    });
    return reply.redirect(withMessage(paths.jobOrder(id), 'ordre-oprettet'), 303);
  });
}

function blankOrder(postcode: string | null) {
  return {
    type: 'ordinaer',
    antal: '1',
    postnummer: postcode ?? '',
    alle_arbejdstider: 'nej',
    opfoelgning: '',
    ordinaere_timer: '',
  };
}
