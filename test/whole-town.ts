import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import type { Db } from '../db/client.ts';
import { DISCLOSURE_TOPICS } from '../db/schema/citizen-work.ts';
import { readAlarm } from '../db/schema/citizens.ts';
import { matchRun } from '../db/schema/matching.ts';
import { citizenBackground } from '../db/schema/protected.ts';
import type { Role } from '../db/schema/users.ts';
import { ATTENTION_LISTS } from '../server/citizens/attention.ts';
import { cprIndex, encryptCpr } from '../server/citizens/cpr.ts';
import type { CprKeys } from '../server/config.ts';
import { HIRE_FIGURES } from '../server/reports/hire-rules.ts';
import { PLACEMENT_FIGURES } from '../server/reports/placement-rules.ts';
import { addDays, localDate, quarterBefore, quarterOf } from '../server/ui/dates.ts';
import { sendTrial } from '../server/webhooks/deliveries.ts';
import { createWebhook } from '../server/webhooks/subscriptions.ts';
import { addUser, type Browser, openTestApp, signIn, type TestApp } from './app.ts';
import { type Keys, keysOf, NO_KEYS } from './asking.ts';
import { addFirm } from './firms.ts';
import { allow } from './formidling-town.ts';
import { addCitizen, ORDER_FORM } from './job-orders-builders.ts';
import { PLACEMENT_FORM } from './placement-builders.ts';
import { hearRoutes, type Route } from './route-list.ts';

export const P = 1_000_000_001;
const OTHER = 1_000_000_002;

/** Who asks: each role in the team that has the rows, two of another team, and two who may nothing. */
export const PEOPLE = {
  anonym: null,
  deaktiveret: { role: 'konsulent', team: 'Lager' },
  konsulent: { role: 'konsulent', team: 'Lager' },
  sagsbehandler: { role: 'sagsbehandler', team: 'Lager' },
  leder: { role: 'leder', team: null },
  administrator: { role: 'administrator', team: null },
  fremmed_konsulent: { role: 'konsulent', team: 'Havn' },
  fremmed_sagsbehandler: { role: 'sagsbehandler', team: 'Havn' },
} as const satisfies Record<string, { role: Role; team: string | null } | null>;
export type Who = keyof typeof PEOPLE;
export const WHO = Object.keys(PEOPLE) as Who[];

/** What stands in the rows of two citizens, and nowhere else in the program. */
export const CANARY = {
  known: { id: 1, surname: 'Kanarieefternavn', key: 'KANARIE-NOEGLE-1', phone: '91827364' },
  protected: {
    id: 3,
    name: 'Skjultfornavn Skjultefternavn',
    key: 'KANARIE-NOEGLE-3',
    phone: '81726354',
    cpr: '6101901232',
  },
} as const;

/** A town in memory with a row behind nearly every address, and everybody who may ask for it. */
export async function openWholeTown() {
  const opened = await hearRoutes(() =>
    openTestApp(undefined, undefined, 0, { REQUESTS_PER_MINUTE: '1000000' }),
  );
  const { app, db, clock, config } = opened;
  const ids = new Map<Who, number>();
  for (const who of WHO) {
    const person = PEOPLE[who];
    if (person) ids.set(who, await addUser(db, who, [person.role], person.team));
  }
  addFirms(db, ids.get('konsulent') ?? 0);
  if (!config.cprKeys) throw new Error('the test app has keys');
  addCitizens(db, ids.get('sagsbehandler') ?? 0, config.cprKeys);
  const keys = Object.fromEntries(WHO.map((who) => [who, NO_KEYS])) as Record<Who, Keys>;
  for (const who of ids.keys()) keys[who] = await keysOf(app, who);
  const esdh = { name: 'ESDH', url: 'https://esdh.example/modtag', subjects: ['contact'] as const };
  const by = { at: '2026-01-01T00:00:00.000Z', by: ids.get('administrator') ?? 0, formKey: Buffer.alloc(32) };
  sendTrial(db, createWebhook(db, esdh, by)?.id ?? 0, by.at);
  db.insert(readAlarm)
    .values({ userId: ids.get('sagsbehandler') ?? 0, fromAt: by.at, raisedAt: by.at, persons: 100 })
    .run();
  const ref = await live(opened, localDate(clock.now), ids);
  const admin = await signIn(app, 'administrator');
  await did(admin, `/brugere/${ids.get('deaktiveret')}/adgang`, { adgang: 'nej' });
  return { ...opened, ids, keys, ref };
}

export type Town = Awaited<ReturnType<typeof openWholeTown>>;

