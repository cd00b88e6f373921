import { once } from 'node:events';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { faultOf } from './hostile-input.ts';

/** A body of a multipart route that no browser of a careful person would send. */
export interface HostileUpload {
  what: string;
  type?: string;
  /** says how much it will send, and sends no more than the body until it is answered */
  length?: number;
  body: () => Iterable<string | Uint8Array>;
  /** the one who sends goes away in the midst of it */
  leaves?: boolean;
  /** a good file under an odd name: taken in under a name that does no harm */
  good?: boolean;
  /** text, though not what its name says: read as a list whose columns are asked for */
  text?: boolean;
}

const BOUNDARY = 'graense';
const MB = 1024 * 1024;
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==',
  'base64',
);
const CSV =
  'p_nummer;cvr;navn;adresse;postnummer;by;kommunekode;branchekode;branchetekst;antal_ansatte;startdato\n1000000001;24256790;Tømrer Ærø ApS;Vej 1;2620;Albertslund;165;433200;Tømrer;5;2020-01-01\n';
const ZIP = { deflated: 6, stored: 0 } as const;

const head = (name: string, more = '') =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="fil"; filename="${name}"\r\n${more}\r\n`;
const END = `\r\n--${BOUNDARY}--\r\n`;

function file(
  what: string,
  name: string,
  content: string | Uint8Array,
  more: Partial<HostileUpload> = {},
): HostileUpload {
  return { what, body: () => [head(name, 'Content-Type: text/csv\r\n'), content, END], ...more };
}

function* repeated(piece: Uint8Array | string, times: number): Generator<string | Uint8Array> {
  for (let n = 0; n < times; n += 1) yield piece;
}

/** `files` parts in one body, `megabytes` where something does not end, and so many in a file that is too large. */
export function hostileUploads({
  files,
  megabytes,
  tooLarge,
}: {
  files: number;
  megabytes: number;
  tooLarge: number;
}): HostileUpload[] {
  const zeros = new Uint8Array(megabytes * MB);
  const sheet = zipSync(
    { 'xl/worksheets/sheet1.xml': zeros, '[Content_Types].xml': new Uint8Array(9) },
    { level: ZIP.deflated },
  );
  const many: HostileUpload = {
    what: `${files} files`,
    *body() {
      for (let n = 0; n < files; n += 1) yield `${head(`${n}.csv`)}x\r\n`;
      yield END;
    },
  };
  const chunk = Buffer.alloc(MB, 'a,b;c\n');
  return [
    file('a picture named .csv', 'firmaer.csv', PNG),
    file('an .xlsx that is no zip', 'firmaer.xlsx', 'hej med dig', { text: true }),
    file('a zip that is no workbook', 'firmaer.zip', zipSync({ 'a.txt': PNG })),
    file('a workbook that unpacks to much', 'firmaer.xlsx', sheet),
    file(
      'the same in another zip',
      'firmaer.xlsx',
      zipSync({ 'firmaer.xlsx': sheet }, { level: ZIP.stored }),
    ),
    file('a gzip that unpacks to much', 'firmaer.csv.gz', gzipSync(zeros)),
    file('a gzip in a gzip', 'firmaer.csv.gz', gzipSync(gzipSync(zeros))),
    file('a path up', '../../../../etc/passwd', CSV, { good: true }),
    file('a path of Windows', 'C:\\Windows\\win.ini', CSV, { good: true }),
    file('Danish letters', 'ærø_å\u030a.csv', CSV, { good: true }),
    file('a control in the name', 'a\u0007\u001b[31mb.csv', CSV),
    file('NUL in the name', 'a\u0000b.csv', CSV),
    file('a name of 5000 letters', `${'a'.repeat(5000)}.csv`, CSV),
    many,
    { what: 'no boundary', type: 'multipart/form-data', body: () => [head('a.csv'), CSV, END] },
    {
      what: 'another boundary',
      type: 'multipart/form-data; boundary=anden',
      body: () => [head('a.csv'), CSV, END],
    },
    { what: 'no end', body: () => [head('a.csv'), CSV] },
    {
      what: 'part headers that do not end',
      *body() {
        yield `--${BOUNDARY}\r\n`;
        yield* repeated(`X-${'a'.repeat(1000)}: b\r\n`, megabytes * 1000);
      },
    },
    {
      what: 'a field that does not end',
      *body() {
        yield `--${BOUNDARY}\r\nContent-Disposition: form-data; name="slags"\r\n\r\n`;
        yield* repeated(chunk, megabytes);
        yield END;
      },
    },
    {
      what: `${files} fields`,
      *body() {
        yield* repeated(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n`, files);
        yield END;
      },
    },
    { what: 'goes away', leaves: true, body: () => [head('a.csv'), chunk, chunk] },
    { what: 'says that it is too large', length: 1024 * MB, body: () => [head('a.csv'), CSV] },
    ...(tooLarge > 0
      ? [{ what: `${tooLarge} MB`, body: () => chain([head('a.csv')], repeated(chunk, tooLarge), [END]) }]
      : []),
  ];
}

