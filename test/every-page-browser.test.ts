import { randomUUID } from 'node:crypto';
import { eq, like } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataFiles } from '../db/files.ts';
import { readAlarm } from '../db/schema/citizens.ts';
import { matchRun } from '../db/schema/matching.ts';
import { ROLES, type Role, user } from '../db/schema/users.ts';
import { ATTENTION_LISTS } from '../server/citizens/attention.ts';
import { paths } from '../server/paths.ts';
import { HIRE_FIGURES } from '../server/reports/hire-rules.ts';
import { PLACEMENT_FIGURES } from '../server/reports/placement-rules.ts';
import { addDays, localDate, quarterBefore, quarterOf } from '../server/ui/dates.ts';
import { sendTrial } from '../server/webhooks/deliveries.ts';
import { createWebhook } from '../server/webhooks/subscriptions.ts';
import { addUser, openTestApp, PASSWORD, signIn } from './app.ts';
import {
  brokenNumbers,
  describeInBrowser,
  fitsItsWidth,
  type LiveServer,
  openLiveServer,
  openPage,
  SCREENS,
  seriousFaults,
  signInOn,
} from './browser.ts';
import { addFirm } from './firms.ts';
import { csv, firm } from './imports-builders.ts';
import { addCitizen, ORDER_FORM } from './job-orders-builders.ts';
import { PLACEMENT_FORM } from './placement-builders.ts';

const [P, OTHER] = [1_000_000_001, 1_000_000_002];
const CVR = 10_000_001;

/** What a route's pattern is called with; every row of the town that a page shows has number 1. */
const VALUES: Readonly<Record<string, string>> = {
  pNumber: String(P),
  other: String(OTHER),
  kind: 'samarbejdsaftale',
  figure: 'ikke-kontaktede',
  code: 'dagpenge',
};

const MISSING = '/findes/ikke';

/** With what people paste into a note: an address without a single space. */
const LONG_NOTE = `De mangler to til lageret. https://firma.example/${'stilling'.repeat(40)}`;

/** Other questions to pages that are walked as they stand. */
const ALSO = [
  '/regler/ny?art=hvem_maa&emne=loentilskud_privat',
  '/regler/ny?art=varighed&emne=virksomhedspraktik',
  '/regler/spoerg?type=loentilskud_privat&maalgruppe=dagpenge',
  `/virksomheder/${P}?historik=ansvarlige`,
  '/virksomheder?stoerrelse=3-9&sort=-navn',
  '/virksomheder?q=findesikke',
  `/jobordrer/ny?virksomhed=${P}`,
  '/jobordrer/ny?q=lager',
  '/hvorfor-ikke/borgere?borger=1',
  '/daekning?fordel=omraade',
  '/daekning?enhed=cvr',
  '/soeg?q=lager',
  '/ord?vis=ukendt',
  '/kampagner/ny?q=lager',
  '/kampagner/1?tilstand=ja',
  '/fravalg?fra=2026-01-01',
  `/rute?stop=${P}`,
  '/borgere?q=findesikke',
  MISSING,
];

/** Answers to GET that are no pages. */
const NO_PAGES =
  /^\/(api|assets|livez|readyz|kalender|regner)\b|\*|\.(csv|xlsx|txt|json)$|\/naeste$|\/fremdrift$|\/fra-listen\//;

/** The GET routes of the printed route tree, with values for their parameters. */
function addressesOf(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, lead = '', text = '', methods = ''] =
      /^((?:│ {3}| {4})*)(?:├── |└── )(.+?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    if (text === '') return [];
    const depth = lead.length / 4;
    above.length = depth;
    above.push(text);
    return methods.includes('GET') ? [above.join('').replace(/^\/\//, '/')] : [];
  });
}

/** The run that the walk orders itself: the night's may have come first, when there was no order yet. */
const ownRun = { id: '' };

