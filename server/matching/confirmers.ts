import type { Db } from '../../db/client.ts';
import { textKey } from '../../workers/matching/text.ts';
import type { Explanation } from '../../workers/matching/types.ts';
import { listDecisions } from '../terms/queries.ts';
import type { Confirmer } from './reason-words.ts';

export type Confirmers = (said: string | null) => Confirmer | undefined;

/** Who confirmed what a citizen's words mean; the decisions are read only when some reason rests on one. */
export function confirmersFor(db: Db, explanations: readonly Explanation[]): Confirmers {
  const rests = explanations.some(({ fits, related }) =>
    [...fits, ...related].some(({ method }) => method === 'confirmed'),
  );
  if (!rests) return () => undefined;
  const known = new Map(
    listDecisions(db, { withdrawn: false }).map(({ textKey: key, decidedByName, decidedAt }) => [
      key,
      { name: decidedByName, at: decidedAt },
    ]),
  );
  return (said) => (said === null ? undefined : known.get(textKey(said)));
}