function addFirms(db: Db, ownerUserId: number): void {
  for (let n = 1; n <= 4; n += 1)
    addFirm(db, {
      pNumber: 1_000_000_000 + n,
      cvr: 10_000_000 + n,
      name: n > 2 ? 'Ål & Ørred ApS' : `Lagerfirmaet ${n} Ærø`,
      employees: n === 2 ? 'ANTAL_2_4' : 12,
      fields: {
        ownerUserId: n === 1 ? ownerUserId : null,
        streetAddress: 'Roskildevej 1',
        postcode: '2620',
        city: 'Albertslund',
      },
    });
}

function addCitizens(db: Db, caseworkerUserId: number, keys: CprKeys): void {
  const own = { caseworkerUserId, terms: [{ text: 'lager' }] };
  const { known, protected: hidden } = CANARY;
  addCitizen(db, { ...own, citizenKey: known.key, name: `Asta ${known.surname}`, phone: known.phone });
  addCitizen(db, { ...own, citizenKey: 'B2', name: 'Bent Bager' });
  addCitizen(db, {
    ...own,
    citizenKey: hidden.key,
    name: hidden.name,
    nameFolded: hidden.name.toLowerCase(),
    phone: hidden.phone,
    needs: ['rolige_omgivelser'],
    cprEncrypted: encryptCpr(keys, hidden.cpr, hidden.key),
    cprIndex: cprIndex(keys, hidden.cpr),
    protectedAddress: true,
  });
  const recordedAt = '2026-01-01T00:00:00.000Z';
  db.insert(citizenBackground).values({ citizenId: hidden.id, background: 'ikke_vestlig', recordedAt }).run();
  for (const { id } of [known, hidden]) allow(db, id, DISCLOSURE_TOPICS, caseworkerUserId);
}

async function did(by: Browser, url: string, fields: Record<string, string | string[]>) {
  const answer = await by.post(url, fields);
  if (answer.status !== 303)
    throw new Error(`${url} answers ${answer.status}: ${/felt-[^>]*>[^<]+/.exec(answer.body)?.[0]}`);
}

/** Some weeks of work, written through the program's own forms: the first of each kind of row has id 1. */
async function live({ app, db }: TestApp, today: string, ids: Map<Who, number>): Promise<string> {
  const hanne = await signIn(app, 'konsulent');
  const sara = await signIn(app, 'sagsbehandler');
  const lis = await signIn(app, 'leder');
  const firm = `/virksomheder/${P}`;
  const past = quarterBefore(quarterOf(today));
  const once = () => ({ formularnoegle: randomUUID() });
  const talk = { art: 'besoeg', retning: 'ud', udfald: 'opnaaet', dato: past.to };
  await did(lis, '/daekning/beviser', { fra: past.from });
  await did(hanne, `${firm}/kontakter`, { ...talk, note: 'De mangler to til lageret.' });
  await did(hanne, `${firm}/kontakter`, { ...talk, dato: today, naeste_om: '7', art: 'telefon' });
  await did(hanne, `${firm}/personer`, { navn: 'Mette Sørensen', rolle: 'leder' });
  await did(hanne, `${firm}/aftaler/ny/strategisk`, { fra: today, note: 'Stor arbejdsgiver' });
  await did(hanne, `${firm}/antal-ansatte`, { antal: '12', dato: today });
  await did(hanne, `${firm}/egne-oplysninger`, {
    felt: 'telefon',
    valgt: '',
    vaerdi: '12345678',
    kilde: 'virksomheden',
    dato: today,
  });
  const bar = { spaerring: 'blokade', begrundelse: 'Varslet af 3F', fra: today, ophoerer: '' };
  await did(hanne, `/virksomheder/${OTHER}/spaerringer`, bar);
  await did(sara, `${firm}/tilknytninger`, { rolle: 'foelger' });
  await did(sara, '/borgere/1/henvendelser', { slags: 'indsigt', modtaget: today, ...once() });
  await did(lis, `${firm}/besked`, {
    kollega: String(ids.get('konsulent')),
    besked: 'Ring til Mette',
    ...once(),
  });
  const order = { ...ORDER_FORM, certifikater: '', koerekort: '', krav: 'lager\r\ngurkmejeblæsning' };
  await did(hanne, '/jobordrer', { ...order, virksomhed: String(P) });
  await did(hanne, '/jobordrer/1/skabelon', { navn: 'Lager' });
  await did(hanne, '/jobordrer/1/tavle', { borger: '1' });
  await did(hanne, '/jobordrer/1/fravalg', { borger: '2', grund: 'rejsen_er_for_lang', kommentar: '' });
  const lead = { titel: 'Måske to til lageret', type: '', antal: '2', timer: '7,5', tidligst: '' };
  await did(hanne, `${firm}/muligheder/ny`, { ...lead, opfoelgning: today, ...once() });
  const told = { svar: 'paa_vej', tekst: 'Vi er i gang.', art: 'telefon', udfald: 'opnaaet' };
  await did(hanne, '/jobordrer/1/svar', { ...told, ...once() });
  const placed = { ...PLACEMENT_FORM, virksomhed: String(P), start: today, slut: addDays(today, 20) };
  const more = { opfoelgning_1: addDays(today, 7), fravigelse: 'Aftalt.' };
  await did(hanne, '/placeringer/ny', { ...placed, ...more, borgernoegle: CANARY.known.key });
  await did(hanne, '/kampagner', { navn: 'Jobmesse', slags: 'messe', filter: 'q=lager' });
  await did(hanne, `/kampagner/1/virksomheder/${OTHER}`, { tilstand: 'ja', note: 'Kommer med to' });
  await did(hanne, '/visninger', { navn: 'Mine store', deles_med: 'mig', filtre: 'q=lager' });
  const chosen = {
    handling: 'ansvarlig',
    hvem: String(ids.get('konsulent')),
    valgt: [String(P)],
    trin: 'udfoer',
  };
  await did(hanne, '/virksomheder/masseredigering', { ...chosen, ...once() });
  await did(hanne, '/virksomheder/1000000003/sammenlaegning/1000000004', {});
  const ref = await unknownWord(hanne);
  await hanne.json('POST', '/api/v1/term-decisions', { ref, answer: 'ingen' });
  const run = { runKey: 'nat:2026-11-22', status: 'faerdig' as const, fence: 1, engineVersion: '1' };
  const counts = { orders: 1, citizens: 3, pairs: 3, matches: 0, shards: 1, durationMs: 5 };
  const at = `${today}T00:00:00.000Z`;
  db.insert(matchRun)
    .values({ ...run, ...counts, plannedAt: at, startedAt: at, finishedAt: at })
    .run();
  return ref;
}

