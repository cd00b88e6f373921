import { Type } from 'typebox';
import { PRAKTIK_PURPOSES } from '../../db/schema/job-orders.ts';
import { ORDER_TYPES, type OrderType } from '../../workers/matching/types.ts';
import { sendTagged, whyNotMatched } from '../api/etag.ts';
import { readKey } from '../api/keyset.ts';
import { pageOf, pageQuery, readPaging, toPage } from '../api/paging.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { cardsOfCitizen } from '../formidling/waiting.ts';
import { legalRules } from '../legal-rules/queries.ts';
import { mayHaveType, type RuleOpinion } from '../legal-rules/rules.ts';
import { groupLabel } from '../legal-rules/target-groups.ts';
import { paths } from '../paths.ts';
import { placementReader } from '../placements/reading.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND, type Problem, STALE } from '../problems.ts';
import { CITIZEN_TABS, type CitizenTab, can, tabsOf } from '../rights.ts';
import { FieldsSchema, oneOf, textOf } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { CitizenPage } from './citizen-page.tsx';
import { ApiCitizen, ApiCitizenRow, ApiPurpose, toApiCitizen, toApiCitizenRow } from './citizen-schema.ts';
import { containsCpr } from './cpr-guard.ts';
import { disclosuresOf } from './disclosure.ts';
import { undoableEdit } from './edit.ts';
import { CitizenListPage } from './list-page.tsx';
import { citizenOpener } from './opening.ts';
import { profileGaps } from './profile.ts';
import { decidePurpose } from './purpose.ts';
import {
  CITIZEN_SORTS,
  type CitizenDetails,
  type CitizenFilters,
  findCitizen,
  listCitizens,
  PAGE_SIZE,
} from './queries.ts';