function* chain<T>(...all: Iterable<T>[]): Generator<T> {
  for (const one of all) yield* one;
}

export interface Answer {
  /** 0: the connection was closed without one */
  status: number;
  body: string;
}

/** Sends the body as fast as the server takes it, and stops when it has answered. */
export function sendUpload(
  url: string,
  upload: HostileUpload,
  { cookie, fields = {} }: { cookie: string; fields?: Record<string, string> },
): Promise<Answer> {
  const type = upload.type ?? `multipart/form-data; boundary=${BOUNDARY}`;
  return new Promise((resolve) => {
    const headers = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': type, ...lengthOf(upload) };
    let answered = false;
    const asked = request(url, { method: 'POST', headers }, (answer) => {
      answered = true;
      let body = '';
      answer.setEncoding('utf8').on('data', (text) => {
        body += text;
      });
      const done = () => {
        asked.destroy();
        resolve({ status: answer.statusCode ?? 0, body: `${answer.headers.location ?? ''}\n${body}` });
      };
      answer.on('end', done).on('error', done);
    });
    const gone = once(asked, 'close').catch(() => undefined);
    asked.on('error', () => !answered && resolve({ status: 0, body: '' }));
    void (async () => {
      const before = Object.entries(fields).map(
        ([name, value]) =>
          `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      );
      for (const piece of chain<string | Uint8Array>(before, upload.body())) {
        if (answered || asked.destroyed) return;
        if (!asked.write(piece)) await Promise.race([once(asked, 'drain'), gone]);
      }
      if (upload.leaves) asked.destroy();
      else if (upload.length === undefined) asked.end();
    })();
  });
}

function lengthOf({ length }: HostileUpload): Record<string, number> {
  return length === undefined ? {} : { 'content-length': length };
}

/** Sends each to both routes that take a file: what is wrong with the answers, and how many there were. */
export async function sendHostileUploads(
  url: string,
  uploads: readonly HostileUpload[],
  { cookie, token }: { cookie: string; token: string },
): Promise<{ sent: number; wrong: string[] }> {
  const wrong: string[] = [];
  const routes = [
    { address: `${url}/import`, fields: { _token: token, slags: 'virksomheder' } },
    { address: `${url}/api/v1/imports?kind=virksomheder&dryRun=true` },
  ];
  for (const upload of uploads)
    for (const { address, fields = {} } of routes) {
      const { status, body } = await sendUpload(address, upload, { cookie, fields });
      const about = `${upload.what} to ${address}: ${status} ${body.trim().slice(0, 200)}`;
      const taken = upload.good === true || upload.text === true;
      const fits = upload.leaves
        ? status === 0
        : taken
          ? status < 400 || status === 422
          : status >= 400 && status < 500;
      const saysWhy = upload.leaves || status < 400 || /[Ff]il|stort|overskrift/.test(body);
      if (!fits || !saysWhy || faultOf({ statusCode: status, body })) wrong.push(about);
      if (status === 303) wrong.push(...(await giveUp(url, body.split('\n')[0] ?? '', { cookie, token })));
    }
  return { sent: uploads.length * routes.length, wrong };
}

/** The page of a file that was taken in names it without its path; given up, it is gone. */
async function giveUp(
  url: string,
  location: string,
  { cookie, token }: { cookie: string; token: string },
): Promise<string[]> {
  const page = await (await fetch(url + location, { headers: { cookie } })).text();
  const own = location.replace('/kolonner', '');
  const headers = { cookie, 'sec-fetch-site': 'same-origin', 'x-form-token': token };
  for (;;) {
    const waiting = await (await fetch(url + own, { headers })).text();
    if (!waiting.includes('hx-trigger')) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const answer = await fetch(`${url}${own}/opgivelse`, { method: 'POST', headers, redirect: 'manual' });
  return answer.status === 303 && !/\.\.\/|Windows|etc\/passwd/.test(page)
    ? []
    : [`${own}: ${answer.status}, or its page tells of a path`];
}
