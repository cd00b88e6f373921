import { connect, type Socket } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { FILE_SENT_WITHIN, SENT_WITHIN } from '../server/plugins/connection-time.ts';
import { openTestApp } from './app.ts';
import { csv, firm } from './imports-builders.ts';
import { openUploader } from './uploader.ts';

afterEach(() => void vi.useRealTimers());

/** A served app whose clock of milliseconds stands still until a test turns it, and connections to it. */
async function openSlow() {
  const t = await openTestApp();
  const { headers } = await openUploader(t);
  await t.app.listen({ port: 0, host: '127.0.0.1' });
  const address = t.app.server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  let asked = 0;
  t.app.server.on('request', () => {
    asked += 1;
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const send = async (head: string[], begun: string) => {
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    let answer = '';
    socket
      .on('error', () => undefined)
      .on('data', (data) => {
        answer += String(data);
      });
    const before = asked;
    socket.write(
      `${[...head, 'Host: x', `Cookie: ${headers.cookie}`, 'Sec-Fetch-Site: same-origin'].join('\r\n')}\r\n\r\n${begun}`,
    );
    await until(() => asked > before);
    return { socket, answer: () => answer };
  };
  return { ...t, send };
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

/** The server's side of it has ended. */
const ended = (socket: Socket) => until(() => socket.closed || socket.readableEnded);

const FORM = 'Content-Type: application/x-www-form-urlencoded';

test('den, der sender en formular dråbe for dråbe, mister forbindelsen efter et halvt minut, også hvor ingen venter på den', async () => {
  const { send } = await openSlow();
  const form = await send(['POST /visninger HTTP/1.1', FORM, 'Content-Length: 100'], 'navn=');
  const unasked = await send(['GET /virksomheder HTTP/1.1', 'Content-Length: 100'], 'x');
  const whole = await send(['POST /visninger HTTP/1.1', FORM, 'Content-Length: 5'], 'navn=');
  await until(() => whole.answer().startsWith('HTTP/1.1 4'));
  vi.advanceTimersByTime(SENT_WITHIN - 1);
  await until(() => unasked.answer().startsWith('HTTP/1.1 200'));
  expect([form, unasked, whole].map(({ socket }) => socket.readableEnded || socket.closed)).toEqual([
    false,
    false,
    false,
  ]);
  vi.advanceTimersByTime(1);
  await Promise.all([ended(form.socket), ended(unasked.socket)]);
  expect(whole.socket.readableEnded || whole.socket.closed).toBe(false);
});

test('en fil får den tid, linjen tager, af den, der må sende en', async () => {
  const { send, db } = await openSlow();
  const file = `--x\r\nContent-Disposition: form-data; name="fil"; filename="f.csv"\r\n\r\n${csv([firm(1), firm(2)])}\r\n--x--\r\n`;
  const head = [
    'POST /api/v1/imports?kind=virksomheder HTTP/1.1',
    'Content-Type: multipart/form-data; boundary=x',
  ];
  const size = `Content-Length: ${Buffer.byteLength(file)}`;
  const slow = await send([...head, size], file.slice(0, 90));
  const never = await send([...head, size], file.slice(0, 90));
  vi.advanceTimersByTime(SENT_WITHIN * 2);
  await new Promise((resolve) => setImmediate(resolve));
  slow.socket.write(file.slice(90));
  await until(() => slow.answer() !== '');
  expect(slow.answer()).toMatch(/^HTTP\/1.1 201/);
  expect(db.$client.prepare('SELECT count(*) FROM p_unit').pluck().get()).toBe(2);
  vi.advanceTimersByTime(FILE_SENT_WITHIN);
  await ended(never.socket);
  expect(db.$client.prepare('SELECT count(*) FROM import_batch').pluck().get()).toBe(1);
});
