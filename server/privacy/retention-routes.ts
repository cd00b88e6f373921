import type { FastifyReply, FastifyRequest } from 'fastify';
import { RETAINED } from '../../db/schema/privacy.ts';
import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { FieldsSchema, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { allRules, dueCitizens, duePersons, lastRuns, nextNight, ruleFor } from './retention.ts';
import { RetentionPage } from './retention-page.tsx';
import { addRule, askHowMany, readRule } from './retention-rules.ts';

const SHOWN_NIGHTS = 14;
const readers = { access: ['leder', 'administrator'] as const };
const writers = { access: ['administrator'] as const };

/** How long people are kept, what the nights have done, and who stays although their time is over: in numbers. */
export function retentionRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(paths.retention, { config: readers }, (request, reply) =>
    show(request, reply, { values: { fra: today() }, errors: [] }),
  );

  app.post(paths.retention, { config: writers, schema: { body: FieldsSchema } }, async (request, reply) => {
    const { rule, errors } = readRule(request.body, today());
    if (!rule) {
      reply.code(422);
      return show(request, reply, { values: request.body, errors });
    }
    const asked = askHowMany(db, rule, Number(textOf(request.body, 'bekraeft')), today());
    if (asked.length > 0) {
      reply.code(422);
      return show(request, reply, { values: request.body, errors: asked });
    }
    addRule(db, { ...rule, recordedAt: now().toISOString(), recordedBy: actorOf(request).userId });
    return reply.redirect(withMessage(paths.retention, 'frist-gemt'), 303);
  });

  async function show(request: FastifyRequest, reply: FastifyReply, form: FormState) {
    const night = nextNight(db, today());
    return reply.page(
      RetentionPage({
        view: request.view(reply),
        inForce: RETAINED.map((subject) => ({ subject, rule: ruleFor(db, subject, today()) })),
        rules: allRules(db),
        night,
        due: dueCitizens(db, night),
        persons: duePersons(db, night).length,
        runs: lastRuns(db, { page: 1, pageSize: SHOWN_NIGHTS }),
        mayEdit: actorOf(request).roles.includes('administrator'),
        form,
      }),
    );
  }
}
