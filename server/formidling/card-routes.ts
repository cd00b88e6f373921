import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { toldTopics } from '../citizens/disclosure.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { readCitizen } from '../matching/market.ts';
import { peopleReady } from '../matching/people.ts';
import { paths } from '../paths.ts';
import { NOT_FOUND } from '../problems.ts';
import { FieldsSchema, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { CardPage } from './card-page.tsx';
import { takeStep } from './changes.ts';
import { anonymousProfile, disclosedProfile } from './profile.ts';
import { ProfilePage } from './profile-page.tsx';
import { type LogEntry, readLog } from './queries.ts';
import { cardReader } from './reading.ts';
import type { ShownCard } from './rights.ts';
import { checkStep, STEPS, type StepName, stepRefusal } from './rules.ts';
import { failedStep, readStep } from './step-form.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });

const NOT_YOURS = 'Det er borgerens sagsbehandler eller team, der noterer det.';

/** One card: what may happen next, one step after the other, and what the firm may hear. */
export function cardRoutes(app: App, context: AppContext): void {
  const { db, engine, today } = context;
  const reader = cardReader(context);

  app.get(
    paths.card(':id'),
    { config, schema: { params: Params, querystring: FieldsSchema } },
    async (request, reply) => {
      const shown = reader.findAllowed(request, reply, request.params.id);
      if (!shown) return reply;
      const wanted = stepNamed(textOf(request.query, 'til'));
      return showCard(request, reply, shown, { wanted, form: EMPTY_FORM });
    },
  );

  app.post(
    paths.card(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const shown = reader.findAllowed(request, reply, request.params.id);
      if (!shown) return reply;
      const draft = readStep(request.body);
      const wanted = stepNamed(draft.step);
      const again = (status: number, form: FormState, meanwhile: LogEntry[] = []) => {
        reply.code(status);
        const found = reader.findAllowed(request, reply, request.params.id);
        return found ? showCard(request, reply, found, { wanted, form, meanwhile }) : reply;
      };
      const { checked, errors } = checkStep(draft, today());
      if (!checked) return again(422, failedStep(request.body, errors));
      const refusal = stepRefusal(shown.card, checked.step);
      const version = Number(textOf(request.body, 'version'));
      if (!refusal && !shown.steps.includes(checked.step))
        return again(403, failedStep(request.body, [{ field: 'step', reason: NOT_YOURS }]));
      const answer = takeStep(db, { id: shown.card.id, version, step: checked }, reader.doing(request));
      if (answer.outcome === 'refused') return again(422, failedStep(request.body, answer.errors));
      if (answer.outcome === 'stale')
        return again(409, { values: request.body, errors: [] }, since(shown, version));
      const message = `kort-${checked.step}` as const;
      if (textOf(request.body, 'til') === 'liste')
        return reply.redirect(withMessage(`${paths.cards}?vis=besked`, message), 303);
      const board = withMessage(paths.board(shown.order.id), message);
      return reply.redirect(`${board}#kort-${shown.card.id}`, 303);
    },
  );

  app.get(
    paths.cardProfile(':id'),
    {
      config,
      preHandler: () => peopleReady(db, engine(), today()),
      schema: { params: Params },
    },
    async (request, reply) => {
      const shown = reader.findAllowed(request, reply, request.params.id);
      if (!shown) return reply;
      const { card, order } = shown;
      const ids = { orderId: order.id, citizenId: card.citizenId };
      const person = readCitizen(db, card.citizenId, today());
      const anonymous = anonymousProfile(db, engine(), ids, today());
      if (!person || !anonymous) return sendProblem(request, reply, NOT_FOUND);
      const topics = card.answer === 'ja' ? [...toldTopics(db, card.citizenId)] : [];
      const disclosed =
        topics.length > 0 ? disclosedProfile(topics, { ...person, orderType: order.type }) : null;
      reader.log(request, [shown], 'tavle');
      return reply.page(ProfilePage({ view: request.view(reply), shown, anonymous, disclosed }));
    },
  );

  function showCard(
    request: FastifyRequest,
    reply: FastifyReply,
    shown: ShownCard,
    { wanted, form, meanwhile = [] }: { wanted: StepName | null; form: FormState; meanwhile?: LogEntry[] },
  ) {
    reader.log(request, [shown], 'tavle');
    return reply.page(
      CardPage({
        view: request.view(reply),
        shown,
        topics: [...toldTopics(db, shown.card.citizenId)],
        log: readLog(db, [shown.card.id]),
        wanted,
        refusal: wanted && form.errors.length === 0 ? stepRefusal(shown.card, wanted) : null,
        form,
        meanwhile,
      }),
    );
  }

  /** Each step raised the version by one. */
  function since({ card }: ShownCard, version: number): LogEntry[] {
    const steps = Math.max(1, card.version - (Number.isInteger(version) ? version : card.version));
    return readLog(db, [card.id], { limit: Math.min(steps, 20) });
  }
}

function stepNamed(text: string): StepName | null {
  if (text === 'startet') return text;
  return STEPS.find((step) => step === text) ?? null;
}
