import type { App, AppContext } from '../context.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { addDays, isIsoDate } from '../ui/dates.ts';
import { FieldsSchema, pageOf, textOf } from '../ui/fields.ts';
import { countOverrides, listOverrides, OVERRIDE_DAYS, PAGE_SIZE } from './overrides.ts';
import { OverridesPage } from './overrides-page.tsx';

const config = { access: 'signed-in' as const };

/** Overrides of rules: the leder's overview, and everybody's own. */
export function overrideRoutes(app: App, { db, today }: AppContext): void {
  app.get(paths.ruleOverrides, { config, schema: { querystring: FieldsSchema } }, async (request, reply) => {
    const actor = actorOf(request);
    const [from, to] = [textOf(request.query, 'fra'), textOf(request.query, 'til')];
    const filters = {
      what: textOf(request.query, 'regel'),
      from: isIsoDate(from) ? from : addDays(today(), -OVERRIDE_DAYS),
      to: isIsoDate(to) ? to : today(),
    };
    const page = pageOf(request.query);
    const { rows, total } = listOverrides(db, filters, { actor, slice: { page, pageSize: PAGE_SIZE } });
    const counts = countOverrides(db, filters, actor);
    const all = actor.roles.includes('leder') || actor.roles.includes('administrator');
    return reply.page(OverridesPage({ view: request.view(reply), rows, total, counts, filters, page, all }));
  });
}
