import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, describe } from 'vitest';
import { createTestFolder } from '../db/client.ts';
import { BROWSERS, placeOf } from '../scripts/programs.ts';
import { readConfig } from '../server/config.ts';
import { type OpenedData, openData, type RunningServer, startServer } from '../server/start.ts';
import { letPasswordsDo } from './app.ts';
import { putReadyQueue } from './ready-queue.ts';

const executablePath = placeOf(BROWSERS);

/** Stories in a real browser. Without Chromium they do not run on a developer's machine (npm test says so), but fail in CI. */
export const describeInBrowser = describe.skipIf(!executablePath && process.env.CI !== 'true');

/** Sizes that people have: a phone held in one hand, a small laptop, a desk. */
export const SCREENS = {
  phone: { width: 360, height: 740 },
  tablet: { width: 768, height: 1024 },
  desk: { width: 1440, height: 900 },
};

let shared: Promise<Browser> | undefined;

export function openBrowser(): Promise<Browser> {
  shared ??= chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return shared;
}

afterAll(async () => {
  await (await shared)?.close();
  shared = undefined;
});

export interface LiveServer {
  server: RunningServer;
  data: OpenedData;
  folder: string;
  close: () => Promise<void>;
}

/** A whole server with its queue and workers on a fresh data folder. */
export async function openLiveServer(
  prepare: (data: OpenedData) => Promise<void> | void,
): Promise<LiveServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'samtlige-browser-'));
  const key = () => randomBytes(32).toString('hex');
  const config = readConfig({
    DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'error',
    CPR_KEY: key(),
    CPR_INDEX_KEY: key(),
    FORM_KEY: key(),
  });
  const now = () => new Date();
  createTestFolder(config.files);
  await putReadyQueue(config.files.queue);
  const data = openData(config, now);
  letPasswordsDo(data.db, now());
  await prepare(data);
  // Never too busy: browser, server and test share two cores, and one thread holds the latter two.
  const options = { now, demo: false, withScoreWorkers: true, busyAfterMs: 0 };
  const server = await startServer(config, options, data);
  return {
    server,
    data,
    folder,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A page that fails the test when the browser reports a script error or a broken content security policy. */
export async function openPage(
  url: string,
  screen: { width: number; height: number },
): Promise<{ page: Page; complaints: string[]; breaches: string[] }> {
  const context = await (await openBrowser()).newContext({
    baseURL: url,
    viewport: screen,
    locale: 'da-DK',
    timezoneId: 'Europe/Copenhagen',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints: string[] = [];
  const breaches: string[] = [];
  await page.exposeFunction('tellOfBreach', (what: string) => {
    if (!underExamination.has(page)) breaches.push(what);
  });
  await page.addInitScript(LISTEN_FOR_BREACHES);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !underExamination.has(page)) complaints.push(message.text());
  });
  return { page, complaints, breaches };
}

/** What the policy stopped, as the page itself hears of it; a console that says nothing is no proof. */
const LISTEN_FOR_BREACHES = `document.addEventListener('securitypolicyviolation', (event) =>
  void window.tellOfBreach(\`\${event.violatedDirective} \${event.blockedURI} \${event.sample}\`))`;

export async function signInOn(page: Page, username: string, password: string): Promise<void> {
  await page.goto('/log-ind');
  await page.getByLabel('Brugernavn').fill(username);
  await page.getByLabel('Adgangskode').fill(password);
  await page.getByRole('button', { name: 'Log ind' }).click();
  await page.waitForURL((address) => !address.pathname.startsWith('/log-ind'));
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  violations: { id: string; impact: string; nodes: { html: string }[] }[];
}

/** axe styles what it measures, which our content security policy rightly refuses: no complaint about the page. */
const underExamination = new WeakSet<Page>();

/** What axe finds that is serious or worse, as readable lines. */
export async function seriousFaults(page: Page): Promise<string[]> {
  underExamination.add(page);
  await page.evaluate(axeSource);
  const result = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as AxeResult;
  // What it broke is told of a moment later.
  await page.evaluate('new Promise((done) => setTimeout(done))');
  underExamination.delete(page);
  return result.violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .map((violation) => `${violation.id}: ${violation.nodes[0]?.html.slice(0, 200)}`);
}

/** True when nothing sticks out sideways. */
export async function fitsItsWidth(page: Page): Promise<boolean> {
  return page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
}

/** Dates and long numbers that a too narrow column has cut over two lines. */
export async function brokenNumbers(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const broken: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      for (const { 0: number, index } of (text.textContent ?? '').matchAll(/(?<!\w)\d[\d.]{6,}\d(?!\w)/g)) {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + number.length);
        if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) broken.push(number);
      }
    }
    return broken;
  });
}
