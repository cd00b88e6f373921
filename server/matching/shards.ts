const SMALLEST_FIRST_SHARD = 10;
const MOST_SHARDS = 200;

/**
 * Cuts a run's orders into jobs: few enough that the queue costs nothing beside the scoring, many enough for live
 * progress. Later attempts are cut finer, so that one order that cannot be scored takes no other with it.
 */
export function shardsOf(orderIds: readonly number[], fence: number): number[][] {
  const smallest = fence === 1 ? SMALLEST_FIRST_SHARD : 1;
  const size = Math.max(smallest, Math.ceil(orderIds.length / MOST_SHARDS));
  return Array.from({ length: Math.ceil(orderIds.length / size) }, (_, shard) =>
    orderIds.slice(shard * size, (shard + 1) * size),
  );
}
