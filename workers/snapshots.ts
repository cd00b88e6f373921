import { paths } from '../server/paths.ts';
import { snapshotSha } from './matching/engine.ts';

/** Gives the snapshot with this SHA-256, in memory that threads share. */
export type SnapshotSource = (sha: string, stopping: AbortSignal) => Promise<SharedArrayBuffer>;

/** Nobody answers, or nobody lets us in: the work can wait, or be done by somebody else. */
export class SnapshotOutOfReach extends Error {}

const SNAPSHOTS = 4;
const BYTES = 512 * 1024 * 1024;

/** Copies bytes that are what they should be. */
export function sharedCopy(sha: string, bytes: Uint8Array): SharedArrayBuffer {
  const snapshot = new SharedArrayBuffer(bytes.length);
  const copy = new Uint8Array(snapshot);
  copy.set(bytes);
  return checked(sha, copy, snapshot);
}

/** The shards of a run come one after another, so the latest snapshots are the next ones too. */
export function keepLatest(source: SnapshotSource): SnapshotSource {
  const kept = new Map<string, SharedArrayBuffer>();
  return async (sha, stopping) => {
    const snapshot = kept.get(sha) ?? (await source(sha, stopping));
    // Last in the map is used last.
    kept.delete(sha);
    kept.set(sha, snapshot);
    for (const oldest of kept.keys()) {
      if (kept.size === 1 || (kept.size <= SNAPSHOTS && sizeOf(kept) <= BYTES)) break;
      kept.delete(oldest);
    }
    return snapshot;
  };
}

function sizeOf(kept: Map<string, SharedArrayBuffer>): number {
  return [...kept.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/**
 * Fetches from the server over HTTP, straight into memory: a worker's machine has nothing of anybody on its disk.
 * @throws SnapshotOutOfReach when the server does not answer or does not know the worker; Error when it answers that
 * there is no such snapshot, or with another.
 */
export function snapshotsFromServer({ serverUrl, token }: WorkerAccess): SnapshotSource {
  return async (sha, stopping) => {
    const answer = await ask({ serverUrl, token }, sha, stopping);
    if (answer.status === 404) throw new Error(`Serveren har ikke øjebliksbilledet ${sha}`);
    if (!answer.ok) throw new SnapshotOutOfReach(refusal(serverUrl, answer.status));
    const length = Number(answer.headers.get('content-length'));
    if (!(length > 0 && length <= BYTES) || !answer.body) {
      throw new Error(`Øjebliksbilledet ${sha} fylder ${length} bytes, og det kan ikke være rigtigt`);
    }
    const snapshot = new SharedArrayBuffer(length);
    return checked(sha, await readInto(new Uint8Array(snapshot), answer.body, serverUrl), snapshot);
  };
}

export interface WorkerAccess {
  /** without a slash at the end */
  serverUrl: string;
  token: string;
}

/** Whether the server lets this worker in, as Danish sentences; empty when it does. */
export async function checkServer(access: WorkerAccess): Promise<string[]> {
  const nobody = '0'.repeat(64);
  try {
    const { status } = await ask(access, nobody, AbortSignal.timeout(5000));
    return status === 404 ? [] : [refusal(access.serverUrl, status)];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

async function ask({ serverUrl, token }: WorkerAccess, sha: string, stopping: AbortSignal) {
  try {
    return await fetch(`${serverUrl}${paths.snapshot(sha)}`, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(60_000)]),
    });
  } catch (error) {
    throw outOfReach(serverUrl, error);
  }
}

async function readInto(bytes: Uint8Array, body: ReadableStream<Uint8Array>, serverUrl: string) {
  let at = 0;
  try {
    for await (const part of body) {
      if (at + part.length > bytes.length) break;
      bytes.set(part, at);
      at += part.length;
    }
  } catch (error) {
    throw outOfReach(serverUrl, error);
  }
  return bytes.subarray(0, at);
}

function checked(sha: string, bytes: Uint8Array, snapshot: SharedArrayBuffer): SharedArrayBuffer {
  if (snapshotSha(bytes) !== sha) throw new Error(`Øjebliksbilledet ${sha} er beskadiget`);
  return snapshot;
}

/** fetch says no more than that it failed; the reason stands behind it. */
function outOfReach(serverUrl: string, error: unknown): SnapshotOutOfReach {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new SnapshotOutOfReach(`Serveren ${serverUrl} svarer ikke: ${reason}`);
}

function refusal(serverUrl: string, status: number): string {
  return status === 401
    ? `Serveren ${serverUrl} kender ikke denne regner: WORKER_TOKEN skal være det samme begge steder`
    : `Serveren ${serverUrl} svarer ${status}`;
}
