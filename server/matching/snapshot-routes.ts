import { open } from 'node:fs/promises';
import { Type } from 'typebox';
import type { App, AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { NOT_FOUND } from '../problems.ts';
import { unfinishedRuns } from './run-queries.ts';
import { snapshotFile } from './snapshot-file.ts';

const Params = Type.Object({ sha: Type.String() });

/** Hands the snapshot of a run that is under way to score workers on other machines, and no other file to anybody. */
export function snapshotRoutes(app: App, { db, config }: AppContext): void {
  app.get(
    paths.snapshot(':sha'),
    { config: { access: 'worker' }, schema: { params: Params } },
    async (request, reply) => {
      const { sha } = request.params;
      if (!unfinishedRuns(db).some(({ snapshotSha }) => snapshotSha === sha)) {
        return sendProblem(request, reply, NOT_FOUND);
      }
      const file = await open(snapshotFile(config.files.snapshots, sha));
      const { size } = await file.stat();
      return reply
        .header('content-length', size)
        .header('cache-control', 'no-store')
        .type('application/octet-stream')
        .send(file.createReadStream());
    },
  );
}
