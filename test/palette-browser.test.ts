import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addUser, PASSWORD } from './app.ts';
import {
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

const focused = (page: Page) => page.evaluate<string>('document.activeElement.outerHTML.slice(0, 200)');

describeInBrowser('the keyboard alone', () => {
  let live: LiveServer;
  beforeAll(async () => {
    live = await openLiveServer(async ({ db }) => {
      await addUser(db, 'kim', ['konsulent', 'sagsbehandler']);
      for (let n = 1; n <= 60; n += 1)
        addFirm(db, { pNumber: 1_000_000_000 + n, cvr: 10_000_000 + n, name: `Firma ${n} Nord` });
      addFirm(db, { pNumber: 1_000_000_099, cvr: 10_000_099, name: 'Ærø Køkken og Kantine ApS' });
    });
  }, 120_000);
  afterAll(() => live?.close());

  async function start(screen: { width: number; height: number }) {
    const opened = await openPage(live.server.url, screen);
    await signInOn(opened.page, 'kim', PASSWORD);
    return opened;
  }

  test('arrows choose, Escape closes and gives the focus back, and a screen reader is told', async () => {
    for (const screen of Object.values(SCREENS)) {
      const { page, complaints } = await start(screen);
      await page.goto('/virksomheder');
      const link = page.getByRole('link', { name: 'Firma 1 Nord', exact: true });
      await link.focus();
      await page.keyboard.press('Control+k');
      const field = page.getByRole('combobox', { name: /Virksomhed, jobordre/ });
      await page.getByRole('option', { name: 'Min dag' }).waitFor();
      await field.fill('firma nord');
      await page.locator('#palette [role=option]').filter({ hasText: 'Firma' }).first().waitFor();
      const shown = await page.locator('#palette [role=option]').count();
      expect(await page.locator('#palette-status').textContent()).toBe(`${shown} fundet`);
      const active = () => field.getAttribute('aria-activedescendant');
      expect([await active(), await field.getAttribute('aria-expanded')]).toEqual(['palette-1', 'true']);
      await page.keyboard.press('ArrowDown');
      expect(await active()).toBe('palette-2');
      expect(await page.locator('#palette-2').getAttribute('aria-selected')).toBe('true');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      expect(await active()).toBe(`palette-${shown}`);
      expect(await seriousFaults(page)).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
      await page.keyboard.press('Escape');
      expect(await page.locator('#palette').isVisible()).toBe(false);
      expect(await focused(page)).toContain('Firma 1 Nord');
      await page.getByRole('link', { name: /^Søg/ }).click();
      await page.keyboard.type('xqzw');
      await page.getByText('Intet fundet.').waitFor();
      expect(await field.getAttribute('aria-expanded')).toBe('false');
      expect(await seriousFaults(page)).toEqual([]);
      expect(complaints).toEqual([]);
    }
  }, 180_000);

  test('an answer that comes late is not shown over a newer one', async () => {
    const { page } = await start(SCREENS.desk);
    await page.route('**/soeg?q=firma', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue().catch(() => undefined);
    });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('firma');
    await page.waitForRequest('**/soeg?q=firma');
    await page.locator('#palette-felt').fill('kantine');
    await page.getByRole('option', { name: /Kantine/ }).waitFor();
    await page.waitForTimeout(1800);
    expect(await page.locator('#palette [role=option]').allTextContents()).toEqual([
      expect.stringContaining('Kantine'),
    ]);
  }, 60_000);

  test('Enter waits for the answer to what was typed, however late an earlier answer comes', async () => {
    const { page } = await start(SCREENS.desk);
    await page.goto('/jobordrer');
    // The answer to the empty field is held back until Enter has been pressed.
    await page.evaluate(`(() => {
      const ask = window.fetch;
      window.fetch = async (...about) => {
        window.fetch = ask;
        const text = await (await ask(...about)).text();
        await new Promise((resolve) => { window.release = resolve; });
        return { ok: true, redirected: false, text: async () => text };
      };
    })()`);
    await page.keyboard.press('Control+k');
    // A function that waits in the page would be asked again by eval, which the policy forbids.
    await expect.poll(() => page.evaluate('window.release !== undefined')).toBe(true);
    await page.evaluate(`(() => {
      const field = document.querySelector('#palette-felt');
      field.value = 'kantine';
      field.form.requestSubmit();
      window.release();
    })()`);
    await page.waitForURL('**/virksomheder/1000000099');
  }, 60_000);

  test('go to a list, down the rows, open one, log a contact; "?" tells how; nothing while typing', async () => {
    const { page, complaints } = await start(SCREENS.desk);
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await page.waitForURL('**/virksomheder');
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    await page.keyboard.press('p');
    expect(await focused(page)).toContain('/virksomheder/1000000001');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/virksomheder/1000000001');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Tastaturgenveje' }).getByText('Log kontakt').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('l');
    expect(page.url()).toMatch(/1000000001$/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('l');
    await page.waitForURL('**/kontakter/ny');
    await page.getByLabel('Note').focus();
    await page.keyboard.type('glvn?/');
    expect(await page.getByLabel('Note').inputValue()).toBe('glvn?/');
    expect(page.url()).toMatch(/kontakter\/ny$/);
    for (const [second, address] of [
      ['m', '/'],
      ['j', '/jobordrer'],
      ['d', '/daekning'],
    ]) {
      await page.goto('/genveje');
      await page.keyboard.press('g');
      await page.keyboard.press(second ?? '');
      await page.waitForURL((url) => url.pathname === address);
    }
    expect(complaints).toEqual([]);
  }, 120_000);

  test('turned off, one key does nothing and Ctrl K still works', async () => {
    const { page } = await start(SCREENS.phone);
    await page.goto('/mine-indstillinger');
    expect(await seriousFaults(page)).toEqual([]);
    expect(await fitsItsWidth(page)).toBe(true);
    await page.getByRole('button', { name: 'Slå fra' }).click();
    await page.getByText('Genvejene er gemt.').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('v');
    await page.keyboard.press('?');
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: 'Min dag' }).waitFor();
    expect(await page.locator('#genveje-dialog').isVisible()).toBe(false);
    expect(page.url()).toContain('/mine-indstillinger');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Slå til' }).click();
    await page.getByText('Genvejene er gemt.').waitFor();
  }, 60_000);
});
