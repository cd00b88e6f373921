import type { FastifyRequest } from 'fastify';
import type { ReadPurpose } from '../../db/schema/citizens.ts';
import type { AppContext } from '../context.ts';
import { idOf } from '../paths.ts';
import { actorOf } from '../plugins/session.ts';
import { can } from '../rights.ts';
import { type CitizenDetails, findCitizen } from './queries.ts';
import { logReads } from './reads.ts';

/** Who may open a citizen, who may change one, and the trace of each view. */
export function citizenOpener({ db, now, today }: Pick<AppContext, 'db' | 'now' | 'today'>) {
  return { findAllowed, findOwn, findHolder, log };

  /** A citizen of somebody else's is as absent as one that never was. */
  function findAllowed(request: FastifyRequest, id: string): CitizenDetails | undefined {
    const details = findCitizen(db, idOf(id), today());
    const allowed = details && can(actorOf(request), 'open citizen', details);
    return allowed ? details : undefined;
  }

  /** What is agreed with the citizen and known of them is the own sagsbehandler's to write. */
  function findOwn(request: FastifyRequest, id: string): CitizenDetails | undefined {
    const details = findAllowed(request, id);
    return details && can(actorOf(request), 'write citizen', details) ? details : undefined;
  }

  /** A citizen for whom this person may answer a right: tell what we hold, note what they ask, erase. */
  function findHolder(request: FastifyRequest, id: string): CitizenDetails | undefined {
    const details = findAllowed(request, id);
    return details && can(actorOf(request), 'erase citizen', details) ? details : undefined;
  }

  function log(request: FastifyRequest, shown: { id: number }[], purpose: ReadPurpose): void {
    const ids = shown.map(({ id }) => id);
    logReads(request, { db, now }, ids, { purpose });
  }
}
