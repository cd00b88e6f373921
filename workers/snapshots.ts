import { readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { snapshotSha } from './matching/engine.ts';

const TWO_DAYS = 2 * 24 * 60 * 60;

/** Where a score worker finds a snapshot: a file on this machine, or Redis for workers on other hosts. */
export interface SnapshotPlace {
  sha: string;
  path: string | null;
}

/** Lays the snapshot in Redis beside the jobs that need it; they outlive neither a flush nor two days. */
export async function shareSnapshot(queueUrl: string, sha: string, bytes: Buffer): Promise<void> {
  await withRedis(queueUrl, (redis) => redis.set(keyOf(sha), bytes, 'EX', TWO_DAYS));
}

/**
 * The snapshot's bytes, checked against its SHA-256.
 * @throws Error when it is not there, or is not the one asked for.
 */
export async function loadSnapshot(
  { sha, path }: SnapshotPlace,
  queueUrl: string | undefined,
): Promise<Buffer> {
  const bytes = path === null ? await fetchSnapshot(queueUrl, sha) : await readFile(path);
  if (snapshotSha(bytes) !== sha) throw new Error(`Øjebliksbilledet ${sha} er beskadiget`);
  return bytes;
}

async function fetchSnapshot(queueUrl: string | undefined, sha: string): Promise<Buffer> {
  if (!queueUrl) throw new Error('Et øjebliksbillede uden sti kræver Redis');
  const bytes = await withRedis(queueUrl, (redis) => redis.getBuffer(keyOf(sha)));
  if (!bytes) throw new Error(`Øjebliksbilledet ${sha} findes ikke i Redis`);
  return bytes;
}

/** A connection for one command: the queue's own connections belong to BullMQ. */
async function withRedis<T>(queueUrl: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(queueUrl, { lazyConnect: true, connectTimeout: 2000, retryStrategy: () => null });
  let fault: Error | undefined;
  redis.on('error', (error) => {
    fault = error;
  });
  try {
    await redis.connect();
    return await use(redis);
  } catch (error) {
    throw fault ?? error;
  } finally {
    redis.disconnect();
  }
}

function keyOf(sha: string): string {
  return `snapshot:${sha}`;
}
