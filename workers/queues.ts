import {
  type FlowJob,
  type IQueueBackend,
  type Job,
  type JobsOptions,
  type Queue,
  UnrecoverableError,
} from 'bullmq';
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';

/** Every key of ours in Redis begins with it; server and workers must agree. */
export const QUEUE_PREFIX = 'samtlige';

const id = Type.Integer({ minimum: 1 });
const sha = Type.String({ pattern: '^[0-9a-f]{64}$' });

// Ids and hashes only: job data is readable text in Redis, so nothing about a person may stand here.
const payloads = {
  'match-score': Type.Object(
    {
      runId: id,
      shard: Type.Integer({ minimum: 0 }),
      snapshotSha: sha,
      orderIds: Type.Array(id),
      fence: id,
    },
    { additionalProperties: false },
  ),
  'match-commit': Type.Object({ runId: id, snapshotSha: sha, fence: id }, { additionalProperties: false }),
  planner: Type.Object({}, { additionalProperties: false }),
};

export type QueueName = keyof typeof payloads;
export type Payload<N extends QueueName> = Static<(typeof payloads)[N]>;
export type JobQueue<N extends QueueName> = Queue<
  Payload<N>,
  unknown,
  string,
  Payload<N>,
  unknown,
  string,
  IQueueBackend
>;

const validators = {
  'match-score': Compile(payloads['match-score']),
  'match-commit': Compile(payloads['match-commit']),
  planner: Compile(payloads.planner),
};

const DAY = 24 * 60 * 60;

/** Retries and removal for every job. Ages in seconds, delays in milliseconds (2 s, then 4 s). */
export const jobOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 2000 },
  removeOnComplete: { age: DAY, count: 200 },
  removeOnFail: { age: 14 * DAY, count: 500 },
} satisfies JobsOptions;

/**
 * A program that dies leaves its jobs locked for 10 s, and 5 s later another takes them. The lock is renewed by a
 * thread that does little else, so it does not run out in a program that lives.
 */
export const workerLock = { lockDuration: 10_000, stalledInterval: 5000, maxStalledCount: 5 };

/**
 * The payload of a job that a worker has taken.
 * @throws UnrecoverableError (so the job fails at once, without retries) when the data does not fit the schema.
 */
export function readPayload<N extends QueueName>(name: N, job: Pick<Job, 'id' | 'data'>): Payload<N> {
  const data: unknown = job.data;
  if (isPayload(name, data)) return data;
  const faults = validators[name]
    .Errors(data)
    .map((error) => `${error.instancePath || '/'} ${error.message}`);
  throw new UnrecoverableError(`Ugyldige data i jobbet ${name} ${job.id}: ${faults.join('; ')}`);
}

function isPayload<N extends QueueName>(name: N, data: unknown): data is Payload<N> {
  return validators[name].Check(data);
}

/** One attempt at a run. The snapshot is part of it: after a restored backup run numbers come again. */
export type Attempt = Payload<'match-commit'>;

/** The ids of an attempt's jobs: always the same for the same attempt, never for another. */
export const jobIds = {
  commit: ({ runId, fence, snapshotSha }: Attempt) => `commit-${runId}-${fence}-${snapshotSha.slice(0, 12)}`,
  score: ({ runId, fence, snapshotSha }: Attempt, shard: number) =>
    `score-${runId}-${fence}-${snapshotSha.slice(0, 12)}-${shard}`,
};

/**
 * One matching run as a flow: every shard is scored, then the commit job gets all results through
 * `job.getChildrenValues()`. A shard that fails for good does not hold the commit back: the commit
 * finds it in `job.getIgnoredChildrenFailures()`. Fixed ids make a second enqueue of the same run harmless.
 */
export function matchRunFlow(commit: Attempt, shards: Payload<'match-score'>[]): FlowJob {
  return {
    name: 'match-commit',
    queueName: 'match-commit',
    data: commit,
    opts: { ...jobOptions, jobId: jobIds.commit(commit) },
    children: shards.map((shard) => ({
      name: 'match-score',
      queueName: 'match-score',
      data: shard,
      opts: {
        ...jobOptions,
        // At once, by whoever is free: a delay ends by the clock of the machine that looks.
        backoff: 0,
        jobId: jobIds.score(commit, shard.shard),
        ignoreDependencyOnFailure: true,
      },
    })),
  };
}

/** Sets, or moves, the one nightly tick. Calling it again changes the tick, it never adds a second one. */
export async function scheduleNightRun(
  queue: JobQueue<'planner'>,
  pattern = '0 1 * * *',
  tz = 'Europe/Copenhagen',
): Promise<void> {
  await queue.upsertJobScheduler(
    'night-run',
    { pattern, tz },
    { name: 'planner', data: {}, opts: jobOptions },
  );
}
