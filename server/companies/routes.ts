import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { openStepsAt } from '../contacts/queries.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import { ruleFor } from '../coverage/rule-queries.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { type Actor, actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND } from '../problems.ts';
import { quarterOf } from '../ui/dates.ts';
import { type Fields, FieldsSchema, idOf, oneOf, pageOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { readBarForm, toBarErrors } from './bar-form.ts';
import { liftField } from './bar-panel.tsx';
import { liftBar, setBar } from './bars.ts';
import { FirmPage, type FirmRights } from './firm-page.tsx';
import { firmRows, REACHES } from './firm-rows.ts';
import { FIRM_SORTS, type FirmFilters, listPUnits, SIZE_CLASSES } from './list.ts';
import { FirmListPage } from './list-page.tsx';
import { findPUnit, openOrdersAt, recordHeadcount, setOwner } from './queries.ts';
import { timelineOf } from './timeline.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const konsulents = { access: ['konsulent'] as const };
const barring = { access: ['konsulent', 'leder'] as const };
const BarParams = Type.Object({ id: Type.String() });
const Params = Type.Object({ pNumber: Type.String() });

/** The draft's names and the form's. */
const HEADCOUNT_FIELDS: Readonly<Record<string, string>> = {
  count: 'antal',
  validFrom: 'dato',
  note: 'note',
};

interface FirmQuestion {
  pNumber: number;
  page?: number;
  /** the form that came back with errors, when one did */
  form?: FormState;
  barForm?: FormState;
}

export function companyRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.companies,
    { config: readers, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const question = thisQuarter();
      const sort = oneOf(FIRM_SORTS, textOf(request.query, 'sort')) ?? 'navn';
      const filters = readFilters(request.query, actorOf(request));
      const found = listPUnits(db, filters, { page: pageOf(request.query), sort, question });
      const form = { values: request.query, errors: [] };
      const limit = ruleFor(db, question).moreThanEmployees;
      return reply.page(
        FirmListPage({ view: request.view(reply), found, form, quarterName: question.name, limit }),
      );
    },
  );

  app.get(
    paths.company(':pNumber'),
    { config: readers, schema: { params: Params, querystring: FieldsSchema } },
    async (request, reply) =>
      showFirm(request, reply, {
        pNumber: idOf(request.params.pNumber),
        page: pageOf(request.query),
      }),
  );

  app.post(
    paths.headcounts(':pNumber'),
    { config: konsulents, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const draft = {
        count: textOf(request.body, 'hurtigt_antal') || textOf(request.body, 'antal'),
        validFrom: textOf(request.body, 'dato') || today(),
        note: cleanText(textOf(request.body, 'note')),
      };
      const answer = recordHeadcount(db, { pNumber, draft }, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        reply.code(422);
        const form = { values: request.body, errors: answer.errors.map(toFormField) };
        return showFirm(request, reply, { pNumber, form });
      }
      return reply.redirect(withMessage(backTo(request.body, pNumber), 'antal-gemt'), 303);
    },
  );

  app.post(
    paths.companyOwner(':pNumber'),
    { config: konsulents, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const owner = textOf(request.body, 'ansvarlig') === 'ingen' ? null : actorOf(request).userId;
      if (!setOwner(db, pNumber, owner, doing(request))) return sendProblem(request, reply, NOT_FOUND);
      return reply.redirect(
        withMessage(paths.company(pNumber), owner ? 'ansvarlig-gemt' : 'ansvar-sluppet'),
        303,
      );
    },
  );

  app.post(
    paths.companyBars(':pNumber'),
    { config: barring, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const answer = setBar(db, { pNumber, draft: readBarForm(request.body) }, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        reply.code(422);
        const barForm = { values: request.body, errors: toBarErrors(answer.errors) };
        return showFirm(request, reply, { pNumber, barForm });
      }
      return reply.redirect(withMessage(paths.company(pNumber), 'spaerring-sat'), 303);
    },
  );

  app.post(
    paths.companyBarLifted(':id'),
    { config: barring, schema: { params: BarParams, body: FieldsSchema } },
    async (request, reply) => {
      const id = idOf(request.params.id);
      const reason = cleanText(textOf(request.body, liftField({ id })));
      const answer = liftBar(db, { id, reason }, doing(request));
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      if (answer.outcome === 'refused') {
        reply.code(422);
        const errors = answer.errors.map(({ reason: why }) => ({ field: liftField({ id }), reason: why }));
        const barForm = { values: request.body, errors };
        return showFirm(request, reply, { pNumber: answer.pNumber, barForm });
      }
      return reply.redirect(withMessage(paths.company(answer.pNumber), 'spaerring-ophaevet'), 303);
    },
  );

  function showFirm(
    request: FastifyRequest,
    reply: FastifyReply,
    { pNumber, page = 1, form, barForm }: FirmQuestion,
  ) {
    const firm = findPUnit(db, pNumber, today());
    const question = thisQuarter();
    const [row] = firmRows(db, [pNumber], question);
    if (!firm || !row) return sendProblem(request, reply, NOT_FOUND);
    return reply.page(
      FirmPage({
        view: request.view(reply),
        firm,
        row,
        steps: openStepsAt(db, pNumber),
        orders: openOrdersAt(db, pNumber, today()),
        timeline: timelineOf(db, pNumber, page),
        rights: rightsOf(actorOf(request)),
        form: form ?? { ...EMPTY_FORM, values: { dato: today() } },
        barForm: barForm ?? { ...EMPTY_FORM, values: { fra: today() } },
        limit: ruleFor(db, question).moreThanEmployees,
        quarterName: question.name,
      }),
    );
  }

  /** The quarter so far: who is in scope today, as known now. */
  function thisQuarter() {
    const { from, name } = quarterOf(today());
    return { from, to: today(), asOf: ALL_KNOWN, name };
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

function readFilters(query: Fields, actor: Actor): FirmFilters {
  const shown = [query.vis ?? []].flat();
  return {
    q: textOf(query, 'q'),
    size: oneOf(SIZE_CLASSES, textOf(query, 'stoerrelse')),
    reach: oneOf(REACHES, textOf(query, 'kontakt')),
    branch: textOf(query, 'branche'),
    ownerUserId: shown.includes('mine') ? actor.userId : undefined,
    ceased: shown.includes('ophoerte'),
  };
}

function rightsOf({ roles }: Actor): FirmRights {
  const konsulent = roles.includes('konsulent');
  const sagsbehandler = roles.includes('sagsbehandler');
  return {
    log: konsulent || sagsbehandler,
    settle: konsulent,
    order: konsulent,
    seeOrders: konsulent || sagsbehandler || roles.includes('leder'),
    bar: konsulent || roles.includes('leder'),
  };
}

function toFormField({ field, reason }: FieldError): FieldError {
  return { field: HEADCOUNT_FIELDS[field] ?? field, reason };
}

/** Where the form stood: the firm's page, or a list of the coverage. */
function backTo(fields: Fields, pNumber: number): string {
  const back = textOf(fields, 'til');
  return back.startsWith(`${paths.coverage}/`) ? back : paths.company(pNumber);
}