const filled = (pattern: string) =>
  pattern
    .replace(/^\/matchkoersler\/:id/, paths.run(ownRun.id))
    .replace(paths.orderReportList(':figure'), paths.orderReportList('modtaget'))
    .replace(paths.hireReportList(':figure'), paths.hireReportList(HIRE_FIGURES[0]))
    .replace(paths.placementReportList(':figure'), paths.placementReportList(PLACEMENT_FIGURES[0]))
    .replace(paths.citizenAttentionList(':list'), paths.citizenAttentionList(ATTENTION_LISTS[0]))
    .replace(paths.awardFirm(':cvr'), paths.awardFirm(CVR))
    .replaceAll(/:(\w+)(?:\|:\w+)*/g, (_, name) => VALUES[name] ?? '1');

describeInBrowser('every page of the program', () => {
  let live: LiveServer;
  let walked: string[] = [];

  beforeAll(async () => {
    live = await openLiveServer(async ({ db }) => {
      const ids = new Map<Role, number>();
      for (const role of ROLES) ids.set(role, await addUser(db, role, [role], 'Lager'));
      for (let n = 1; n <= 60; n += 1)
        addFirm(db, {
          pNumber: 1_000_000_000 + n,
          cvr: 10_000_000 + n,
          name: n <= 2 ? 'Lagerfirmaet Ærø & Sønner Nordisk Engros ApS' : `Virksomheden ${n} Ål og Ørred`,
          employees: n % 5 === 0 ? 'ANTAL_2_4' : 3 + n,
          fields: {
            streetAddress: n <= 2 ? 'Roskildevej 1' : `Fiktiv Allé ${n}`,
            postcode: '2620',
            city: 'Albertslund',
            phone: '12345678',
            branchText: 'Engroshandel med kemiske produkter og andre varer, ikke andetsteds nævnt',
            ownerUserId: ids.get('konsulent') ?? null,
          },
        });
      for (let n = 1; n <= 60; n += 1)
        addCitizen(db, {
          citizenKey: `B${n}`,
          name: `Borger ${n} Sø`,
          caseworkerUserId: ids.get('sagsbehandler') ?? null,
          terms: [{ text: n % 2 ? 'lager' : 'gurkmejeblæsning' }],
        });
      // Sealed with a key that the server does not have: it can only say so.
      const made = {
        at: '2026-11-01T09:00:00.000Z',
        by: ids.get('administrator') ?? 0,
        formKey: Buffer.alloc(32),
      };
      const told = { name: 'ESDH', url: 'https://esdh.example/modtag', subjects: ['contact' as const] };
      sendTrial(db, createWebhook(db, told, made)?.id ?? 0, made.at);
      db.insert(readAlarm)
        .values({ userId: ids.get('sagsbehandler') ?? 0, fromAt: made.at, raisedAt: made.at, persons: 100 })
        .run();
    });
  }, 180_000);
  afterAll(() => live?.close());

  /** What a town has after some weeks: written through the program's own forms. */
  async function liveInTheTown(): Promise<void> {
    const now = new Date();
    const today = localDate(now);
    const past = quarterBefore(quarterOf(today));
    const { app } = await openTestApp(now.toISOString(), { db: live.data.db, files: dataFiles(live.folder) });
    walked = addressesOf(app.printRoutes({ commonPrefix: false })).filter((one) => !NO_PAGES.test(one));
    const as = async (role: Role) => signIn(app, role);
    const [hanne, lis, sif] = [await as('konsulent'), await as('leder'), await as('sagsbehandler')];
    const did = async (by: typeof hanne, url: string, fields: Record<string, string | string[]>) =>
      expect([url, (await by.post(url, fields)).status]).toEqual([url, 303]);
    const talk = { art: 'besoeg', retning: 'ud', udfald: 'opnaaet', dato: past.to };
    await did(lis, '/daekning/beviser', { fra: past.from });
    // After the seal: a late entry.
    await did(hanne, `/virksomheder/${P}/kontakter`, { ...talk, note: LONG_NOTE });
    await did(hanne, `/virksomheder/${P}/kontakter`, {
      ...talk,
      dato: today,
      naeste_om: '7',
      art: 'telefon',
    });
    await did(hanne, `/virksomheder/${P}/personer`, { navn: 'Mette Sørensen', rolle: 'leder' });
    await did(hanne, `/virksomheder/${P}/aftaler/ny/strategisk`, { fra: today, note: 'Stor arbejdsgiver' });
    await did(hanne, `/virksomheder/${P}/antal-ansatte`, { antal: '12', dato: today });
    await did(hanne, `/virksomheder/${P}/ansvarlig`, { ansvarlig: 'ingen' });
    const order = {
      ...ORDER_FORM,
      certifikater: '',
      koerekort: '',
      startdato: '',
      frist: '',
      virksomhed: String(P),
    };
    await did(hanne, '/jobordrer', { ...order, krav: 'lager\r\ngurkmejeblæsning' });
    await did(hanne, '/jobordrer/1/tavle', { borger: '1' });
    const key = { formularnoegle: randomUUID() };
    const lead = { titel: 'Måske to til lageret', type: '', antal: '2', timer: '7,5', tidligst: '' };
    await did(hanne, `/virksomheder/${P}/muligheder/ny`, { ...lead, opfoelgning: today, ...key });
    const told = { svar: 'paa_vej', tekst: 'Vi er i gang.', art: 'telefon', udfald: 'opnaaet' };
    await did(hanne, '/jobordrer/1/svar', { ...told, formularnoegle: randomUUID() });
    const placed = { virksomhed: String(P), borgernoegle: 'B2', start: today, slut: addDays(today, 20) };
    const placement = {
      ...PLACEMENT_FORM,
      ...placed,
      opfoelgning_1: addDays(today, 7),
      fravigelse: 'Aftalt.',
    };
    await did(hanne, '/placeringer/ny', placement);
    await did(sif, '/borgere/1/ydelse', { maalgruppe: 'dagpenge', fra: addDays(today, -100), til: '' });
    await did(hanne, '/kampagner', { navn: 'Jobmesse', slags: 'messe', filter: 'q=lager' });
    await did(hanne, `/kampagner/1/virksomheder/${OTHER}`, { tilstand: 'ja', note: 'Kommer med to' });
    await did(hanne, '/visninger', { navn: 'Mine store', deles_med: 'alle', filtre: 'q=lager' });
    const hvem = String(live.data.db.select().from(user).where(eq(user.username, 'konsulent')).get()?.id);
    const chosen = { handling: 'ansvarlig', hvem, valgt: [String(P), String(OTHER)], trin: 'udfoer' };
    await did(hanne, '/virksomheder/masseredigering', { ...chosen, formularnoegle: randomUUID() });
  }

  /** One batch that is in, and one that is being looked at. */
  async function importTwice(page: Page): Promise<string> {
    for (const [number, carry] of [
      [70, true],
      [71, false],
    ] as const) {
      await page.goto('/import');
      await page.getByLabel('Hvad er i filen?').selectOption('virksomheder');
      const file = { name: 'firmaer.csv', mimeType: 'text/csv', buffer: Buffer.from(csv([firm(number)])) };
      await page.setInputFiles('input[type=file]', file);
      await page.getByRole('button', { name: 'Prøv filen' }).click();
      const doIt = page.getByRole('button', { name: 'Gennemfør importen' });
      await doIt.waitFor({ timeout: 60_000 });
      if (!carry) break;
      await doIt.click();
      await page.getByText('Importen er gennemført').waitFor({ timeout: 60_000 });
    }
    return new URL(page.url()).pathname;
  }

  async function matchOnce(page: Page): Promise<void> {
    await page.goto('/matchkoersler');
    await page.getByRole('button', { name: 'Kør match nu' }).click();
    const own = () =>
      live.data.db.select().from(matchRun).where(like(matchRun.runKey, 'nu:%')).all().at(-1) ?? null;
    await expect.poll(() => own()?.status, { timeout: 120_000 }).toBe('faerdig');
    ownRun.id = String(own()?.id);
  }

  /** What is wrong with the page that is open; axe and every width only where nobody has been before. */
  async function look(page: Page, url: string, isNew: boolean): Promise<string[]> {
    const wrong: string[] = [];
    const about = (await page.evaluate(`({
      lang: document.documentElement.lang,
      heads: document.querySelectorAll('h1').length,
      head: document.querySelector('h1')?.textContent ?? '',
      title: document.title,
    })`)) as { lang: string; heads: number; head: string; title: string };
    if (about.lang !== 'da') wrong.push(`lang is ${about.lang}`);
    if (about.heads !== 1) wrong.push(`${about.heads} h1`);
    if (about.title !== `${about.head} · Samtlige`) wrong.push(`the title is ${about.title}`);
    for (const size of isNew ? Object.values(SCREENS) : [SCREENS.phone]) {
      await page.setViewportSize(size);
      if (!(await fitsItsWidth(page))) wrong.push(`sticks out at ${size.width}`);
      for (const number of await brokenNumbers(page))
        wrong.push(`${number} is cut over two lines at ${size.width}`);
    }
    if (isNew) wrong.push(...(await seriousFaults(page)));
    return wrong.map((what) => `${url}: ${what}`);
  }

  const seen = new Set<string>();

  test('the town has something on each of them', async () => {
    await liveInTheTown();
    expect(walked.length).toBeGreaterThan(60);
  }, 120_000);

  test.each(['konsulent', 'administrator', 'leder', 'sagsbehandler'] as const)(
    'has its own title, one heading, Danish, its width, and nothing that axe finds serious (%s)',
    async (role) => {
      const wrong: string[] = [];
      const { page, complaints, breaches } = await openPage(live.server.url, SCREENS.desk);
      await signInOn(page, role, PASSWORD);
      expect(breaches).toEqual([]);
      await page.evaluate(BREAK_THE_POLICY);
      await expect.poll(() => breaches.splice(0)).toEqual([expect.stringContaining('style-src')]);
      const own: string[] = [];
      if (role === 'administrator') {
        const upload = await importTwice(page);
        own.push(upload, `${upload}/kolonner`);
      }
      if (role === 'konsulent') {
        await matchOnce(page);
        own.push(await unknownWord(page));
      }
      complaints.length = 0;
      for (const url of new Set([...walked.map(filled), ...ALSO, ...own])) {
        const missing = url === MISSING;
        if (!(await isPageFor(page, url)) && !missing) continue;
        await page.goto(url);
        wrong.push(...(await look(page, `${url} (${role})`, !seen.has(url))));
        seen.add(url);
        // The answer 404 itself is noted down by the browser.
        if (missing) complaints.length = 0;
        wrong.push(...complaints.splice(0).map((complaint) => `${url} (${role}): ${complaint}`));
        wrong.push(...breaches.splice(0).map((breach) => `${url} (${role}) breaks the policy: ${breach}`));
      }
      expect(wrong).toEqual([]);
      await page.context().close();
    },
    300_000,
  );

  test('there is no page that nobody could open', () => {
    const unseen = walked.map(filled).filter((url) => !seen.has(url) && !ELSEWHERE.has(url));
    expect(unseen).toEqual([]);
  });
});

/** That breaches are heard of: what no page of ours may do. */
const BREAK_THE_POLICY =
  "document.head.append(Object.assign(document.createElement('style'), { textContent: 'p{}' }))";

/** A page for the one who is signed in: neither refused, sent on, nor a file. */
async function isPageFor(page: Page, url: string): Promise<boolean> {
  const answer = await page.context().request.get(url, { maxRedirects: 0 });
  return answer.status() === 200 && (answer.headers()['content-type'] ?? '').startsWith('text/html');
}

/** A word nobody knows; its address belongs to this server's keys. */
async function unknownWord(page: Page): Promise<string> {
  await page.goto('/ord?vis=ukendt');
  await page.locator('a[href^="/ord/"]').first().click();
  await page.waitForURL(/\/ord\/[\w-]{22}/);
  return new URL(page.url()).pathname;
}

/** Whoever is signed in is sent on (and whoever has no code is not asked for one), as is a day's route that has stops to suggest; files on their way in and words have addresses that cannot be told before: they are found first. */
const ELSEWHERE = new Set([
  '/log-ind',
  '/log-ind/engangskode',
  '/import/filer/1',
  '/import/filer/1/kolonner',
  '/ord/1',
  '/rute',
  '/regler/ny',
]);
