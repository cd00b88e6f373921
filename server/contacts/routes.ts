import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { readMentions, recipientChoices } from '../colleagues/notes.ts';
import { findPUnit } from '../companies/queries.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { isTicked } from '../persons/person-check.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { type Fields, FieldsSchema, idOf, pageOf, textOf } from '../ui/fields.ts';
import type { FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { CorrectionPage, WithdrawnPage } from './correction-page.tsx';
import { blankForm, failedForm, formKeyOf, formOf, keptSteps, readContactForm } from './form.ts';
import { completeNextStep, nobodysSteps, openStepsAt } from './next-steps.ts';
import { NobodysPage } from './nobodys-page.tsx';
import { NewContactPage } from './pages.tsx';
import { colleaguesLately } from './peace.ts';
import { correctContact, findContact, logContact, standingContact, versionsOf } from './queries.ts';
import { checkContact, cleanText } from './rules.ts';
import { talkWords } from './talk-words.ts';
import { reinstateContact, withdrawContact, withdrawnContact } from './withdraw.ts';

const config = { access: ['konsulent', 'sagsbehandler'] as const };
const FirmParams = Type.Object({ pNumber: Type.String() });
const ContactParams = Type.Object({ id: Type.String() });

export function contactRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.newContact(':pNumber'),
    { config, schema: { params: FirmParams, querystring: FieldsSchema } },
    async (request, reply) => {
      const firm = findPUnit(db, idOf(request.params.pNumber), today());
      if (!firm) return sendProblem(request, reply, NOT_FOUND);
      const form = blankForm(today(), request.query);
      const steps = openStepsAt(db, firm.pNumber);
      return reply.page(
        NewContactPage({
          view: request.view(reply),
          firm,
          form,
          formKey: formKeyOf({}),
          steps,
          colleagues: colleagues(request, firm.pNumber),
          recipients: recipientChoices(db, actorOf(request).userId),
          words: talkWords(db),
        }),
      );
    },
  );

  app.get(
    paths.nobodysSteps,
    { config: { access: ['leder'] }, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const { teamId } = actorOf(request);
      const onlyTeam = teamId === null ? null : textOf(request.query, 'vis') !== 'alle';
      const page = pageOf(request.query);
      const found = nobodysSteps(db, { teamId: onlyTeam ? teamId : null, today: today(), page });
      return reply.page(NobodysPage({ view: request.view(reply), found, onlyTeam }));
    },
  );

  app.post(
    paths.contacts(':pNumber'),
    { config, schema: { params: FirmParams, body: FieldsSchema } },
    async (request, reply) => {
      const pNumber = idOf(request.params.pNumber);
      const fields = request.body;
      const formKey = formKeyOf(fields);
      const draft = readContactForm(fields, today());
      const { mentioned, errors } = readMentions(db, {
        note: draft.note,
        picked: idOf(textOf(fields, 'kollega')),
        userId: actorOf(request).userId,
      });
      const answer =
        errors.length > 0
          ? { outcome: 'refused' as const, errors: [...checkContact(draft, today()).errors, ...errors] }
          : logContact(
              db,
              { pNumber, draft, formKey, completes: keptSteps(fields), mentioned, ticked: isTicked(fields) },
              doing(request),
            );
      if (answer.outcome === 'saved')
        return reply.redirect(withMessage(afterLogging(fields, pNumber), 'kontakt-gemt'), 303);
      const firm = findPUnit(db, pNumber, today());
      if (answer.outcome !== 'refused' || !firm) return sendProblem(request, reply, NOT_FOUND);
      const form = failedForm(fields, answer.errors);
      const steps = openStepsAt(db, pNumber);
      reply.code(422);
      return reply.page(
        NewContactPage({
          view: request.view(reply),
          firm,
          form,
          formKey,
          steps,
          colleagues: colleagues(request, pNumber),
          recipients: recipientChoices(db, actorOf(request).userId),
          words: talkWords(db),
        }),
      );
    },
  );

  app.get(
    paths.contactCorrection(':id'),
    { config, schema: { params: ContactParams } },
    async (request, reply) => {
      const id = idOf(request.params.id);
      const withdrawn = withdrawnContact(db, id);
      const standing = standingContact(db, id);
      if (standing && standing.id !== id) return reply.redirect(paths.contactCorrection(standing.id), 303);
      if (!withdrawn) return showCorrection(request, reply, id);
      const view = request.view(reply);
      return reply.page(WithdrawnPage({ view, withdrawn, versions: versionsOf(db, id) }));
    },
  );

  app.post(
    paths.contactCorrection(':id'),
    { config, schema: { params: ContactParams, body: FieldsSchema } },
    async (request, reply) => {
      const id = idOf(request.params.id);
      const fields = request.body;
      const draft = readContactForm(fields, today());
      const reason = cleanText(textOf(fields, 'begrundelse'));
      const pNumber = textOf(fields, 'p_nummer').replaceAll(/\s/g, '');
      const answer = correctContact(
        db,
        { id, draft, reason, pNumber, ticked: isTicked(fields) },
        doing(request),
      );
      switch (answer.outcome) {
        case 'saved':
          return reply.redirect(withMessage(paths.company(answer.pNumber), 'kontakt-rettet'), 303);
        case 'unknown':
          return sendProblem(request, reply, NOT_FOUND);
        case 'refused':
          reply.code(422);
          return showCorrection(request, reply, id, { form: failedForm(fields, answer.errors) });
        case 'stale': {
          const standing = standingContact(db, id);
          if (!standing) return sendProblem(request, reply, STALE);
          reply.code(409);
          const form = { ...failedForm(fields, []), saved: formOf(standing).values };
          return showCorrection(request, reply, standing.id, { form });
        }
      }
    },
  );

  app.post(
    paths.contactWithdrawal(':id'),
    { config, schema: { params: ContactParams, body: FieldsSchema } },
    async (request, reply) => {
      const id = idOf(request.params.id);
      const reason = cleanText(textOf(request.body, 'hvorfor'));
      const answer = withdrawContact(db, { id, reason }, doing(request));
      if (answer.outcome === 'saved')
        return reply.redirect(withMessage(paths.contactCorrection(id), 'kontakt-trukket'), 303);
      if (answer.outcome === 'stale') return sendProblem(request, reply, STALE);
      if (answer.outcome === 'unknown') return sendProblem(request, reply, NOT_FOUND);
      const errors = answer.errors.map(({ reason: why }) => ({ field: 'hvorfor', reason: why }));
      reply.code(422);
      return showCorrection(request, reply, id, { withdrawal: { values: request.body, errors } });
    },
  );

  app.post(
    paths.contactReinstatement(':id'),
    { config, schema: { params: ContactParams, body: FieldsSchema } },
    async (request, reply) => {
      const answer = reinstateContact(db, idOf(request.params.id), doing(request));
      if (answer.outcome === 'stale') return sendProblem(request, reply, STALE);
      if (answer.outcome !== 'saved') return sendProblem(request, reply, NOT_FOUND);
      return reply.redirect(withMessage(paths.company(answer.pNumber), 'kontakt-genindsat'), 303);
    },
  );

  app.post(
    paths.nextStepDone(':id'),
    { config, schema: { params: ContactParams, body: FieldsSchema } },
    async (request, reply) => {
      const id = idOf(request.params.id);
      const old = findContact(db, id);
      if (!old) return sendProblem(request, reply, NOT_FOUND);
      completeNextStep(db, id, doing(request));
      const back = textOf(request.body, 'til') === paths.home ? paths.home : paths.company(old.pNumber);
      return reply.redirect(withMessage(back, 'skridt-klaret'), 303);
    },
  );

  function showCorrection(
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    { form, withdrawal }: { form?: FormState; withdrawal?: FormState } = {},
  ) {
    const standing = findContact(db, id);
    const firm = standing && findPUnit(db, standing.pNumber, today());
    if (!firm) return sendProblem(request, reply, NOT_FOUND);
    return reply.page(
      CorrectionPage({
        view: request.view(reply),
        id,
        firm,
        form: form ?? formOf(standing),
        words: talkWords(db),
        versions: versionsOf(db, id),
        withdrawal,
      }),
    );
  }

  function colleagues(request: Parameters<typeof actorOf>[0], pNumber: number) {
    return colleaguesLately(db, { pNumber, userId: actorOf(request).userId, today: today() });
  }

  function doing(request: Parameters<typeof actorOf>[0]) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

/** Back to the campaign that one is calling for, else to the firm. */
function afterLogging(fields: Fields, pNumber: number): string {
  const campaign = idOf(textOf(fields, 'kampagne'));
  return campaign ? paths.campaignMember(campaign, pNumber) : paths.company(pNumber);
}
