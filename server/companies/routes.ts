import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { openStepsAt } from '../contacts/queries.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { ruleOn } from '../coverage/rules.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { type Actor, actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND } from '../problems.ts';
import { quarterOf } from '../ui/dates.ts';
import { type Fields, FieldsSchema, idOf, oneOf, pageOf, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { FirmPage, type FirmRights } from './firm-page.tsx';
import { firmRows, REACHES } from './firm-rows.ts';
import { FIRM_SORTS, type FirmFilters, listPUnits, SIZE_CLASSES } from './list.ts';
import { FirmListPage } from './list-page.tsx';
import { findPUnit, openOrdersAt, recordHeadcount, setOwner } from './queries.ts';
import { timelineOf } from './timeline.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const konsulents = { access: ['konsulent'] as const };
const Params = Type.Object({ pNumber: Type.String() });

/** The draft's names and the form's. */
const HEADCOUNT_FIELDS: Readonly<Record<string, string>> = {
  count: 'antal',
  validFrom: 'dato',
  note: 'note',
};

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
      const limit = ruleOn(today()).moreThanEmployees;
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
        form: { values: { dato: today() }, errors: [] },
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
        return showFirm(request, reply, { pNumber, page: 1, form });
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

  function showFirm(
    request: FastifyRequest,
    reply: FastifyReply,
    { pNumber, page, form }: { pNumber: number; page: number; form: FormState },
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
        form,
        limit: ruleOn(today()).moreThanEmployees,
        quarterName: question.name,
      }),
    );
  }

  /** The quarter so far: who is in scope today, as known now. */
  function thisQuarter() {
    const { from, name } = quarterOf(today());
    return { from, to: today(), asOf: now().toISOString(), name };
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
