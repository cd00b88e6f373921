/** Tries a large file away from the thread that serves pages. */
import { answerAsked } from '../../workers/ask-thread.ts';
import type { CprKeys } from '../config.ts';
import { type TrialRequest, tryFile } from './trial.ts';

await answerAsked((request: TrialRequest, tell) =>
  tryFile({ ...request, cprKeys: withBuffers(request.cprKeys) }, tell),
);

/** A Buffer comes across as plain bytes. */
function withBuffers(keys: CprKeys | undefined): CprKeys | undefined {
  if (!keys) return undefined;
  const { encryption, index, oldEncryption, oldIndex } = keys;
  return {
    encryption: Buffer.from(encryption),
    index: Buffer.from(index),
    oldEncryption: oldEncryption && Buffer.from(oldEncryption),
    oldIndex: oldIndex && Buffer.from(oldIndex),
  };
}
