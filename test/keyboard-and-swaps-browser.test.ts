import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contact } from '../db/schema/contacts.ts';
import { coverageSeal } from '../db/schema/coverage.ts';
import { user } from '../db/schema/users.ts';
import { addUser, PASSWORD } from './app.ts';
import {
  describeInBrowser,
  type LiveServer,
  openLiveServer,
  openPage,
  SCREENS,
  signInOn,
} from './browser.ts';
import { addFirm } from './firms.ts';
import { addCitizen } from './job-orders-builders.ts';

const P = 1_000_000_001;

/** What has the focus, as a screen reader would name it, and whether an eye can see that it has. */
const STOP = `(() => {
  const at = document.activeElement;
  if (!at || at === document.body) return { name: '', seen: true };
  const label = at.labels?.[0]?.textContent ?? '';
  const name = (at.getAttribute('aria-label') || label || at.textContent || at.id).trim().replace(/\\s+/g, ' ');
  const drawn = [at, at.nextElementSibling].filter(Boolean).some((one) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none';
  });
  const { width, height } = at.getBoundingClientRect();
  return { name, seen: drawn && width > 0 && height > 0 };
})()`;

interface Stop {
  name: string;
  seen: boolean;
}

const focused = (page: Page) => page.evaluate<Stop>(STOP);

/** Tab until there; every stop on the way must be seen. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    expect(stop.seen, `the focus on »${stop.name}« of ${page.url()} cannot be seen`).toBe(true);
    if (name.test(stop.name)) return;
  }
  throw new Error(`Tab never came to ${name} on ${page.url()}`);
}

/** Layout shifts since the page was opened, those after a tap as well: a swap that follows a tap must move nothing else. */
async function watchShifts(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shifted += entry.value;
    }).observe({ type: 'layout-shift', buffered: false });
  })()`);
}

/** After two frames, so that the last swap has been drawn and counted. */
async function shifted(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((tell) =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => tell(window.shifted), 100))))`);
}

const MOST_SHIFT = 0.05;

