import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { IdParams } from '../api/fields.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { FORBIDDEN, NOT_FOUND, type Problem, STALE } from '../problems.ts';
import { idOf } from '../ui/fields.ts';
import { INVALID, placementShower } from './api-show.ts';
import type { ChangeAnswer } from './change.ts';
import type { Doer } from './changes.ts';
import { changeHours, endPlacement, extendPlacement, reopenPlacement, withdrawPlacement } from './course.ts';
import { findPlacement, placementOfFollowUp } from './find.ts';
import { completeFollowUp, planFollowUp } from './follow-ups.ts';
import {
  FollowUpDone,
  NewDetails,
  NewEnd,
  NewExtension,
  NewFollowUp,
  NewHours,
  NewSignatures,
  NewWithdrawal,
  Placement,
  Seen,
} from './placement-schema.ts';
import { approvePlacement, editDetails, signPlacement } from './signing.ts';

const writers = { access: ['konsulent', 'sagsbehandler'] as const };
const tags = ['Forløb'];

/** What happens to a placement, for machines: each verb answers with what it is then. */
export function placementCourseApi(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const show = placementShower(context);

  app.post(
    paths.api('placements/:id/hours'),
    verb('Nye timer fra en dag; samme dag igen retter dem', NewHours),
    async (request, reply) => {
      const { body } = request;
      return act(request, reply, (id, by) =>
        changeHours(
          db,
          { id, version: body.version },
          {
            fromDate: body.fromDate,
            weeklyHours: body.weeklyHours ?? null,
            shifts: body.shifts ?? [],
            overrideReason: cleanText(body.overrideReason),
          },
          by,
        ),
      );
    },
  );
  app.post(
    paths.api('placements/:id/extension'),
    verb('Forlæng forløbet med en begrundelse', NewExtension),
    async (request, reply) => {
      const { body } = request;
      return act(request, reply, (id, by) =>
        extendPlacement(
          db,
          { id, version: body.version },
          {
            endsOn: body.endsOn,
            reason: cleanText(body.reason),
            overrideReason: cleanText(body.overrideReason),
          },
          by,
        ),
      );
    },
  );
  app.post(
    paths.api('placements/:id/signatures'),
    verb('Hvem der har skrevet under', NewSignatures),
    async (request, reply) => {
      const { body } = request;
      return act(request, reply, (id, by) =>
        signPlacement(
          db,
          { id, version: body.version },
          {
            employerSignedOn: body.employerSignedOn ?? null,
            representativeName: cleanText(body.representativeName),
            representativeSignedOn: body.representativeSignedOn ?? null,
          },
          by,
        ),
      );
    },
  );
  app.post(
    paths.api('placements/:id/approval'),
    verb('Godkend en kollegas forløb', Seen),
    async (request, reply) => {
      const { body } = request;
      return act(request, reply, (id, by) => approvePlacement(db, { id, version: body.version }, by));
    },
  );
  app.post(
    paths.api('placements/:id/details'),
    verb('Ret mål, mentor og kontaktperson', NewDetails),
    async (request, reply) => {
      const { version, ...details } = request.body;
      return act(request, reply, (id, by) =>
        editDetails(
          db,
          { id, version },
          { ...details, goal: cleanText(details.goal), mentorName: cleanText(details.mentorName) },
          by,
        ),
      );
    },
  );
  app.post(
    paths.api('placements/:id/ending'),
    verb('Lad forløbet ophøre, og skriv, hvad der kom ud af det', NewEnd),
    async (request, reply) => {
      const { body } = request;
      return act(request, reply, (id, by) =>
        endPlacement(
          db,
          { id, version: body.version },
          {
            endedOn: body.endedOn,
            ended: body.ended,
            becameOrdinary: body.becameOrdinary ?? null,
            ordinaryHours: body.ordinaryHours ?? null,
          },
          by,
        ),
      );
    },
  );
  app.post(paths.api('placements/:id/reopening'), verb('Fortryd et ophør', Seen), async (request, reply) => {
    const { body } = request;
    return act(request, reply, (id, by) => reopenPlacement(db, { id, version: body.version }, by));
  });
  app.post(
    paths.api('placements/:id/withdrawal'),
    verb('Annullér; pladsen bliver fri', NewWithdrawal),
    async (request, reply) => {
      const { body } = request;
      return act(request, reply, (id, by) =>
        withdrawPlacement(db, { id, version: body.version }, cleanText(body.reason), by),
      );
    },
  );
  app.post(
    paths.api('placements/:id/follow-ups'),
    verb('Aftal en opfølgning', NewFollowUp),
    async (request, reply) => {
      const { dueOn } = request.body;
      return act(request, reply, (id, by) => planFollowUp(db, { id, dueOn }, by));
    },
  );

  app.post(
    paths.api('placement-follow-ups/:id/done'),
    {
      config: { ...writers, problems: [404, 422] },
      schema: {
        tags,
        summary: 'Skriv, hvad en opfølgning viste; igen retter den',
        params: IdParams,
        body: FollowUpDone,
        response: { 200: Placement },
      },
    },
    async (request, reply) => {
      const id = idOf(request.params.id);
      const placementId = placementOfFollowUp(db, id);
      const refusal = whyNotChange(request, placementId);
      if (refusal) return sendProblem(request, reply, refusal);
      const { doneOn, stillThere = null, ordinaryHours = null, note } = request.body;
      const found = { doneOn, stillThere, ordinaryHours, note: cleanText(note) };
      return afterChange(request, reply, completeFollowUp(db, id, found, doer(request)));
    },
  );

  /** One verb of a placement: authorize, do it, answer with what it is then. */
  function act(request: FastifyRequest, reply: FastifyReply, change: (id: number, by: Doer) => ChangeAnswer) {
    const { id: param } = request.params as Static<typeof IdParams>;
    const id = idOf(param);
    const refusal = whyNotChange(request, id);
    if (refusal) return sendProblem(request, reply, refusal);
    return afterChange(request, reply, change(id, doer(request)));
  }

  function whyNotChange(request: FastifyRequest, id: number): Problem | undefined {
    const details = findPlacement(db, id, asking(request));
    if (!details) return NOT_FOUND;
    return details.mayChange ? undefined : FORBIDDEN;
  }

  function afterChange(request: FastifyRequest, reply: FastifyReply, answer: ChangeAnswer) {
    switch (answer.outcome) {
      case 'saved':
        return show(request, reply, answer.id);
      case 'stale':
        return sendProblem(request, reply, STALE);
      case 'unknown':
        return sendProblem(request, reply, NOT_FOUND);
      case 'refused':
        return sendProblem(request, reply, { ...INVALID, errors: answer.errors });
    }
  }

  function asking(request: FastifyRequest) {
    return { viewer: actorOf(request), today: today() };
  }

  function doer(request: FastifyRequest): Doer {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}

function verb<Body extends TSchema>(summary: string, body: Body) {
  return {
    config: { ...writers, problems: [404, 409, 422] },
    schema: { tags, summary, params: IdParams, body, response: { 200: Placement } },
  };
}
