import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { WebhookProblem } from '../../db/schema/webhooks.ts';
import { allowedUrl, lookupFor, TargetRefused, type WebhookTargets } from './targets.ts';

export type Outcome =
  | { ok: true; status: number }
  | { ok: false; status: number | null; problem: WebhookProblem };

const PATIENCE = 10_000;

interface Post {
  url: string;
  body: string;
  headers: Record<string, string>;
  targets: WebhookTargets;
}

/** Sends it once. Nothing is followed and nothing of the answer is read but its status. */
export async function post({ url: text, body, headers, targets }: Post): Promise<Outcome> {
  try {
    const url = allowedUrl(text, targets);
    const status = await statusOf(url, { body, headers, targets });
    if (status >= 200 && status < 300) return { ok: true, status };
    return { ok: false, status, problem: status >= 300 && status < 400 ? 'omdirigering' : 'afvist' };
  } catch (error) {
    return { ok: false, status: null, problem: problemOf(error) };
  }
}

function statusOf(url: URL, { body, headers, targets }: Omit<Post, 'url'>): Promise<number> {
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((answered, failed) => {
    const request = send(url, {
      method: 'POST',
      lookup: lookupFor(url, targets),
      // A connection of its own: one that was kept would not be looked up again.
      agent: false,
      signal: AbortSignal.timeout(PATIENCE),
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Samtlige-Webhooks/1',
      },
    });
    request.once('error', failed);
    request.once('response', (response) => {
      answered(response.statusCode ?? 0);
      response.destroy();
    });
    request.end(body);
  });
}

function problemOf(error: unknown): WebhookProblem {
  if (error instanceof TargetRefused) return error.problem;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /CERT|SSL|TLS|SELF_SIGNED|ALTNAME|UNABLE_TO/.test(code) ? 'certifikat' : 'svarer_ikke';
}
