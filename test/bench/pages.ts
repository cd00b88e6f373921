/**
 * Bar 32: everybody's pages walked from their start page on a server with 20,000 firms, 100,000 citizens and 10,000 orders,
 * a few of each kind, one at a time and twice: the longest that the thread which serves answered nobody, in processor time
 * (what it is on a machine of its own) and by the clock. Prints the worst; judges nothing.
 */
import { cpus, loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openTownFolder, TOWN_OPTIONS, withoutTown } from './big-town.ts';
import { say } from './figures.ts';
import { runMatch } from './night-run.ts';
import { type Served, serveFolder } from './served.ts';

const { values } = parseArgs({
  options: {
    ...TOWN_OPTIONS,
    each: { type: 'string', default: '2' },
    worst: { type: 'string', default: '40' },
    profile: { type: 'string' },
    'no-run': { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
  },
});
const ROLES = ['konsulent', 'sagsbehandler', 'leder', 'administrator'];

interface Looked {
  role: string;
  path: string;
  status: number;
  longestMs: number;
  longestCpuMs: number;
  cpuMs: number;
  kilobytes: number;
}

const town = await openTownFolder(values, say);
const flags = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
const served = await serveFolder(town.env, flags);
if (!values['no-run']) say(JSON.stringify(await runMatch(served)));
const looked: Looked[] = [];
for (const role of ROLES) {
  looked.push(...(await walk(served, role)));
  say(`${role}: ${looked.length} svar i alt`);
}
await served.stop();
withoutTown(town);

const addresses = new Set(looked.map(({ path }) => kindOf(path)));
say(
  `${cpus().length} kerner, belastning ${loadavg()[0]?.toFixed(1)}; ${looked.length} svar af ${addresses.size} slags`,
);
const odd = looked.filter(({ status }) => status >= 500);
for (const { role, path, status } of odd) say(`${status} ${role} ${path}`);
const worst = looked.toSorted((a, b) => b.longestCpuMs - a.longestCpuMs);
say(`over 100 ms i træk: ${worst.filter(({ longestCpuMs }) => longestCpuMs > 100).length}`);
for (const { role, path, longestMs, longestCpuMs, cpuMs, kilobytes } of worst.slice(0, Number(values.worst)))
  say(
    `${shown(longestCpuMs)} ms i træk (${shown(longestMs)} på uret) ${shown(cpuMs)} ms i alt ${shown(kilobytes)} kB  ${role} ${path}`,
  );

function shown(figure: number): string {
  return figure.toFixed(0).padStart(5);
}

/** From the start page along the links; a few of each kind of address, each asked twice: the first may fill a cache. */
async function walk({ url, cookieOf, stood }: Served, role: string): Promise<Looked[]> {
  const cookie = await cookieOf(`${role}1`);
  const seen = new Map<string, number>();
  const waiting = ['/'];
  const queued = new Set(waiting);
  const found: Looked[] = [];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const times = seen.get(kindOf(path)) ?? 0;
    if (times >= Number(values.each) || !path.includes(values.only)) continue;
    seen.set(kindOf(path), times + 1);
    for (const _ of [1, 2]) {
      await stood();
      const { answer, body } = await patiently(`${url}${path}`, cookie);
      // Whoever measures is a timer of that thread too, and must have had its turn.
      await delay(20);
      const { longestMs, longestCpuMs, cpuMs } = await stood();
      found.push({
        role,
        path,
        status: answer.status,
        longestMs,
        longestCpuMs,
        cpuMs,
        kilobytes: body.length / 1024,
      });
      const elsewhere = answer.headers.get('location');
      if (elsewhere?.startsWith('/') && !queued.has(elsewhere)) {
        waiting.push(elsewhere);
        queued.add(elsewhere);
      }
      if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
      for (const link of linksOf(body.toString('utf8'))) {
        if (!queued.has(link)) waiting.push(link);
        queued.add(link);
      }
    }
  }
  return found;
}

/** On a machine with others at work the thread stands still for other reasons, and turns people away. */
async function patiently(address: string, cookie: string): Promise<{ answer: Response; body: Buffer }> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await fetch(address, { headers: { cookie }, redirect: 'manual' });
    const body = Buffer.from(await answer.arrayBuffer());
    if (answer.status !== 503 || attempt === 20) return { answer, body };
    await delay(500);
  }
}

function linksOf(html: string): string[] {
  const links = [...html.matchAll(/<a\b[^>]*?\bhref="(\/[^"#]*)/g)].map(([, link = '']) =>
    link.replaceAll('&amp;', '&'),
  );
  return links.filter((link) => !link.startsWith('/assets/') && !link.startsWith('/log-ud'));
}

/** Numbers and codes are ids; of a query, which questions it asks. */
function kindOf(path: string): string {
  const [place = '', query = ''] = path.split('?');
  const names = [...new URLSearchParams(query).keys()].filter((name) => name !== 'side').sort();
  return `${place.replaceAll(/\d+/g, ':n').replace(/^\/ord\/.+/, '/ord/:kode')}?${names.join('&')}`;
}
