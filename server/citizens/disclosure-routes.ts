import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { DISCLOSURE_TOPICS } from '../../db/schema/citizen-work.ts';
import { sendTagged, whyNotMatched } from '../api/etag.ts';
import { orNull } from '../api/fields.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { FieldsSchema } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import {
  agreeDisclosures,
  disclosuresOf,
  lastAgreement,
  readAgreement,
  standingOn,
  undoAgreement,
} from './disclosure.ts';
import { DisclosureFormPage, DisclosureLetterPage } from './disclosure-pages.tsx';
import { citizenOpener } from './opening.ts';
import type { CitizenDetails } from './queries.ts';
import { nameOrKey } from './rules.ts';

const config = { access: ['sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });

const ApiDisclosures = Type.Object({
  topics: Type.Array(
    Type.Object({
      topic: Type.Enum([...DISCLOSURE_TOPICS]),
      may: Type.Boolean(),
      agreedOn: orNull(Type.String()),
    }),
  ),
});
const ApiAgreement = Type.Object(
  {
    agreedOn: Type.String({ maxLength: 10 }),
    answers: Type.Array(
      Type.Object(
        { topic: Type.Enum([...DISCLOSURE_TOPICS]), may: Type.Boolean() },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: DISCLOSURE_TOPICS.length },
    ),
  },
  { additionalProperties: false },
);

/** What an employer may be told of a citizen: agreed by the own sagsbehandler, read by the team, printed for the citizen. */
export function disclosureRoutes(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { findAllowed, findOwn, log } = citizenOpener(context);

  app.get(paths.citizenDisclosures(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const details = findOwn(request, request.params.id);
    if (!details) return sendProblem(request, reply, NOT_FOUND);
    const rows = disclosuresOf(db, details.citizen.id);
    const standing = DISCLOSURE_TOPICS.map((topic) => {
      const row = standingOn(rows, topic);
      return [`emne_${topic}`, row ? (row.may ? 'ja' : 'nej') : ''];
    });
    const values = { ...Object.fromEntries(standing), aftalt: today() };
    return reply.page(formPage(request, reply, details, { values, errors: [] }));
  });

  app.post(
    paths.citizenDisclosures(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const { agreement, errors } = readAgreement(request.body, today());
      if (!agreement)
        return reply.code(422).page(formPage(request, reply, details, { values: request.body, errors }));
      agreeDisclosures(db, details.citizen.id, agreement, doing(request));
      return reply.redirect(withMessage(paths.citizenDisclosures(details.citizen.id), 'aftale-gemt'), 303);
    },
  );

  app.post(
    paths.citizenDisclosuresUndone(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      if (undoAgreement(db, details.citizen.id, doing(request)) === 'nothing')
        return sendProblem(request, reply, STALE);
      return reply.redirect(withMessage(paths.citizen(details.citizen.id), 'aftale-fortrudt'), 303);
    },
  );

  app.get(
    paths.citizenDisclosureLetter(':id'),
    { config, schema: { params: Params } },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      log(request, [details.citizen], 'borgerside');
      const rows = disclosuresOf(db, details.citizen.id);
      const { id } = details.citizen;
      const citizen = { id, name: nameOrKey(details.citizen) };
      return reply.page(DisclosureLetterPage({ view: request.view(reply), citizen, rows }));
    },
  );

  app.get(
    paths.api('citizens/:id/disclosures'),
    {
      config: { ...config, tagged: true, problems: [404] },
      schema: {
        params: Params,
        response: { 200: ApiDisclosures },
        tags: ['Borgere'],
        summary: 'Hvad virksomheder må få at vide om en borger; visningen logges',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      log(request, [details.citizen], 'api');
      return sendTagged(request, reply, toApi(details));
    },
  );

  app.put(
    paths.api('citizens/:id/disclosures'),
    {
      config: { ...config, tagged: true, problems: [404, 422] },
      schema: {
        params: Params,
        body: ApiAgreement,
        response: { 200: ApiDisclosures },
        tags: ['Borgere'],
        summary: 'Aftal emner med borgeren; de emner, der ikke nævnes, står, som de gjorde',
      },
    },
    async (request, reply) => {
      const details = findOwn(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const refusal = whyNotMatched(request, toApi(details));
      if (refusal) return sendProblem(request, reply, refusal);
      const typed = request.body.answers.map(({ topic, may }) => [`emne_${topic}`, may ? 'ja' : 'nej']);
      const { agreement, errors } = readAgreement(
        { ...Object.fromEntries(typed), aftalt: request.body.agreedOn },
        today(),
      );
      if (!agreement) {
        const named = errors.map(({ field, reason }) => ({
          field: field === 'aftalt' ? 'agreedOn' : field,
          reason,
        }));
        return sendProblem(request, reply, { status: 422, title: 'Aftalen kan ikke gemmes', errors: named });
      }
      agreeDisclosures(db, details.citizen.id, agreement, doing(request));
      log(request, [details.citizen], 'api');
      return reply.send(toApi(details));
    },
  );

  function formPage(
    request: FastifyRequest,
    reply: Parameters<FastifyRequest['view']>[0],
    details: CitizenDetails,
    form: FormState,
  ) {
    log(request, [details.citizen], 'borgerside');
    const { id } = details.citizen;
    const rows = disclosuresOf(db, id);
    const view = request.view(reply);
    const mayUndo =
      view.message === 'aftale-gemt' && lastAgreement(rows, actorOf(request).userId) !== undefined;
    return DisclosureFormPage({
      view,
      citizen: { id, name: nameOrKey(details.citizen) },
      rows,
      form,
      mayUndo,
    });
  }

  function toApi({ citizen }: CitizenDetails): Static<typeof ApiDisclosures> {
    const rows = disclosuresOf(db, citizen.id);
    return {
      topics: DISCLOSURE_TOPICS.map((topic) => {
        const row = standingOn(rows, topic);
        return { topic, may: row?.may ?? false, agreedOn: row?.agreedOn ?? null };
      }),
    };
  }

  function doing(request: FastifyRequest) {
    return { at: now().toISOString(), by: actorOf(request).userId };
  }
}
