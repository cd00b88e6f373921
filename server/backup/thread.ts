/** Makes or tries a backup, away from the thread that serves pages. */
import { answerAsked } from '../../workers/ask-thread.ts';
import { type DrillRequest, drillNewest } from './drill.ts';
import { type BackupRequest, makeBackupBeside } from './make.ts';

export type ThreadRequest = { make: BackupRequest } | { drill: DrillRequest };

await answerAsked((request: ThreadRequest) =>
  'make' in request ? makeBackupBeside(withKey(request.make)) : drillNewest(withKey(request.drill)),
);

/** A Buffer comes across as plain bytes. */
function withKey<Request extends { key: Uint8Array | undefined }>(
  asked: Request,
): Request & { key: Buffer | undefined } {
  return { ...asked, key: asked.key && Buffer.from(asked.key) };
}
