import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { findFirm } from '../job-orders/order-firms.ts';
import { legalRules } from '../legal-rules/queries.ts';
import { ruleOn } from '../legal-rules/rules.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND } from '../problems.ts';
import { type Fields, FieldsSchema, idOf, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { latestMerbeskaeftigelse, recordMerbeskaeftigelse, recordStaff } from './figures.ts';
import { CapacityPage } from './page.tsx';
import { capacityOf, staffMonths } from './queries.ts';
import { readYears, showYears } from './rules.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder'] as const };
const writers = { access: ['konsulent'] as const };
const Params = Type.Object({ pNumber: Type.String() });

const MER_FIELDS: Readonly<Record<string, string>> = {
  latestYears: 'seneste',
  averageYears: 'gennemsnit',
  vacated: 'ledig',
  askedOn: 'spurgt',
};

/** Kapacitetsmåleren: what a place of work can carry, and the figures that it is worked out from. */
export function capacityRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.capacity(':pNumber'),
    { config: readers, schema: { params: Params } },
    async (request, reply) => show(request, reply, idOf(request.params.pNumber), {}),
  );

  app.post(
    paths.ordinaryStaff(':pNumber'),
    { config: writers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      if (!findFirm(db, pNumber, today())) return sendProblem(request, reply, NOT_FOUND);
      const months = staffMonths(db, today());
      const figures = months.map((month) => ({
        month,
        years: readYears(textOf(request.body, fieldOf(month))),
      }));
      const errors = recordStaff(db, { pNumber, figures }, doing(request));
      if (errors.length === 0)
        return reply.redirect(withMessage(paths.capacity(pNumber), 'aarsvaerk-gemt'), 303);
      const toField = ({ field, reason }: FieldError) => {
        const month = months[Number(field.split('.')[1])] ?? '';
        return { field: fieldOf(month), reason };
      };
      const staffForm = { values: request.body, errors: errors.map(toField) };
      return show(request, reply.code(422), pNumber, { staffForm });
    },
  );

  app.post(
    paths.merbeskaeftigelse(':pNumber'),
    { config: writers, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const firm = findFirm(db, pNumber, today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const entry = { cvr: firm.cvr, draft: readMerbeskaeftigelse(request.body), today: today() };
      const errors = recordMerbeskaeftigelse(db, entry, doing(request));
      if (errors.length === 0)
        return reply.redirect(withMessage(paths.capacity(pNumber), 'merbeskaeftigelse-gemt'), 303);
      const toField = ({ field, reason }: FieldError) => ({ field: MER_FIELDS[field] ?? field, reason });
      const merForm = { values: request.body, errors: errors.map(toField) };
      return show(request, reply.code(422), pNumber, { merForm });
    },
  );

  function show(
    request: FastifyRequest,
    reply: FastifyReply,
    pNumber: number,
    forms: { staffForm?: FormState; merForm?: FormState },
  ) {
    const firm = findFirm(db, pNumber, today());
    if (!firm) return sendProblem(request, reply, NOT_FOUND);
    const capacity = capacityOf(db, pNumber, today());
    const months = staffMonths(db, today());
    const given = (capacity.staff?.given ?? []).map(({ month, years }) => [fieldOf(month), showYears(years)]);
    return reply.page(
      CapacityPage({
        view: request.view(reply),
        firm,
        capacity,
        merbeskaeftigelse: latestMerbeskaeftigelse(db, firm.cvr),
        months,
        averageMonths: ruleOn(legalRules(db), 'merbeskaeftigelse', '', today())?.content?.months ?? null,
        staffForm: forms.staffForm ?? { values: Object.fromEntries(given), errors: [] },
        merForm: forms.merForm ?? { values: { spurgt: today() }, errors: [] },
        mayWrite: actorOf(request).roles.includes('konsulent'),
      }),
    );
  }

  function doing(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}

const fieldOf = (month: string) => `aarsvaerk_${month}`;

function readMerbeskaeftigelse(fields: Fields) {
  const vacated = textOf(fields, 'ledig');
  return {
    askedOn: textOf(fields, 'spurgt'),
    latestYears: readYears(textOf(fields, 'seneste')),
    averageYears: readYears(textOf(fields, 'gennemsnit')),
    vacated: vacated === 'ja' ? true : vacated === 'nej' ? false : null,
    note: cleanText(textOf(fields, 'note')),
  };
}
