import { expect, test } from 'vitest';
import { changeSetting } from '../server/admin/queries.ts';
import { addUser, PASSWORD } from './app.ts';
import {
  describeInBrowser,
  fitsItsWidth,
  openLiveServer,
  openPage,
  SCREENS,
  seriousFaults,
  signInOn,
} from './browser.ts';
import { addFirmAt, addHouses } from './map-town.ts';

async function openTown() {
  return openLiveServer(async ({ db }) => {
    await addUser(db, 'hanne', ['konsulent']);
    addHouses(db);
    changeSetting(db, 'officeAddress', 'Kortvej 1, 2620 Albertslund', {
      at: '2026-06-01T00:00:00.000Z',
      by: null,
    });
    for (let number = 1; number <= 60; number += 3) addFirmAt(db, number);
  });
}

describeInBrowser('kortet i en browser', () => {
  test('flyttes med finger, taster og hjul uden ny side, et tegn åbner et kort om virksomheden, og Tilbage går tilbage', async () => {
    const live = await openTown();
    const { page, complaints } = await openPage(live.server.url, SCREENS.desk);
    await signInOn(page, 'hanne', PASSWORD);
    await page.goto('/kort');
    // Whatever is loaded anew would lose the mark.
    await page.evaluate('window.sameLoad = true');
    const look = () => page.locator('.map-drawing').getAttribute('data-lat');
    const zoom = () => page.locator('.map-drawing').getAttribute('data-zoom');
    const first = await look();
    const closeness = Number(await zoom());

    await page.locator('.map-frame').focus();
    await page.keyboard.press('ArrowUp');
    await page.waitForURL('**/kort?midte=**');
    await expect.poll(async () => Number(await look())).toBeGreaterThan(Number(first));
    await page.keyboard.press('+');
    await page.waitForURL(`**&zoom=${closeness + 2}`);
    const near = Number(await look());
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('-');
    await page.waitForURL(`**&zoom=${closeness}`);
    await expect.poll(zoom).toBe(String(closeness));
    expect(Number(await look())).toBeCloseTo(near, 3);
    for (let step = 0; step < 5; step += 1) await page.goBack();
    await page.waitForURL('**/kort');
    await expect.poll(look).toBe(first);

    const box = await page.locator('.map-drawing').boundingBox();
    if (!box) throw new Error('no drawing');
    const [x, y] = [box.x + box.width / 4, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x, y + 90, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL('**/kort?midte=**');
    await expect.poll(async () => Number(await look())).toBeGreaterThan(Number(first));
    await page.mouse.wheel(0, -120);
    await expect.poll(zoom).toBe(String(closeness + 2));

    await page.locator('[data-map="alle"]').click();
    await expect.poll(zoom).toBe(String(closeness));
    await page.getByRole('link', { name: 'Vis Firma 1 på kortet' }).click();
    await page.getByRole('heading', { name: 'Firma 1', exact: true }).waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('valgt');
    expect(await page.evaluate('window.sameLoad')).toBe(true);
    expect(complaints).toEqual([]);
    await live.close();
  }, 180_000);

  test('kort og rute kan ses på telefon, tablet og skærm og bruges af alle', async () => {
    const live = await openTown();
    for (const screen of Object.values(SCREENS)) {
      const { page, complaints } = await openPage(live.server.url, screen);
      await signInOn(page, 'hanne', PASSWORD);
      for (const address of [
        '/kort?valgt=1000000001',
        '/kort?zoom=18&midte=55.65300,12.36000',
        '/kort/uden-hus',
        '/rute',
        '/rute?foreslaa=ja',
      ]) {
        await page.goto(address);
        expect(await fitsItsWidth(page), `${address} at ${screen.width}`).toBe(true);
        expect(await seriousFaults(page), `${address} at ${screen.width}`).toEqual([]);
      }
      expect(complaints).toEqual([]);
    }
    await live.close();
  }, 240_000);
});
