import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from '../../db/client.ts';
import { RETAINED, retentionRule } from '../../db/schema/privacy.ts';
import { recordEvent } from '../admin/queries.ts';
import { CPR_REFUSED, containsCpr } from '../citizens/cpr-guard.ts';
import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import type { FieldError } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { type Fields, FieldsSchema, oneOf, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { allRules, dueCitizens, duePersons, lastRuns, ruleFor } from './retention.ts';
import { RetentionPage } from './retention-page.tsx';

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
    addRule(db, { ...rule, recordedAt: now().toISOString(), recordedBy: actorOf(request).userId });
    return reply.redirect(withMessage(paths.retention, 'frist-gemt'), 303);
  });

  async function show(request: FastifyRequest, reply: FastifyReply, form: FormState) {
    return reply.page(
      RetentionPage({
        view: request.view(reply),
        inForce: RETAINED.map((subject) => ({ subject, rule: ruleFor(db, subject, today()) })),
        rules: allRules(db),
        due: dueCitizens(db, today()),
        persons: duePersons(db, today()).length,
        runs: lastRuns(db, SHOWN_NIGHTS),
        mayEdit: actorOf(request).roles.includes('administrator'),
        form,
      }),
    );
  }
}

function addRule(db: Db, rule: typeof retentionRule.$inferInsert): void {
  db.transaction(
    (tx) => {
      const { id } = tx.insert(retentionRule).values(rule).returning({ id: retentionRule.id }).get();
      const event = { action: 'opret', entity: 'retention_rule', entityKey: String(id) };
      recordEvent(tx, { at: rule.recordedAt, userId: rule.recordedBy, ...event });
    },
    { behavior: 'immediate' },
  );
}

function readRule(fields: Fields, today: string) {
  const subject = oneOf(RETAINED, textOf(fields, 'hvem'));
  const months = /^\d{1,3}$/.test(textOf(fields, 'maaneder')) ? Number(textOf(fields, 'maaneder')) : 0;
  const [validFrom, source] = [textOf(fields, 'fra'), textOf(fields, 'kilde')];
  const errors: FieldError[] = [];
  if (!subject) errors.push({ field: 'hvem', reason: 'Vælg, hvem fristen gælder.' });
  if (months < 1 || months > 600)
    errors.push({ field: 'maaneder', reason: 'Skriv et antal måneder fra 1 til 600.' });
  if (!isIsoDate(validFrom) || validFrom < today)
    errors.push({ field: 'fra', reason: 'Skriv den dag, fristen gælder fra; i dag eller senere.' });
  if (source === '' || source.length > 300)
    errors.push({
      field: 'kilde',
      reason: 'Skriv, hvem der har besluttet det, og hvor det står; højst 300 tegn.',
    });
  else if (containsCpr(source)) errors.push({ field: 'kilde', reason: CPR_REFUSED });
  return { rule: subject && errors.length === 0 ? { subject, months, validFrom, source } : null, errors };
}
