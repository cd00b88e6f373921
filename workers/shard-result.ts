import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { type OrderResult, readResults } from './matching/engine.ts';

/** How many citizens of each order a run keeps: as many as a person reads. */
export const KEPT_ROWS = 50;

// Ids, places and numbers only, as packResults writes them: a tenth of the characters that fields would take.
const ShardResult = Type.Object(
  {
    runId: Type.Integer({ minimum: 1 }),
    snapshotSha: Type.String(),
    fence: Type.Integer({ minimum: 1 }),
    /** base64 */
    results: Type.String(),
  },
  { additionalProperties: false },
);
export type ShardResult = Static<typeof ShardResult>;

const validator = Compile(ShardResult);

export function toShardResult(
  { runId, snapshotSha, fence }: Omit<ShardResult, 'results'>,
  results: Uint8Array,
): ShardResult {
  return { runId, snapshotSha, fence, results: Buffer.from(results).toString('base64') };
}

/** What a score worker, perhaps an older one on another host, has answered; undefined when it makes no sense. */
export function readShardResult(
  value: unknown,
): (Omit<ShardResult, 'results'> & { orders: OrderResult[] }) | undefined {
  if (!isShardResult(value)) return undefined;
  const { runId, snapshotSha, fence, results } = value;
  try {
    return { runId, snapshotSha, fence, orders: readResults(Buffer.from(results, 'base64')) };
  } catch {
    return undefined;
  }
}

function isShardResult(value: unknown): value is ShardResult {
  return validator.Check(value);
}
