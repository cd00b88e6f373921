import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type LoggedTown, sendRaw } from './log-town.ts';
import { until } from './redis.ts';

/** What ends a line, moves a cursor, ends a JSON, or is a line of a log itself. */
const NASTY = [
  '\r\n{"level":60,"msg":"forfalsket"}',
  '\n2026-11-29 INFO forfalsket',
  '\u001b[2J\u001b[31mforfalsket\u001b[0m',
  '\u009b31mforfalsket',
  '\u2028forfalsket\u2029',
  '\u0085forfalsket\u000b\u000c',
  '"}\\n{"msg":"forfalsket',
  '\u0000forfalsket\u0008\u007f',
  '\u202eforfalsket',
  '%0d%0aforfalsket%1b%5b2J',
  '$\u007bjndi:ldap://forfalsket}%s%d%o',
  'forfalsket'.repeat(800),
];

/** Sends each where somebody may write something: address, headers, form, JSON, a user's and a file's name. Gives how many requests. */
export async function injectIntoLog({ live, url }: LoggedTown, rounds: number): Promise<number> {
  let sent = 0;
  const raw = async (text: string) => {
    sent += 1;
    await sendRaw(live.port, Buffer.from(text, 'utf8'));
  };
  for (let round = 0; round < rounds; round += 1)
    for (const nasty of NASTY) {
      const text = round === 0 ? nasty : nasty.repeat((round % 5) + 1);
      const inUrl = encodeURIComponent(text);
      const end = 'Host: x\r\nConnection: close\r\n';
      await raw(`GET /${text} HTTP/1.1\r\n${end}\r\n`);
      await raw(`GET /virksomheder/${inUrl}?q=${inUrl} HTTP/1.1\r\n${end}\r\n`);
      await raw(`${text} / HTTP/1.1\r\n${end}\r\n`);
      await raw(
        `GET / HTTP/1.1\r\n${end}User-Agent: ${text}\r\nCookie: samtlige=${text}\r\n${text}: x\r\n\r\n`,
      );
      await raw(
        `GET /api/v1/citizens HTTP/1.1\r\n${end}Authorization: Bearer ${text}\r\nX-Forwarded-For: ${text}\r\n\r\n`,
      );
      const form = new URLSearchParams({ brugernavn: text.slice(0, 100), adgangskode: text.slice(0, 200) });
      const headers = { 'sec-fetch-site': 'same-origin' };
      const json = { ...headers, 'content-type': 'application/json' };
      const file = new FormData();
      file.append('fil', new Blob([text]), text);
      for (const request of [
        { at: '/log-ind', headers, body: form },
        {
          at: '/api/v1/session',
          headers: json,
          body: JSON.stringify({ username: text.slice(0, 100), password: text }),
        },
        { at: '/api/v1/session', headers: json, body: `{"username": ${text}` },
        { at: `/api/v1/imports?kind=${inUrl}`, headers, body: file },
      ]) {
        sent += 1;
        await fetch(url + request.at, { method: 'POST', redirect: 'manual', ...request }).catch(
          () => undefined,
        );
      }
    }
  return sent;
}

/** What is wrong with the log: a line that is no object of JSON, one that somebody else wrote, or bytes that move a terminal. */
export async function faultsOfLog({ logs, url }: LoggedTown): Promise<{ lines: number; wrong: string[] }> {
  const read = () => readFileSync(path.join(logs, 'server.log'));
  const closing = '/api/v1/openapi.json';
  const before = read().length;
  await fetch(url + closing);
  await until(() => read().length > before && read().at(-1) === 0x0a);
  const lines = read().toString('utf8').split('\n').slice(0, -1);
  const wrong = lines.filter((line) => !isOurs(line)).map((line) => line.slice(0, 300));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what we look for
  const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202e]/.exec(read().toString('utf8'));
  return { lines: lines.length, wrong: raw ? [...wrong, `a raw ${JSON.stringify(raw[0])}`] : wrong };
}

function isOurs(line: string): boolean {
  try {
    const entry = JSON.parse(line) as { level?: unknown; pid?: unknown; msg?: unknown };
    return typeof entry.level === 'number' && typeof entry.pid === 'number' && !line.includes('forfalsket');
  } catch {
    return false;
  }
}
