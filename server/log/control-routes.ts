import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { recordEvent } from '../admin/queries.ts';
import { failedForm } from '../contacts/form.ts';
import { cleanText, freeTextErrors } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { idOf, paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { type FieldError, FORBIDDEN, NOT_FOUND, STALE } from '../problems.ts';
import { addDays, endOfLocalDate, isIsoDate } from '../ui/dates.ts';
import { type Fields, FieldsSchema, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { type Alarm, findAlarm, latestAlarms, sampleOf, settleAlarm, unrelatedReads } from './control.ts';
import { AlarmPage, ControlPage } from './control-pages.tsx';

const config = { access: ['leder', 'administrator'] as const };
const Params = Type.Object({ id: Type.String() });
const SAMPLE = 20;
const DAYS = 30;
const LONGEST_FINDING = 1000;

/** Reads that no case explains: a random sample of them, and alarms that somebody settles. Nobody seen is named. */
export function readControlRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(paths.readControl, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const { period, form } = readPeriod(request.query, today());
    if (!period) reply.code(400);
    const sample = period ? sampleOf(db, { ...period, most: SAMPLE }) : [];
    if (period) noteDrawn(request, `${period.from}–${period.to}`);
    return reply.page(
      ControlPage({
        view: request.view(reply),
        alarms: latestAlarms(db),
        sample,
        total: period ? unrelatedReads(db, period) : 0,
        form,
      }),
    );
  });

  app.get(paths.readAlarm(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const alarm = findAlarm(db, idOf(request.params.id));
    return alarm ? showAlarm(request, reply, alarm, EMPTY_FORM) : sendProblem(request, reply, NOT_FOUND);
  });

  app.post(
    paths.readAlarm(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const alarm = findAlarm(db, idOf(request.params.id));
      if (!alarm) return sendProblem(request, reply, NOT_FOUND);
      const by = actorOf(request).userId;
      if (alarm.userId === by) return sendProblem(request, reply, FORBIDDEN);
      const finding = cleanText(textOf(request.body, 'fund'));
      const errors = findingErrors(finding);
      if (finding === null || errors.length > 0) {
        reply.code(422);
        return showAlarm(request, reply, alarm, failedForm(request.body, errors));
      }
      const outcome = settleAlarm(db, alarm.id, { finding, at: now().toISOString(), by });
      if (outcome === 'settled') return sendProblem(request, reply, STALE);
      return reply.redirect(withMessage(paths.readControl, 'alarm-afgjort'), 303);
    },
  );

  function showAlarm(request: FastifyRequest, reply: FastifyReply, alarm: Alarm, form: FormState) {
    const { fromAt: from, raisedAt: to, userId } = alarm;
    const sample = sampleOf(db, { from, to, userId, most: SAMPLE });
    noteDrawn(request, `alarm ${alarm.id}`);
    const isOwn = userId === actorOf(request).userId;
    return reply.page(AlarmPage({ view: request.view(reply), alarm, sample, mayBeSettled: !isOwn, form }));
  }

  function noteDrawn(request: FastifyRequest, detail: string): void {
    const event = { action: 'laes', entity: 'citizen_read', entityKey: 'stikprøve', detail };
    const { userId } = actorOf(request);
    db.transaction((tx) => recordEvent(tx, { at: now().toISOString(), userId, ...event }), {
      behavior: 'immediate',
    });
  }
}

function findingErrors(finding: string | null): FieldError[] {
  if (finding === null) return [{ field: 'fund', reason: 'Skriv, hvad der er fundet ud af.' }];
  return freeTextErrors('fund', finding, LONGEST_FINDING);
}

/** The last month, where nobody says otherwise; no period where a date is none. */
function readPeriod(query: Fields, today: string): { period?: Period; form: FormState } {
  const from = textOf(query, 'fra') || addDays(today, -DAYS);
  const to = textOf(query, 'til') || today;
  const errors: FieldError[] = [
    ...(isIsoDate(from) ? [] : [{ field: 'fra', reason: 'Skriv en dato.' }]),
    ...(isIsoDate(to) ? [] : [{ field: 'til', reason: 'Skriv en dato.' }]),
  ];
  if (errors.length === 0 && from > to)
    errors.push({ field: 'til', reason: 'Den sidste dag ligger før den første.' });
  const form = { values: { fra: from, til: to }, errors };
  if (errors.length > 0) return { form };
  return { period: { from: endOfLocalDate(addDays(from, -1)), to: endOfLocalDate(to) }, form };
}

interface Period {
  from: string;
  to: string;
}
