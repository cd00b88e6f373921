import type { Db } from '../../db/client.ts';
import type { App } from '../context.ts';
import { idOf } from '../ui/fields.ts';
import { keptInstead } from './merge-queries.ts';

/**
 * What is sent to a firm that has been merged away meanwhile (an open tab, another program) is meant for the one that was
 * kept: on the hidden row nobody would see it, and no figure would count it.
 */
export function followMerges(app: App, db: Db): void {
  app.addHook('preHandler', async (request) => {
    const params = request.params as Partial<Record<string, string>> | undefined;
    if (request.method === 'GET' || !params?.pNumber || isAboutTwo(params)) return;
    const kept = keptInstead(db, idOf(params.pNumber));
    if (kept !== null) params.pNumber = String(kept);
  });
}

/** The firm is one of two to merge, or a member of a campaign: its own number is meant. */
function isAboutTwo({ other, id }: Partial<Record<string, string>>): boolean {
  return other !== undefined || id !== undefined;
}
