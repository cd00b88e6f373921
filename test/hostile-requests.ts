import fc from 'fast-check';
import type { Route } from './route-list.ts';

/** A request that no page and no careful program of ours would send. */
export interface HostileRequest {
  url: string;
  body: string | undefined;
  headers: Record<string, string>;
}

/** Words that have been trouble to somebody's numbers, dates, paths, queries, JSON, SQL and pages. */
const TROUBLE = [
  ...['', ' ', '0', '-1', '1.5', '1e9', '0x1', '１', 'NaN', 'Infinity', '99999999999999999999', '1,5', '٣'],
  ...['2026-02-30', '0000-00-00', '9999-99-99', '2026-W53-9', '-2026-01-01', '31/12', '2026-01-01T00:00:00Z'],
  ...[
    'null',
    'undefined',
    'true',
    '[object Object]',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
  ],
  ...["' OR '1'='1", '1; DROP TABLE user;--', '%', '_', '\\', '"', '*', 'NEAR(', 'a AND', '^', '{}', '[]'],
  ...[
    '../../etc/passwd',
    '..%2f..%2f',
    'file:///etc/passwd',
    'http://127.0.0.1/',
    '//ond.example',
    '\\\\ond',
  ],
  ...['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '{{7*7}}', '#{7*7}', '=1+1', '@SUM(A1)'],
  ...[
    '\u0000',
    '\r\nX: y',
    '\u001b[2J',
    '\u202e',
    '\ufeff',
    '\ud800',
    '\udfff',
    '👩‍👩‍👧‍👦',
    'ﬁ',
    'Å',
    'ÆØÅ',
    'ǅ',
  ],
  ...['a'.repeat(5000), 'æ'.repeat(3000), '%'.repeat(3000), ' '.repeat(3000), '1'.repeat(400)],
];

/** Paths that are no spelling of anything. */
const BROKEN_PATHS = ['%', '%zz', '%00', '%C0%AF', '%FF', '..', '.', '%2e%2e%2f', ';', '%0d%0a', '*'];

const CONTENT_TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/xml',
  'APPLICATION/JSON ; ',
  'x',
  '',
];

const BROKEN_BODIES = [
  ...['', '{', '{"a":', '[]', 'null', '"x"', '1e999', '{"a":1e999}', '{"__proto__":{"x":1}}', '\u0000'],
  ...['{"constructor":{"prototype":{"x":1}}}', '{"a":"\\ud800"}', `${'['.repeat(9000)}${']'.repeat(9000)}`],
  ...[
    `{"note":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
    `${`{"a":`.repeat(50_000)}1${'}'.repeat(50_000)}`,
  ],
  ...[
    '--x\r\nContent-Disposition: form-data; name="fil"; filename="../../x"\r\n\r\nhej',
    '--x--',
    'a=%zz&b=%',
    '&&==&',
  ],
  ...[`fil=${'x'.repeat(400_000)}`, `{"note":"${'x'.repeat(1_100_000)}"}`, `${'a=1&'.repeat(5000)}`],
];

const HEADERS: Record<string, string>[] = [
  {},
  {},
  { 'hx-request': 'true' },
  { accept: 'application/xml;q=9' },
  { 'accept-language': '*'.repeat(2000) },
  { 'if-match': '*' },
  { 'if-match': 'W/"' },
  { 'if-match': '"ond"' },
  { 'if-none-match': 'W/"1", "2' },
  { 'x-form-token': 'ond' },
  { 'x-forwarded-for': "1' OR 1" },
  { range: 'bytes=-1' },
  { 'content-encoding': 'gzip' },
  { 'sec-fetch-site': 'ond' },
  { authorization: 'Bearer \u00e6' },
  { cookie: 'samtlige=%00; a' },
];

const trouble = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TROUBLE) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);

/** What the address is asked with: `names` are those that the page's own forms and links send. */
export function hostileRequests(
  route: Route,
  { address, names }: { address: string; names: readonly string[] },
): fc.Arbitrary<HostileRequest> {
  const [path = '', query = ''] = address.split('?');
  const name = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('q', 'side', 'sort', 'fra', 'til', ...names) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('__proto__', 'a[b]', 'constructor', '_token', '', 'limit', 'cursor'),
    },
  );
  const pairs = fc.array(fc.tuple(name, trouble), { maxLength: 12 });
  return fc
    .record({
      path: badPath(path, route),
      asked: fc.oneof(fc.constant(query), pairs.map(onTheWire)),
      body: route.method === 'GET' ? fc.constant(undefined) : badBody(pairs),
      type: fc.constantFrom(...CONTENT_TYPES),
      headers: fc.constantFrom(...HEADERS),
    })
    .map(({ path: at, asked, body, type, headers }) => ({
      url: asked === '' ? at : `${at}?${asked}`,
      body: body?.text,
      headers: body === undefined ? headers : { ...headers, 'content-type': body.type ?? type },
    }));
}

/** Half the time the row's own address, so that what is behind it is asked too. */
function badPath(path: string, { url }: Route): fc.Arbitrary<string> {
  const variable = url.split('/').flatMap((part, at) => (/^:|\*/.test(part) ? [at] : []));
  if (variable.length === 0) return fc.constant(path);
  const bad = fc.oneof(trouble.map(encode), fc.constantFrom(...BROKEN_PATHS));
  const replaced = fc.tuple(fc.constantFrom(...variable), bad).map(([at, text]) =>
    path
      .split('/')
      .map((part, index) => (index === at ? text : part))
      .join('/'),
  );
  return fc.oneof(fc.constant(path), replaced);
}

/** A form or an object with odd values under known names, or no body at all that anybody could read. */
function badBody(
  pairs: fc.Arbitrary<[string, string][]>,
): fc.Arbitrary<{ text: string; type: string | undefined } | undefined> {
  const form = pairs.map((all) => ({ text: onTheWire(all), type: 'application/x-www-form-urlencoded' }));
  const value = fc.oneof(
    trouble,
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(1e308, -0, 2 ** 53, null, [], {}),
  );
  const object = fc.tuple(pairs, fc.array(value, { minLength: 12, maxLength: 12 })).map(([all, values]) => ({
    text: JSON.stringify(Object.fromEntries(all.map(([name], at) => [name, values[at]]))),
    type: 'application/json',
  }));
  const broken = fc.constantFrom(...BROKEN_BODIES).map((text) => ({ text, type: undefined }));
  return fc.oneof(form, object, broken, fc.constant(undefined));
}

function onTheWire(pairs: readonly [string, string][]): string {
  return pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

/** A lone surrogate has no spelling on the wire: it is sent as the bytes that somebody's broken program sends. */
function encode(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}
