import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { latestMerbeskaeftigelse } from '../capacity/figures.ts';
import { capacityOf } from '../capacity/queries.ts';
import { notesAt } from '../colleagues/notes.ts';
import { afterwards } from '../contacts/afterwards.ts';
import { openStepsAt } from '../contacts/next-steps.ts';
import { colleaguesLately } from '../contacts/peace.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import { ruleFor } from '../coverage/rule-queries.ts';
import { sendProblem } from '../errors.ts';
import { templatesAt } from '../job-orders/templates.ts';
import { leadsAt } from '../leads/queries.ts';
import { paths } from '../paths.ts';
import { placementReader } from '../placements/reading.ts';
import { type Actor, actorOf } from '../plugins/session.ts';
import { type FieldError, NOT_FOUND } from '../problems.ts';
import { keptInstead, latestMergeInto } from '../register/merge-queries.ts';
import { quarterOf } from '../ui/dates.ts';
import { type Fields, FieldsSchema, idOf, oneOf, pageOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { readBarForm, toBarErrors } from './bar-form.ts';
import { liftField } from './bar-panel.tsx';
import { liftBar, setBar } from './bars.ts';
import { assignmentsAt } from './care.ts';
import { FirmPage, type FirmRights } from './firm-page.tsx';
import { standingAt } from './firm-rows.ts';
import { headOf } from './head.ts';
import { latestOwnEdit, ownSaved } from './own-values.ts';
import { findPUnit, isKonsulent, openOrdersAt, ordersToCopy, recordHeadcount, setOwner } from './queries.ts';
import { HISTORY_KINDS, type HistoryKind, TIMELINE_PAGE_SIZE, timelineOf } from './timeline.ts';

const readers = { access: ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const };
const konsulents = { access: ['konsulent'] as const };
const owning = { access: ['konsulent', 'leder'] as const };
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
  history?: HistoryKind;
  /** the form that came back with errors, when one did */
  form?: FormState;
  barForm?: FormState;
}

export function companyRoutes(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { placementsFor } = placementReader(context);
  app.get(
    paths.company(':pNumber'),
    { config: readers, schema: { params: Params, querystring: FieldsSchema } },
    async (request, reply) =>
      showFirm(request, reply, {
        pNumber: idOf(request.params.pNumber),
        page: pageOf(request.query),
        history: oneOf(HISTORY_KINDS, textOf(request.query, 'historik')),
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
    { config: owning, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const wanted = textOf(request.body, 'ansvarlig');
      const me = actorOf(request).userId;
      const owner = wanted === 'ingen' ? null : wanted === 'mig' ? me : idOf(wanted);
      if (owner !== null && owner !== me && !isKonsulent(db, owner))
        return sendProblem(request, reply, NOT_FOUND);
      if (!setOwner(db, pNumber, owner, doing(request))) return sendProblem(request, reply, NOT_FOUND);
      const front = textOf(request.body, 'til') !== paths.firmFacts(pNumber);
      const message =
        owner === null ? 'ansvar-sluppet' : owner === me ? 'ansvarlig-gemt' : 'ansvarlig-flyttet';
      return reply.redirect(
        withMessage(front ? paths.company(pNumber) : paths.firmFacts(pNumber), message),
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
    { pNumber, page = 1, history, form, barForm }: FirmQuestion,
  ) {
    const kept = keptInstead(db, pNumber);
    if (kept !== null) return reply.redirect(paths.company(kept), 303);
    const firm = findPUnit(db, pNumber, today());
    const question = thisQuarter();
    if (!firm) return sendProblem(request, reply, NOT_FOUND);
    const rule = ruleFor(db, question);
    const view = request.view(reply);
    const rights = rightsOf(actorOf(request));
    const justLogged = view.message === 'kontakt-gemt' || view.message === 'skridt-taget';
    return reply.page(
      FirmPage({
        view,
        firm,
        head: headOf(firm, today()),
        standing: standingAt(db, pNumber, { question, rule }),
        assignments: assignmentsAt(db, pNumber),
        notes: notesAt(db, pNumber),
        steps: openStepsAt(db, pNumber),
        orders: openOrdersAt(db, pNumber, today()),
        placements: placementsFor(request, { pNumber }),
        timeline: timelineOf(db, pNumber, {
          slice: { page, pageSize: TIMELINE_PAGE_SIZE },
          kind: history,
        }),
        timelinePage: page,
        colleagues: colleaguesLately(db, { pNumber, userId: actorOf(request).userId, today: today() }),
        rights,
        after: justLogged ? afterwards(db, pNumber, actorOf(request).userId, today()) : null,
        templates: rights.order ? templatesAt(db, pNumber) : [],
        capacity: capacityOf(db, pNumber, today()),
        merbeskaeftigelse: latestMerbeskaeftigelse(db, firm.company.cvr),
        leads: leadsAt(db, pNumber),
        earlierOrders: rights.order ? ordersToCopy(db, pNumber) : [],
        form: form ?? { ...EMPTY_FORM, values: { dato: today() } },
        barForm: barForm ?? { ...EMPTY_FORM, values: { fra: today() } },
        limit: rule.moreThanEmployees,
        quarterName: question.name,
        undoOwn: ownSaved(view.message) ? latestOwnEdit(db, pNumber, actorOf(request).userId) : null,
        undoMerge: view.message === 'sammenlagt' ? latestMergeInto(db, pNumber) : null,
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

function rightsOf({ roles }: Actor): FirmRights {
  const konsulent = roles.includes('konsulent');
  const sagsbehandler = roles.includes('sagsbehandler');
  return {
    log: konsulent || sagsbehandler,
    settle: konsulent,
    order: konsulent,
    seeOrders: konsulent || sagsbehandler || roles.includes('leder'),
    place: konsulent || sagsbehandler,
    bar: konsulent || roles.includes('leder'),
    keep: konsulent || roles.includes('leder'),
    follow: konsulent || sagsbehandler || roles.includes('leder'),
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