/** On a busy machine the first count of the words is shown before they have been looked at: then they are asked for again. */
function unknownWord(by: Browser): Promise<string> {
  return vi.waitFor(
    async () => {
      const terms = await by.json('GET', '/api/v1/terms?tab=ukendt');
      const [first] = terms.data<{ items: { ref: string }[] }>().items;
      if (!first) throw new Error('no word is unknown');
      return first.ref;
    },
    { timeout: 20_000, interval: 200 },
  );
}

/** What the parameters of the patterns are called with. */
const VALUES: Readonly<Record<string, string>> = {
  pNumber: String(P),
  other: String(OTHER),
  kind: 'samarbejdsaftale',
  figure: 'ikke-kontaktede',
  code: 'dagpenge',
  field: 'telefon',
  fact: 'ansvarlig',
  list: ATTENTION_LISTS[0],
  cvr: '10000001',
  file: 'ukendt.ics',
};

const FIGURES: readonly (readonly [prefix: string, figure: string])[] = [
  ['/rapporter/jobordrer/', 'modtaget'],
  ['/rapporter/formidlinger/', HIRE_FIGURES[0]],
  ['/rapporter/forloeb/', PLACEMENT_FIGURES[0]],
];

/** Questions that must be asked of some pages. */
const QUESTIONS: readonly (readonly [pattern: RegExp, query: string])[] = [
  [/^\/api\/v1\/(coverage(\/companies)?|reports\/.+)$/, 'from=2026-07-01&to=2026-09-30'],
  [/^\/api\/v1\/seals\/:id\/companies$/, 'figure=ikke-kontaktede'],
  [/^\/api\/v1\/concepts$/, 'q=lager'],
  [/^\/rute$/, `stop=${P}`],
  [/^\/regler\/ny$/, 'art=varighed&emne=virksomhedspraktik'],
];

/** The address of an existing row, or, with `id`, of the one with this id. */
export function addressOf({ method, url }: Route, town: { ref: string }, id = '1'): string {
  const figure = FIGURES.find(([prefix]) => url.startsWith(prefix))?.[1] ?? VALUES.figure ?? '';
  const question = method === 'GET' ? QUESTIONS.find(([pattern]) => pattern.test(url))?.[1] : undefined;
  const address = url
    .replace(':figure', figure)
    .replace(':ref', town.ref)
    .replace('*', 'ukendt.css')
    .replaceAll(/:(\w+)/g, (_, name) => (/id$/i.test(name) ? id : (VALUES[name] ?? '1')));
  return question ? `${address}?${question}` : address;
}
