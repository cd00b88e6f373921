import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { legalRules } from '../legal-rules/queries.ts';
import { groupLabel, groupWithDates } from '../legal-rules/target-groups.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { can } from '../rights.ts';
import { addDays } from '../ui/dates.ts';
import { type Fields, FieldsSchema, pageOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { BenefitCorrectionPage, BenefitPage } from './benefit-pages.tsx';
import {
  benefitHistoryOf,
  type PeriodAnswer,
  type WrittenPeriod,
  withdrawPeriod,
  writePeriod,
} from './benefit-periods.ts';
import { citizenOpener } from './opening.ts';
import type { CitizenDetails } from './queries.ts';
import { nameOrKey } from './rules.ts';

const config = { access: ['sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });
const PeriodParams = Type.Object({ id: Type.String(), periodId: Type.String() });

/** A citizen's stretches on benefit by hand: written and corrected by the own sagsbehandler, read by the team. */
export function benefitRoutes(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { findAllowed, findOwn, log } = citizenOpener(context);

  const listSchema = { params: Params, querystring: FieldsSchema };
  app.get(paths.benefitPeriods(':id'), { config, schema: listSchema }, async (request, reply) => {
    const details = findAllowed(request, request.params.id);
    if (!details) return sendProblem(request, reply, NOT_FOUND);
    return showPeriods(
      request,
      reply,
      details,
      can(actorOf(request), 'write citizen', details) ? EMPTY_FORM : null,
    );
  });

  app.post(
    paths.benefitPeriods(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const { id: citizenId } = details.citizen;
      const answer = writePeriod(db, { citizenId, corrects: null, fields: request.body }, doing(request));
      return settle(request, reply, citizenId, answer, (errors) =>
        showPeriods(request, reply.code(422), details, { values: request.body, errors }),
      );
    },
  );

  app.get(
    paths.benefitPeriod(':id', ':periodId'),
    { config, schema: { params: PeriodParams } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      const period = details && standing(details, request.params.periodId);
      if (!details || !period) return sendProblem(request, reply, NOT_FOUND);
      const { targetGroup, fromDate, untilDate } = period;
      const til = untilDate === null ? '' : addDays(untilDate, -1);
      const form = { values: { maalgruppe: targetGroup, fra: fromDate, til }, errors: [] };
      return showCorrection(request, reply, { details, period, form });
    },
  );

  app.post(
    paths.benefitPeriod(':id', ':periodId'),
    { config, schema: { params: PeriodParams, body: FieldsSchema } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const period = standing(details, request.params.periodId);
      if (!period) return sendProblem(request, reply, STALE);
      const { id: citizenId } = details.citizen;
      const change = { citizenId, corrects: period.id, fields: request.body };
      return settle(request, reply, citizenId, writePeriod(db, change, doing(request)), (errors) => {
        const form = { values: request.body, errors };
        return showCorrection(request, reply.code(422), { details, period, form });
      });
    },
  );

  app.post(
    paths.benefitPeriodWithdrawn(':id', ':periodId'),
    { config, schema: { params: PeriodParams, body: FieldsSchema } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const period = standing(details, request.params.periodId);
      if (!period) return sendProblem(request, reply, STALE);
      const { id: citizenId } = details.citizen;
      const fields = { begrundelse: textOf(request.body, 'tilbage_begrundelse') };
      const answer = withdrawPeriod(db, { citizenId, id: period.id, fields }, doing(request));
      return settle(request, reply, citizenId, answer, (errors) => {
        const named = errors.map(({ reason }) => ({ field: 'tilbage_begrundelse', reason }));
        const { targetGroup, fromDate, untilDate } = period;
        const til = untilDate === null ? '' : addDays(untilDate, -1);
        const form = { values: { maalgruppe: targetGroup, fra: fromDate, til }, errors: [] };
        const withdrawal = { values: request.body, errors: named };
        return showCorrection(request, reply.code(422), { details, period, form, withdrawal });
      });
    },
  );

  function settle(
    request: FastifyRequest,
    reply: FastifyReply,
    citizenId: number,
    answer: PeriodAnswer,
    refused: (errors: FormState['errors']) => unknown,
  ) {
    if (answer === 'stale') return sendProblem(request, reply, STALE);
    if ('errors' in answer) return refused(answer.errors);
    return reply.redirect(withMessage(paths.benefitPeriods(citizenId), 'ydelsesperiode-gemt'), 303);
  }

  function standing({ citizen }: CitizenDetails, periodId: string): WrittenPeriod | undefined {
    const id = idOf(periodId);
    return benefitHistoryOf(db, citizen.id).find((each) => each.id === id && each.supersededAt === null);
  }

  function showPeriods(
    request: FastifyRequest,
    reply: FastifyReply,
    details: CitizenDetails,
    form: FormState | null,
  ) {
    log(request, [details.citizen], 'borgerside');
    const periods = benefitHistoryOf(db, details.citizen.id);
    const { groups } = legalRules(db);
    const groupName = (code: string) => groupLabel(groups, code, today());
    const page = pageOf(request.query as Fields);
    const shown = { citizen: someone(details), periods, groupName, form, groups: groupChoices(), page };
    return reply.page(BenefitPage({ view: request.view(reply), ...shown }));
  }

  function showCorrection(
    request: FastifyRequest,
    reply: FastifyReply,
    props: { details: CitizenDetails; period: WrittenPeriod; form: FormState; withdrawal?: FormState },
  ) {
    const { details, period, form, withdrawal = EMPTY_FORM } = props;
    log(request, [details.citizen], 'borgerside');
    const shown = { citizen: someone(details), period, form, withdrawal, groups: groupChoices() };
    return reply.page(BenefitCorrectionPage({ view: request.view(reply), ...shown }));
  }

  function someone({ citizen }: CitizenDetails) {
    return { id: citizen.id, name: nameOrKey(citizen), benefitSince: citizen.benefitSince };
  }

  function groupChoices() {
    return legalRules(db).groups.map((group): [string, string] => [
      group.code,
      groupWithDates(group, today()),
    ]);
  }

  function doing(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId, today: today() };
  }
}
