import type { Db } from '../../db/client.ts';
import { ConfigError, type CprKeys } from '../config.ts';
import { oneAtATime } from '../turns.ts';
import { type CprKeyUse, cprKeyUse, rotateCprKeys } from './rotate.ts';

interface Options {
  db: Db;
  keys: CprKeys | undefined;
  now: () => Date;
}

/** What `npm run cpr-keys` asks of the server that holds the data folder; one change at a time. */
export function cprKeysForScript({ db, keys, now }: Options) {
  const rotation = oneAtATime<number>();
  return async (verb: unknown, progress: (line: string) => void): Promise<CprKeyUse> => {
    if (!keys) throw new ConfigError('Serveren har ingen CPR_KEY og CPR_INDEX_KEY.');
    if (verb === 'rotate') {
      await rotation(() =>
        rotateCprKeys(db, keys, {
          now,
          by: null,
          onProgress: (changed) => progress(`${changed.toLocaleString('da-DK')} skiftet`),
        }),
      );
    }
    return cprKeyUse(db, keys);
  };
}
