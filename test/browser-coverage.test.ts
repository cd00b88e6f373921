import { expect, test } from 'vitest';
import { coverageSeal } from '../db/schema/coverage.ts';
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

describeInBrowser('dækningen i en browser', () => {
  test('fra lederens startside: listen bag et tal, og et kvartal forsegles, læses og genberegnes', async () => {
    const live = await openTown();
    const { page, complaints } = await openPage(live.server.url, SCREENS.phone);
    await signInOn(page, 'lis', PASSWORD);
    expect(new URL(page.url()).pathname).toBe('/daekning');
    await page.getByRole('link', { name: '2', exact: true }).first().click();
    await page.waitForURL('**/daekning/i-maal?**');
    expect(await page.getByRole('link', { name: 'Bageriet' }).count()).toBe(1);

    await page.goto('/daekning/beviser');
    await page
      .getByRole('button', { name: /^Forsegl/ })
      .first()
      .click();
    await page.waitForURL('**/daekning/beviser/1?**');
    expect(await page.getByRole('status').textContent()).toContain('Kvartalet er forseglet');
    await page.getByRole('button', { name: 'Genberegn' }).click();
    await page.waitForURL('**/genberegning');
    expect(await page.getByRole('status').textContent()).toContain('de samme fingeraftryk');
    expect(live.data.db.select().from(coverageSeal).all()).toHaveLength(1);
    expect(complaints).toEqual([]);
    await live.close();
  }, 90_000);
});

function openTown(): Promise<LiveServer> {
  return openLiveServer(async ({ db }) => {
    addFirm(db, { pNumber: 1_000_000_001, name: 'Bageriet', fields: { postcode: '2620' } });
    addFirm(db, { pNumber: 1_000_000_002, name: 'Værkstedet', employees: 60, fields: { postcode: '2625' } });
    addFirm(db, { pNumber: 1_000_000_003, name: 'Tvivlen', employees: 'ANTAL_2_4' });
    await addUser(db, 'lis', ['leder', 'administrator']);
  });
}
