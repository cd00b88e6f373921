import type { Db } from '../../db/client.ts';
import type { Problem } from '../problems.ts';
import { whatIsUnderWay } from './queries.ts';

const TITLES = { import: 'En import er i gang', fortrydelse: 'En fortrydelse er i gang' };

/** Why something must wait for a large import, or an undo, that is done in pieces; undefined: nothing is under way. */
export function busyProblem(db: Pick<Db, 'select'>, detail: string): Problem | undefined {
  const what = whatIsUnderWay(db);
  return what && { status: 409, title: TITLES[what], detail };
}
