import { chmodSync, closeSync, openSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import type { DataFiles } from '../db/files.ts';
import { diskProblem } from '../db/refused.ts';

/** What a script may ask the running server to do: the server is the only writer of its data folder. */
export type ControlVerb = 'import' | 'match' | 'backup' | 'drill' | 'cpr-keys';
type Handler = (payload: unknown, progress: (line: string) => void) => Promise<unknown>;

type Line = { progress: string } | { result: unknown } | { error: string };

/** Listens on a socket in the data folder, which only the folder's owner can open. */
export async function listenForScripts(
  files: DataFiles,
  handlers: Record<ControlVerb, Handler>,
): Promise<{ close: () => Promise<void> }> {
  const server = createServer(async (incoming, outgoing) => {
    const send = (line: Line) => outgoing.write(`${JSON.stringify(line)}\n`);
    try {
      const handler = handlers[(incoming.url ?? '').slice(1) as ControlVerb];
      if (!handler) throw new Error(`Serveren kender ikke ${incoming.url}`);
      const result = await handler(await json(incoming), (progress) => send({ progress }));
      send({ result });
    } catch (error) {
      send({ error: diskProblem(error) ?? (error instanceof Error ? error.message : String(error)) });
    }
    outgoing.end();
  });
  rmSync(files.socket, { force: true });
  const address = socketAddress(files.socket);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(address.path, resolve));
  address.done();
  chmodSync(files.socket, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Asks the server that holds the data folder; `null` when none answers. Throws what the server threw. */
export async function askServer(
  files: DataFiles,
  verb: ControlVerb,
  payload: unknown,
  progress: (line: string) => void,
): Promise<{ result: unknown } | null> {
  const response = await post(files.socket, verb, payload);
  if (!response) return null;
  for await (const text of createInterface({ input: response })) {
    const line = JSON.parse(text) as Line;
    if ('error' in line) throw new Error(line.error);
    if ('result' in line) return line;
    progress(line.progress);
  }
  throw new Error('Serveren stoppede, før den svarede');
}

function post(socket: string, verb: ControlVerb, payload: unknown): Promise<Readable | null> {
  const address = socketAddress(socket);
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath: address.path, path: `/${verb}`, method: 'POST' }, resolve);
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? resolve(null) : reject(error),
    );
    outgoing.on('close', address.done);
    outgoing.end(JSON.stringify(payload));
  });
}

/** A socket's path may be 107 bytes long at most; a longer one is reached through its open folder (Linux). */
function socketAddress(socket: string): { path: string; done: () => void } {
  if (Buffer.byteLength(socket) < 100) return { path: socket, done: () => undefined };
  const folder = openSync(path.dirname(socket), 'r');
  let open = true;
  const done = () => {
    if (open) closeSync(folder);
    open = false;
  };
  return { path: `/proc/self/fd/${folder}/${path.basename(socket)}`, done };
}
