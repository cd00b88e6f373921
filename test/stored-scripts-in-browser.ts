import type { Page } from 'playwright-core';
import { ask } from './asking.ts';
import { openPage, SCREENS } from './browser.ts';
import { formsOn } from './forms.ts';
import { formsOfTheTown, type Sent, send } from './forms-of-the-town.ts';
import { ASKING } from './hostile-input.ts';
import { STORED_SCRIPTS } from './stored-scripts.ts';
import { addressOf, openWholeTown, type Town, type Who } from './whole-town.ts';

const CALL = 'xss()';
/** Where all of them fit at once. */
const LONG = 10_000;

export interface Tried {
  /** what is heard of a page that does run them */
  control: number;
  fields: number;
  /** forms that kept what was typed */
  kept: number;
  pages: number;
  wrong: string[];
}

/**
 * Types the scripts into every text field of every form, all of them where there is room and otherwise one each (others in
 * each round), and opens in Chromium every page that shows one: under its own policy, and as bare HTML without any.
 */
export async function tryStoredScripts(round: number): Promise<Tried> {
  const town = await openWholeTown();
  const url = await town.app.listen({ port: 0, host: '127.0.0.1' });
  const wrong: string[] = [];
  let [fields, kept, pages] = [0, 0, 0];
  const watch = await openWatchedPage(url);
  await watch.page.setContent(`<p>${STORED_SCRIPTS.join('')}</p>`);
  const control = (await watch.ran()).length;
  const bare = async (about: string, html: string) => {
    pages += 1;
    await watch.page.goto('about:blank');
    await watch.page.setContent(html, { waitUntil: 'domcontentloaded' });
    wrong.push(...(await watch.ran()).map((what) => `${about}, bare: ${what}`));
  };
  for (const form of await formsOfTheTown(town)) {
    if (ENDS_IT.test(form.pattern)) continue;
    const typed = withScripts(form, round * 37 + fields);
    if (typed.count === 0) continue;
    fields += typed.count;
    const answer = await send(town, typed.sent);
    if (answer.statusCode < 400) kept += 1;
    if (answer.body.includes(CALL) && isPage(answer.headers['content-type']))
      await bare(form.pattern, answer.body);
  }
  for (const who of ASKING)
    for (const [at, html] of await pagesThatShow(town, who)) {
      await bare(`${at} (${who})`, html);
      await watch.page.context().clearCookies();
      await watch.page.context().addCookies(cookiesOf(town, who, url));
      await watch.page.goto(at, { waitUntil: 'load' });
      wrong.push(...(await watch.ran()).map((what) => `${at} (${who}): ${what}`));
    }
  await watch.page.context().close();
  return { control, fields, kept, pages, wrong };
}

/** They sign the one who sends them out, or close what the others stand on. */
const ENDS_IT = /log-ud|adgang$|tilbagetraekning|fortrydelse|udgaaet|afslutning|ophoer|sammenlaegning/;

function withScripts({ form, fields, ...rest }: Sent, from: number): { sent: Sent; count: number } {
  const typed = { ...fields };
  let count = 0;
  for (const { name, kind, maxLength } of form.fields) {
    if (kind !== 'text') continue;
    const fits = (maxLength ?? 0) >= LONG ? STORED_SCRIPTS.join('\n') : one(from + count);
    typed[name] = [fits.slice(0, maxLength)];
    count += 1;
  }
  return { sent: { ...rest, form, fields: typed }, count };
}

function one(at: number): string {
  return STORED_SCRIPTS[at % STORED_SCRIPTS.length] ?? '';
}

async function pagesThatShow(town: Town, who: Who): Promise<Map<string, string>> {
  const shown = new Map<string, string>();
  for (const route of town.routes.filter(({ method, url }) => method === 'GET' && !url.startsWith('/api'))) {
    const at = addressOf(route, town);
    const answer = await ask(town.app, { method: 'GET', url: at }, { keys: town.keys[who] });
    const visible = answer.body.includes(CALL) && isPage(answer.headers['content-type']);
    if (visible && formsOn(answer.body, at).length > 0) shown.set(at, answer.body);
  }
  return shown;
}

function isPage(type: unknown): boolean {
  return String(type).startsWith('text/html');
}

function cookiesOf(town: Town, who: Who, url: string) {
  return town.keys[who].cookie.split('; ').flatMap((pair) => {
    const [name = '', ...value] = pair.split('=');
    return name === '' ? [] : [{ name, value: value.join('='), url }];
  });
}

/** A page that hears of every script that runs, and of every one that only the policy stopped. */
async function openWatchedPage(url: string): Promise<{ page: Page; ran: () => Promise<string[]> }> {
  const { page } = await openPage(url, SCREENS.desk);
  const heard: string[] = [];
  await page.exposeFunction('xss', () => heard.push('a script ran'));
  page.on('dialog', (dialog) => {
    heard.push('a dialog');
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) heard.push(message.text());
  });
  return {
    page,
    async ran() {
      // Handlers of what failed to load come a moment after the page.
      await page.evaluate('new Promise((done) => setTimeout(done, 30))');
      return heard.splice(0);
    },
  };
}
