import type { Actor } from './plugins/session.ts';

/** Who does it, and when (UTC). */
export interface Doing {
  actor: Pick<Actor, 'userId' | 'roles'>;
  at: string;
}