const config = { access: ['sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });
const text = Type.Optional(Type.String({ maxLength: 200 }));
const ListQuery = Type.Object({ vis: text, q: text, sort: text, side: text });
const ApiListQuery = Type.Object(
  {
    tab: Type.Optional(Type.Enum([...CITIZEN_TABS])),
    q: text,
    sort: Type.Optional(Type.Enum(CITIZEN_SORTS.flatMap((name) => [name, `-${name}`]))),
    ...pageQuery,
  },
  { additionalProperties: false },
);

const UNKNOWN_PURPOSE: Problem = { status: 422, title: 'Vælg et af de viste formål' };

/** Own, the team's and (for one who is leder as well) all citizens, for sagsbehandlere alone; every view is logged. */
export function citizenRoutes(app: App, context: AppContext): void {
  const { db, now, today } = context;
  const { findAllowed, log } = citizenOpener(context);
  const { placementsFor } = placementReader(context);

  app.get(paths.citizens, { config, schema: { querystring: ListQuery } }, async (request, reply) => {
    const { vis, ...query } = request.query;
    // Typed all the same, it must not stay in an address that a browser remembers.
    if (containsCpr(query.q ?? '')) return reply.redirect(withMessage(paths.citizens, 'cpr-i-soegning'), 303);
    const filters = readFilters({ tab: vis, page: query.side, ...query }, tabsOf(actorOf(request)));
    const slice = { page: filters.page, pageSize: PAGE_SIZE };
    const found = listCitizens(db, filters, { viewer: actorOf(request), slice });
    log(request, found.rows, 'liste');
    const { groups } = legalRules(db);
    const groupName = (code: string) => groupLabel(groups, code, today());
    const tabs = tabsOf(actorOf(request));
    return reply.page(CitizenListPage({ view: request.view(reply), ...found, filters, tabs, groupName }));
  });

  app.get(paths.citizen(':id'), { config, schema: { params: Params } }, async (request, reply) => {
    const details = findAllowed(request, request.params.id);
    if (!details) return sendProblem(request, reply, NOT_FOUND);
    log(request, [details.citizen], 'borgerside');
    const rules = legalRules(db);
    const facts = { ...details.citizen, benefitPeriods: details.benefitPeriods };
    const opinions = ORDER_TYPES.map((type): [OrderType, RuleOpinion] => [
      type,
      mayHaveType(type, facts, today(), rules),
    ]);
    const groupName = groupLabel(rules.groups, details.citizen.targetGroup, today());
    const { citizen } = details;
    const disclosures = disclosuresOf(db, citizen.id);
    const disclosed = disclosures.filter(({ supersededAt }) => supersededAt === null).length;
    const known = { row: citizen, terms: details.terms, disclosed, shifts: details.shifts.length };
    const view = request.view(reply);
    const mayUndo =
      view.message === 'borger-rettet' && undoableEdit(db, citizen, actorOf(request).userId) !== undefined;
    return reply.page(
      CitizenPage({
        view,
        details,
        groupName,
        profile: profileGaps(known),
        opinions,
        disclosures,
        isOwn: can(actorOf(request), 'write citizen', details),
        mayErase: can(actorOf(request), 'erase citizen', details),
        cards: cardsOfCitizen(db, citizen.id, today()),
        mayUndo,
        placements: placementsFor(request, { citizenId: details.citizen.id }),
      }),
    );
  });

  app.post(
    paths.citizenPurpose(':id'),
    { config, schema: { params: Params, body: FieldsSchema } },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const typed = textOf(request.body, 'formaal');
      const purpose = oneOf(PRAKTIK_PURPOSES, typed) ?? null;
      if (typed !== '' && purpose === null) return sendProblem(request, reply, UNKNOWN_PURPOSE);
      const version = Number(textOf(request.body, 'version'));
      const change = { purpose, version, at: now().toISOString(), by: actorOf(request).userId };
      if (decidePurpose(db, details.citizen.id, change) === 'stale')
        return sendProblem(request, reply, STALE);
      return reply.redirect(withMessage(paths.citizen(details.citizen.id), 'formaal-gemt'), 303);
    },
  );

  app.get(
    paths.api('citizens'),
    {
      config,
      schema: {
        querystring: ApiListQuery,
        response: { 200: pageOf(ApiCitizenRow) },
        tags: ['Borgere'],
        summary: 'Egne, teamets eller (for en leder) alle borgere; hver visning logges',
      },
    },
    async (request) => {
      const { limit, cursor, ...query } = request.query;
      const filters = readFilters(query, tabsOf(actorOf(request)));
      const sort = `${filters.tab} ${query.sort ?? 'navn'}`;
      const slice = readPaging({ limit, cursor }, { sort, parts: 3 });
      const { rows, total } = listCitizens(db, filters, { viewer: actorOf(request), slice });
      const answer = toPage(rows, slice, { keyOf: readKey, toItem: toApiCitizenRow, total });
      log(request, answer.items, 'api');
      return answer;
    },
  );

  app.get(
    paths.api('citizens/:id'),
    {
      config: { ...config, tagged: true, problems: [404] },
      schema: {
        params: Params,
        response: { 200: ApiCitizen },
        tags: ['Borgere'],
        summary: 'En borger; visningen logges',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      log(request, [details.citizen], 'api');
      return sendTagged(request, reply, toApiCitizen(details));
    },
  );

  app.get(
    paths.api('citizens/:id/purpose'),
    {
      config: { ...config, tagged: true, problems: [404] },
      schema: {
        params: Params,
        response: { 200: ApiPurpose },
        tags: ['Borgere'],
        summary: 'Formålet med borgerens næste plads; visningen logges',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      log(request, [details.citizen], 'api');
      return sendTagged(request, reply, purposeOf(details));
    },
  );

  app.put(
    paths.api('citizens/:id/purpose'),
    {
      config: { ...config, tagged: true, problems: [404] },
      schema: {
        params: Params,
        body: ApiPurpose,
        response: { 200: ApiCitizen },
        tags: ['Borgere'],
        summary: 'Formålet med borgerens næste plads; null: ikke besluttet',
      },
    },
    async (request, reply) => {
      const details = findAllowed(request, request.params.id);
      if (!details) return sendProblem(request, reply, NOT_FOUND);
      const refusal = whyNotMatched(request, purposeOf(details));
      if (refusal) return sendProblem(request, reply, refusal);
      const { version } = details.citizen;
      const change = { ...request.body, version, at: now().toISOString(), by: actorOf(request).userId };
      decidePurpose(db, details.citizen.id, change);
      const changed = findCitizen(db, details.citizen.id, today());
      if (!changed) return sendProblem(request, reply, NOT_FOUND);
      log(request, [changed.citizen], 'api');
      return reply.send(toApiCitizen(changed));
    },
  );
}

function purposeOf({ citizen }: CitizenDetails) {
  return { purpose: citizen.purpose };
}

function readFilters(
  query: { tab?: string; q?: string; sort?: string; page?: string },
  tabs: CitizenTab[],
): CitizenFilters {
  const sort = query.sort ?? 'navn';
  return {
    tab: tabs.find((tab) => tab === query.tab) ?? 'mine',
    text: query.q?.trim() ?? '',
    sort: {
      by: CITIZEN_SORTS.find((name) => name === sort.replace(/^-/, '')) ?? 'navn',
      descending: sort.startsWith('-'),
    },
    page: /^[1-9][0-9]{0,5}$/.test(query.page ?? '') ? Number(query.page) : 1,
  };
}