describeInBrowser('keys alone, and what is swapped in', () => {
  let live: LiveServer;
  beforeAll(async () => {
    live = await openLiveServer(async ({ db }) => {
      const kim = await addUser(db, 'konsulent', ['konsulent'], 'Lager');
      const bo = await addUser(db, 'sagsbehandler', ['sagsbehandler'], 'Lager');
      await addUser(db, 'leder', ['leder']);
      await addUser(db, 'administrator', ['administrator']);
      for (let n = 0; n < 12; n += 1)
        addFirm(db, {
          pNumber: P + n,
          cvr: 10_000_000 + n,
          name: `Firma ${n + 1} Nord`,
          employees: n < 6 ? 'ANTAL_2_4' : 7,
          fields: { ownerUserId: kim, streetAddress: 'Fiktiv Allé 1', postcode: '2620', city: 'Albertslund' },
        });
      for (let n = 1; n <= 3; n += 1)
        addCitizen(db, {
          citizenKey: `B${n}`,
          name: `Borger ${n} Sø`,
          caseworkerUserId: bo,
          terms: [{ text: 'gurkmejeblæsning' }],
        });
    });
  }, 120_000);
  afterAll(() => live?.close());

  async function start(role: string, screen = SCREENS.desk) {
    const opened = await openPage(live.server.url, screen);
    await signInOn(opened.page, role, PASSWORD);
    return opened;
  }

  test('a konsulent settles a firm, takes it back, logs a talk and mends an error', async () => {
    const { page } = await start('konsulent');
    await tabTo(page, /^Afklar 6 uafklarede/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/virksomheder/uafklarede**');
    await tabTo(page, /^3 ansatte hos Firma 1 Nord/);
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: '3 ansatte' }).waitFor();
    await expect.poll(async () => (await focused(page)).name).toBe('Fortryd');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await focused(page)).name).toMatch(/ansatte hos Firma 1 Nord/);

    await page.keyboard.press('Control+k');
    await page.keyboard.type('firma 7');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/virksomheder/${P + 6}`);
    await page.keyboard.press('l');
    await page.waitForURL('**/kontakter/ny');
    await tabTo(page, /^Telefon$/);
    await page.keyboard.press('ArrowRight');
    await tabTo(page, /^Note/);
    await page.keyboard.type('Talte om 610190-1234');
    await tabTo(page, /^Gem kontakt$/);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    expect((await focused(page)).name).toMatch(/^Ret et felt/);
    await tabTo(page, /CPR/);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await focused(page)).name).toMatch(/^Note/);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Talte om lageret');
    await tabTo(page, /^Gem kontakt$/);
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Kontakten er gemt' }).waitFor();
    expect(live.data.db.select().from(contact).all().at(-1)).toMatchObject({
      pNumber: P + 6,
      kind: 'besoeg',
      note: 'Talte om lageret',
    });
    await page.context().close();
  }, 120_000);

  test('a leder opens the list behind a figure and seals a quarter', async () => {
    const { page } = await start('leder');
    await tabTo(page, /^6$/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/daekning/**');
    await page.goto('/daekning/beviser');
    await tabTo(page, /^Forsegl/);
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'forseglet' }).waitFor();
    expect(live.data.db.select().from(coverageSeal).all()).toHaveLength(1);
    await page.context().close();
  }, 120_000);

  test('a sagsbehandler finds a citizen, and an administrator makes a user', async () => {
    const { page } = await start('sagsbehandler');
    await tabTo(page, /^Navn eller borgernummer/);
    await page.keyboard.type('borger 2');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/borgere?**');
    await tabTo(page, /^Borger 2 Sø/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Borger 2 Sø' }).waitFor();
    await page.context().close();

    const { page: other } = await start('administrator');
    await tabTo(other, /^Brugere$/);
    await other.keyboard.press('Enter');
    await other.waitForURL('**/brugere');
    await tabTo(other, /^Ny bruger/);
    await other.keyboard.press('Enter');
    await other.waitForURL('**/brugere/ny');
    await tabTo(other, /^Brugernavn/);
    await other.keyboard.type('ny');
    await tabTo(other, /^Navn/);
    await other.keyboard.type('Ny Kollega');
    await tabTo(other, /^Opret bruger/);
    await other.keyboard.press('Enter');
    await other.getByRole('alert').waitFor();
    expect((await focused(other)).name).toMatch(/^Ret/);
    await tabTo(other, /^Konsulent|^Virksomhedskonsulent/);
    await other.keyboard.press('Space');
    expect(await other.getByLabel('Brugernavn').inputValue()).toBe('ny');
    expect(live.data.db.select().from(user).all()).toHaveLength(4);
    await other.context().close();
  }, 120_000);

  test('a telephone number is set right in the list by keys: only its cell is fetched, and the list stays as it is', async () => {
    const { page } = await start('konsulent');
    const list = '/virksomheder?q=firma&sort=-navn';
    await page.goto(list);
    const others = await page.locator('.list-fact').count();
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(`${request.method()} ${new URL(request.url()).pathname}`));
    const cell = page.locator(`#fakta-${P + 8}-telefon`);
    const pencil = cell.getByRole('link', { name: 'Ret telefon: Firma 9 Nord' });
    await pencil.press('Enter');
    const field = cell.getByRole('textbox', { name: 'Telefon: Firma 9 Nord' });
    await field.press('Escape');
    await pencil.press('Enter');
    expect(await cell.locator('input[name=til]').getAttribute('value')).toBe(list);
    await field.fill('43 00 00 99');
    await field.press('Enter');
    await cell.getByRole('button', { name: 'Fortryd' }).press('Enter');
    await cell.getByText('–').waitFor();
    const at = `/virksomheder/${P + 8}/fra-listen/telefon`;
    expect(fetched).toEqual([`GET ${at}`, `GET ${at}`, `GET ${at}`, `POST ${at}`, `POST ${at}`]);
    expect(page.url()).toContain(list);
    expect(await page.locator('.list-fact').count()).toBe(others);
    await page.context().close();
  }, 120_000);

  test('Tab goes through a page and out again: nothing holds it, and it is always seen', async () => {
    const { page } = await start('konsulent');
    for (const url of [
      '/',
      `/virksomheder/${P}`,
      `/virksomheder/${P}/kontakter/ny`,
      '/virksomheder',
      '/daekning',
    ]) {
      await page.goto(url);
      await page.keyboard.press('Tab');
      const first = (await focused(page)).name;
      expect(first).toBe('Gå til indhold');
      await tabTo(page, /^Tastaturgenveje$/);
    }
    await page.context().close();
  }, 120_000);

  test.each(['phone', 'desk'] as const)(
    'what is swapped in moves nothing else on a %s',
    async (size) => {
      const { page } = await start('konsulent', SCREENS[size]);
      const shifts: Record<string, number> = {};
      await page.goto('/virksomheder/uafklarede');
      await watchShifts(page);
      await page.getByRole('button', { name: /^3 ansatte hos Firma 2 Nord/ }).click();
      await page.getByRole('status').filter({ hasText: '3 ansatte' }).waitFor();
      shifts.settled = await shifted(page);
      await page.getByRole('button', { name: 'Fortryd' }).click();
      await page.getByRole('button', { name: /^3 ansatte hos Firma 2 Nord/ }).waitFor();
      shifts['taken back'] = await shifted(page);

      await page.goto(`/virksomheder/${P}/kontakter/ny`);
      await watchShifts(page);
      await page.getByLabel('Skriv, hvad der skete').fill('ringede, ingen svar, ring igen om 14 dage');
      await page.getByRole('button', { name: 'Læs' }).click();
      await page.getByRole('heading', { name: 'Læst i linjen' }).waitFor();
      shifts['line read'] = await shifted(page);
      await page.getByLabel('Skriv, hvad der skete').fill('ringede om 610190-1234');
      await page.getByRole('button', { name: 'Læs' }).click();
      await page.locator('#fejl-linje').waitFor();
      expect((await focused(page)).name).toMatch(/^Skriv, hvad der skete/);
      shifts['line refused'] = await shifted(page);

      await page.goto('/ord?vis=ukendt');
      await page.locator('a[href^="/ord/"]').first().click();
      await page.waitForURL(/\/ord\/[\w-]{22}/);
      await watchShifts(page);
      await page.getByLabel('Søg blandt alle begreber').fill('lager');
      await page.locator('#fundet').getByText('Lager', { exact: false }).first().waitFor();
      shifts['word looked for'] = await shifted(page);

      await page.goto('/matchkoersler');
      await page.getByRole('button', { name: 'Kør match nu' }).click();
      await page.waitForURL('**/matchkoersler/**');
      await watchShifts(page);
      await page.getByText('Færdig', { exact: false }).first().waitFor({ timeout: 60_000 });
      shifts['run followed'] = await shifted(page);

      const moved = Object.entries(shifts).filter(([, shift]) => shift > MOST_SHIFT);
      expect(moved, JSON.stringify(shifts)).toEqual([]);
      await page.context().close();
    },
    180_000,
  );
});
