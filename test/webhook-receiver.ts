import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Another program: keeps what it is sent and answers as told. */
export async function openReceiver(answer: { status: number; location?: string } = { status: 204 }) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    received.push({ headers: request.headers, body });
    response.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { received, answer, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** What docs/webhooks.md tells a receiver to do. */
export function isGenuine({ headers, body }: Received, secret: string, now: Date): boolean {
  const id = String(headers['webhook-id']);
  const timestamp = String(headers['webhook-timestamp']);
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  const [version, given = ''] = String(headers['webhook-signature']).split(',');
  const signature = Buffer.from(given, 'base64');
  return version === 'v1' && signature.length === expected.length && timingSafeEqual(signature, expected);
}
