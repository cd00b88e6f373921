import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { CAMPAIGN_KINDS, MEMBER_STATES } from '../../db/schema/campaigns.ts';
import { fieldsOfQuery, filterQuery } from '../companies/filters.ts';
import { colleaguesLately } from '../contacts/peace.ts';
import { cleanText } from '../contacts/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, STALE } from '../problems.ts';
import { type Fields, FieldsSchema, idOf, oneOf, pageOf, textOf } from '../ui/fields.ts';
import { EMPTY_FORM, type FormState } from '../ui/form.tsx';
import { withMessage } from '../ui/messages.ts';
import { isOvertaken } from '../ui/standing.ts';
import { firmsOfFilter } from './filter.ts';
import { keptAnswer, MemberPage } from './member-page.tsx';
import { CampaignListPage, CampaignPage, NewCampaignPage } from './pages.tsx';
import {
  answersOf,
  createCampaign,
  findCampaign,
  findMember,
  listCampaigns,
  listMembers,
  nextToCall,
  PAGE_SIZE,
  saveAnswer,
  setEnded,
} from './queries.ts';
import { checkAnswer, checkCampaign } from './rules.ts';

const config = { access: ['konsulent', 'leder'] as const };
const Params = Type.Object({ id: Type.String() });
const MemberParams = Type.Object({ id: Type.String(), pNumber: Type.String() });

/** Lists of firms to call, and how far one is with each. */
export function campaignRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(paths.campaigns, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const page = pageOf(request.query);
    return reply.page(
      CampaignListPage({
        view: request.view(reply),
        ...listCampaigns(db, { page, pageSize: PAGE_SIZE }),
        page,
      }),
    );
  });

  app.get(paths.newCampaign, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const filter = filterQuery(request.query);
    const firms = firmsOf(request, filter).length;
    return reply.page(
      NewCampaignPage({ view: request.view(reply), form: EMPTY_FORM, formKey: randomUUID(), filter, firms }),
    );
  });

  app.post(paths.campaigns, { config, schema: { body: FieldsSchema } }, async (request, reply) => {
    const filter = filterQuery(fieldsOfQuery(textOf(request.body, 'filter')));
    const pNumbers = firmsOf(request, filter);
    const formKey = textOf(request.body, 'formularnoegle') || randomUUID();
    const { name, kind, errors } = checkCampaign(readCampaignForm(request.body), pNumbers.length);
    if (!name || !kind || errors.length > 0) {
      const form = { values: request.body, errors };
      const view = request.view(reply);
      return reply.code(422).page(NewCampaignPage({ view, form, formKey, filter, firms: pNumbers.length }));
    }
    const id = createCampaign(db, { name, kind, pNumbers, formKey }, doing(request));
    return reply.redirect(withMessage(paths.campaign(id), 'kampagne-oprettet'), 303);
  });

  app.get(
    paths.campaign(':id'),
    { config, schema: { params: Params, querystring: FieldsSchema } },
    async (request, reply) => {
      const campaign = findCampaign(db, idOf(request.params.id));
      if (!campaign) return sendProblem(request, reply, NOT_FOUND);
      const state = oneOf(MEMBER_STATES, textOf(request.query, 'tilstand'));
      const page = pageOf(request.query);
      const members = listMembers(db, campaign.id, { state, slice: { page, pageSize: PAGE_SIZE } });
      return reply.page(
        CampaignPage({ view: request.view(reply), campaign, members, state: state ?? '', page }),
      );
    },
  );

  app.get(paths.campaignNext(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const campaign = findCampaign(db, idOf(request.params.id));
    if (!campaign) return sendProblem(request, reply, NOT_FOUND);
    const next = nextToCall(db, campaign.id, today());
    if (next === undefined)
      return reply.redirect(withMessage(paths.campaign(campaign.id), 'kampagne-faerdig'), 303);
    return reply.redirect(paths.campaignMember(campaign.id, next), 303);
  });

  app.get(
    paths.campaignMember(':id', ':pNumber'),
    { config, schema: { params: MemberParams } },
    async (request, reply) => showMember(request, reply, request.params),
  );

  app.post(
    paths.campaignMember(':id', ':pNumber'),
    { config, schema: { params: MemberParams, body: FieldsSchema } },
    async (request, reply) => {
      const { body } = request;
      const [id, pNumber] = [idOf(request.params.id), idOf(request.params.pNumber)];
      const note = cleanText(textOf(body, 'note'));
      const draft = { state: textOf(body, 'tilstand'), callAgain: textOf(body, 'dato'), note };
      const { answer, errors } = checkAnswer(draft, today());
      if (!answer) {
        reply.code(422);
        return showMember(request, reply, request.params, { values: body, errors });
      }
      const member = findMember(db, id, pNumber);
      if (!member) return sendProblem(request, reply, NOT_FOUND);
      if (isOvertaken(body, keptAnswer(member))) {
        reply.code(409);
        const form = { values: body, errors: [], saved: keptAnswer(member) };
        return showMember(request, reply, request.params, form);
      }
      if (!saveAnswer(db, { id, pNumber, answer }, doing(request))) return sendProblem(request, reply, STALE);
      const next = nextToCall(db, id, today());
      return next === undefined
        ? reply.redirect(withMessage(paths.campaign(id), 'kampagne-faerdig'), 303)
        : reply.redirect(withMessage(paths.campaignMember(id, next), 'kampagne-svar-gemt'), 303);
    },
  );

  app.post(
    paths.campaignEnd(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const id = idOf(request.params.id);
      const ended = textOf(request.body, 'afslut') === 'ja';
      if (!setEnded(db, id, ended, doing(request))) return sendProblem(request, reply, NOT_FOUND);
      const message = ended ? 'kampagne-afsluttet' : 'kampagne-genaabnet';
      return reply.redirect(withMessage(paths.campaign(id), message), 303);
    },
  );

  function showMember(
    request: FastifyRequest,
    reply: FastifyReply,
    params: { id: string; pNumber: string },
    form?: FormState,
  ) {
    const campaign = findCampaign(db, idOf(params.id));
    const member = campaign && findMember(db, campaign.id, idOf(params.pNumber));
    if (!campaign || !member) return sendProblem(request, reply, NOT_FOUND);
    const { pNumber } = member;
    const { userId, roles } = actorOf(request);
    return reply.page(
      MemberPage({
        view: request.view(reply),
        campaign,
        member,
        form: form ?? { ...EMPTY_FORM, values: { note: member.note ?? '' } },
        answers: answersOf(db, campaign.id, pNumber),
        colleagues: colleaguesLately(db, { pNumber, userId, today: today() }),
        mayLog: roles.includes('konsulent'),
      }),
    );
  }

  function firmsOf(request: FastifyRequest, filter: string): number[] {
    return firmsOfFilter(db, filter, { actor: actorOf(request), now: now() });
  }

  function doing(request: FastifyRequest) {
    return { actor: actorOf(request), at: now().toISOString() };
  }
}

function readCampaignForm(fields: Fields) {
  return {
    name: cleanText(textOf(fields, 'navn')),
    kind: oneOf(CAMPAIGN_KINDS, textOf(fields, 'slags')),
  };
}
