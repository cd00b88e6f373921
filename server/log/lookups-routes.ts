import { Type } from 'typebox';
import { citizenOpener } from '../citizens/opening.ts';
import { readsWritten } from '../citizens/reads.ts';
import { nameOrKey } from '../citizens/rules.ts';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { NOT_FOUND } from '../problems.ts';
import { FILE_TYPES, spreadsheetStream } from '../ui/spreadsheet.ts';
import { LOOKUP_COLUMNS, lookupsOf } from './lookups.ts';
import { LookupsPage } from './lookups-page.tsx';
import { logNumberOf } from './person.ts';

const PAGE_SIZE = 50;
const MOST_IN_A_FILE = 20_000;
const config = { access: ['sagsbehandler'] as const };
const Params = Type.Object({ id: Type.String() });
const Query = Type.Object({ side: Type.Optional(Type.String({ maxLength: 6 })) });

/** Who has looked at a citizen, when and why, for those who may open the citizen: to read, to print, to send. */
export function lookupRoutes(app: App, context: AppContext): void {
  const { db, today } = context;
  const { findAllowed, log } = citizenOpener(context);

  app.get(
    paths.citizenLookups(':id'),
    { config, schema: { params: Params, querystring: Query } },
    async (request, reply) => {
      const found = findAllowed(request, request.params.id);
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      const { id } = found.citizen;
      log(request, [found.citizen], 'indsigt');
      await readsWritten(request);
      const page = /^[1-9][0-9]{0,5}$/.test(request.query.side ?? '') ? Number(request.query.side) : 1;
      const shown = lookupsOf(db, id, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
      const citizen = { id, name: nameOrKey(found.citizen) };
      const logNumber = logNumberOf(db, id);
      const view = request.view(reply);
      return reply.page(LookupsPage({ view, citizen, logNumber, ...shown, page, pageSize: PAGE_SIZE }));
    },
  );

  app.get(
    paths.citizenLookupsFile(':id', 'csv'),
    { config, schema: { params: Params } },
    async (request, reply) => {
      const found = findAllowed(request, request.params.id);
      if (!found) return sendProblem(request, reply, NOT_FOUND);
      log(request, [found.citizen], 'indsigt');
      await readsWritten(request);
      const { rows } = lookupsOf(db, found.citizen.id, { limit: MOST_IN_A_FILE, offset: 0 });
      return reply
        .type(FILE_TYPES.csv)
        .header('content-disposition', `attachment; filename="opslag-${today()}.csv"`)
        .send(spreadsheetStream('csv', LOOKUP_COLUMNS, [rows]));
    },
  );
}
