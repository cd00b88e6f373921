import { REGISTER_CHANGES } from '../../db/schema/firm-work.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { NOT_FOUND } from '../problems.ts';
import { isIsoDate } from '../ui/dates.ts';
import { FieldsSchema, idOf, oneOf, pageOf, textOf } from '../ui/fields.ts';
import { withMessage } from '../ui/messages.ts';
import { withQuery } from '../ui/table.tsx';
import { ChangesPage } from './change-page.tsx';
import {
  CHANGE_STEPS,
  firmImports,
  type MarkedChange,
  markChange,
  readBaseline,
  registerChanges,
  withNames,
} from './changes.ts';

const readers = { access: ['konsulent', 'leder', 'administrator'] as const };
const workers = { access: ['konsulent', 'leder'] as const };
const PAGE_SIZE = 50;

const MESSAGES = {
  tag: 'aendring-taget',
  slip: 'aendring-sluppet',
  klar: 'aendring-klaret',
  genaabn: 'aendring-sluppet',
} as const;

/** What the register says now that it did not say before, as a list to work through. */
export function registerChangeRoutes(app: App, { db, now, today }: AppContext): void {
  app.get(
    paths.registerChanges,
    { config: readers, schema: { querystring: FieldsSchema } },
    async (request, reply) => {
      const { query } = request;
      const actor = actorOf(request);
      const baseline = readBaseline(db, textOf(query, 'siden'), today());
      const owner = textOf(query, 'ansvarlig');
      const shown = textOf(query, 'vis') || 'aabne';
      const found = registerChanges(db, baseline, today()).filter(
        (row) => isOwnedAs(row, owner, actor.userId) && isShown(row, shown, actor.userId),
      );
      const kind = oneOf(REGISTER_CHANGES, textOf(query, 'aendring'));
      const rows = kind ? found.filter((row) => row.change === kind) : found;
      const page = pageOf(query);
      const groups = Map.groupBy(found, (row) => row.change);
      return reply.page(
        ChangesPage({
          view: request.view(reply),
          baseline,
          counts: new Map([...groups].map(([change, group]) => [change, group.length])),
          kind: kind ?? '',
          rows: withNames(db, rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)),
          total: rows.length,
          page,
          pageSize: PAGE_SIZE,
          imports: firmImports(db),
          form: { values: query, errors: [] },
          mayWork: actor.roles.includes('konsulent') || actor.roles.includes('leder'),
        }),
      );
    },
  );

  app.post(
    paths.registerChanges,
    { config: workers, schema: { body: FieldsSchema } },
    async (request, reply) => {
      const fields = request.body;
      const change = oneOf(REGISTER_CHANGES, textOf(fields, 'aendring'));
      const step = oneOf(CHANGE_STEPS, textOf(fields, 'trin'));
      const changedOn = textOf(fields, 'dato');
      if (!change || !step || !isIsoDate(changedOn)) return sendProblem(request, reply, NOT_FOUND);
      const key = { pNumber: idOf(textOf(fields, 'pnummer')), change, changedOn };
      const doing = { actor: actorOf(request), at: now().toISOString() };
      if (!markChange(db, key, step, doing)) return sendProblem(request, reply, NOT_FOUND);
      const back = textOf(fields, 'til');
      const here = back.startsWith(`${paths.registerChanges}?`) ? back : paths.registerChanges;
      return reply.redirect(withMessage(withQuery(here, {}), MESSAGES[step]), 303);
    },
  );
}

function isOwnedAs(row: MarkedChange, owner: string, userId: number): boolean {
  if (owner === 'mig') return row.ownerUserId === userId;
  return owner !== 'ingen' || row.ownerUserId === null;
}

function isShown(row: MarkedChange, shown: string, userId: number): boolean {
  if (shown === 'klarede') return row.handledAt !== null;
  if (shown === 'mine') return row.handledAt === null && row.takenBy === userId;
  return row.handledAt === null;
}
