import { Type } from 'typebox';
import { logReads } from '../citizens/reads.ts';
import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { WhyNotCitizensPage, WhyNotOrdersPage } from './why-not-pages.tsx';
import {
  citizenRules,
  listCitizenStandings,
  listOrderStandings,
  orderRules,
  type RuleCount,
  reviewedRun,
} from './why-not-queries.ts';

const Query = Type.Object({
  vis: Type.Optional(Type.String({ maxLength: 10 })),
  regel: Type.Optional(Type.String({ maxLength: 40 })),
  side: Type.Optional(Type.String({ maxLength: 6 })),
});

/** Hvorfor ikke: everyone the last run brought nothing, by the rule that stands in the way. A leder sees figures only. */
export function whyNotRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.whyNotCitizens,
    { config: { access: ['sagsbehandler', 'leder'] }, schema: { querystring: Query } },
    async (request, reply) => {
      const viewer = actorOf(request);
      const run = reviewedRun(db);
      const seesPeople = viewer.roles.includes('sagsbehandler');
      const tab = request.query.vis === 'team' ? 'team' : 'mine';
      const rules = run ? citizenRules(db, run.id, seesPeople ? tab : 'alle', viewer) : [];
      const filters = { scope: tab, ...readFilters(request.query, rules) } as const;
      const rows = run && seesPeople ? listCitizenStandings(db, run.id, filters, viewer) : [];
      logReads(
        request,
        { db, now },
        rows.map(({ id }) => id),
        { purpose: 'liste' },
      );
      const view = request.view(reply);
      return reply.page(WhyNotCitizensPage({ view, run, rules, rows, filters, seesPeople }));
    },
  );

  app.get(
    paths.whyNotOrders,
    { config: { access: ['konsulent', 'leder'] }, schema: { querystring: Query } },
    async (request, reply) => {
      const viewer = actorOf(request);
      const run = reviewedRun(db);
      const seesOrders = viewer.roles.includes('konsulent');
      const tab = request.query.vis === 'team' ? 'team' : 'mine';
      const asked = { scope: seesOrders ? tab : 'alle', today: today() } as const;
      const rules = run ? orderRules(db, run.id, asked, viewer) : [];
      const filters = { scope: tab, ...readFilters(request.query, rules) } as const;
      const rows =
        run && seesOrders ? listOrderStandings(db, run.id, { ...filters, today: today() }, viewer) : [];
      const view = request.view(reply);
      return reply.page(WhyNotOrdersPage({ view, run, rules, rows, filters, seesPeople: seesOrders }));
    },
  );
}

/** A rule that no group has is no filter. */
function readFilters(query: { regel?: string; side?: string }, rules: readonly RuleCount[]) {
  const rule = rules.find((group) => group.rule === query.regel)?.rule ?? null;
  const page = /^[1-9][0-9]{0,5}$/.test(query.side ?? '') ? Number(query.side) : 1;
  return { rule, page };
}
