import type { FastifyReply, FastifyRequest } from 'fastify';
import { readSettings } from '../admin/queries.ts';
import type { App, AppContext } from '../context.ts';
import { liveFigures } from '../coverage/live-figures.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import { ruleFor } from '../coverage/rule-queries.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { quarterOf } from '../ui/dates.ts';
import { FieldsSchema } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { readSamarbejdsgradForm } from './form.ts';
import { SamarbejdsgradPage } from './pages.tsx';
import { recordSamarbejdsgrad, samarbejdsgradHistory } from './queries.ts';

const readers = { access: ['konsulent', 'leder', 'administrator'] as const };
const writers = { access: ['leder'] as const };

/** Jobindsats' samarbejdsgrad beside our coverage: two figures of two things, never one. */
export function samarbejdsgradRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(paths.samarbejdsgrad, { config: readers }, async (request, reply) =>
    show(request, reply, EMPTY_FORM),
  );

  app.post(
    paths.samarbejdsgrad,
    { config: writers, schema: { body: FieldsSchema } },
    async (request, reply) => {
      const { draft, errors } = readSamarbejdsgradForm(request.body, today());
      if (!draft) return show(request, reply.code(422), { values: request.body, errors });
      recordSamarbejdsgrad(db, draft, { actor: actorOf(request), at: now().toISOString() });
      return reply.redirect(withMessage(paths.samarbejdsgrad, 'samarbejdsgrad-gemt'), 303);
    },
  );

  function show(request: FastifyRequest, reply: FastifyReply, form: FormState) {
    const history = samarbejdsgradHistory(db);
    const [latest] = history;
    // The coverage of the quarter that the figure is about, or of this one.
    const quarter = quarterOf(latest?.periodTo ?? today());
    const question = { from: quarter.from, to: quarter.to, asOf: ALL_KNOWN };
    return reply.page(
      SamarbejdsgradPage({
        view: request.view(reply),
        history,
        coverage: liveFigures(db, question, readSettings(db).coverageUnit),
        rule: ruleFor(db, question),
        form,
      }),
    );
  }
}
