import { ENGINE_VERSION } from '../../workers/matching/engine.ts';
import { readSettings } from '../admin/queries.ts';
import type { App, AppContext } from '../context.ts';
import { rulesInForce } from '../legal-rules/history.ts';
import { legalRules } from '../legal-rules/queries.ts';
import { paths } from '../paths.ts';
import { AlgorithmPage } from './algorithm-page.tsx';
import { annexOf } from './annex.ts';
import { AnnexPage } from './annex-page.tsx';

/** What citizens and the municipality are told of the matching, from the rules and the configuration that run. */
export function transparencyRoutes(app: App, context: AppContext): void {
  const { db, engine, today } = context;

  // Open to everybody: whoever is compared may read how, without asking for it. It tells of rules, never of rows.
  app.get(paths.algorithm, { config: { access: 'public' } }, async (request, reply) => {
    const { weights, taxonomyVersion } = engine();
    const versions = { engine: ENGINE_VERSION, weights: weights.version, taxonomy: taxonomyVersion };
    const rules = rulesInForce(legalRules(db), today()).map(({ rule }) => rule);
    const { runLogDays } = readSettings(db);
    return reply.page(
      AlgorithmPage({ view: request.view(reply), weights, rules, versions, date: today(), runLogDays }),
    );
  });

  app.get(paths.impactAnnex, { config: { access: ['leder', 'administrator'] } }, async (request, reply) =>
    reply.page(AnnexPage({ view: request.view(reply), annex: annexOf(context) })),
  );
}
