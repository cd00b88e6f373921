import { eq } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headcount } from '../db/schema/companies.ts';
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

const FIRMS = [1_000_000_001, 1_000_000_002, 1_000_000_003];

describeInBrowser('the register, in a browser', () => {
  let live: LiveServer;

  beforeAll(async () => {
    live = await openLiveServer(async ({ db }) => {
      const kim = await addUser(db, 'kim', ['konsulent'], 'Lager');
      for (const pNumber of FIRMS)
        addFirm(db, {
          pNumber,
          name: `Firma ${pNumber % 10} ApS`,
          employees: 'ANTAL_2_4',
          fields: { ownerUserId: kim, streetAddress: 'Fiktiv Allé 1', postcode: '2620', city: 'Albertslund' },
        });
    });
  });
  afterAll(() => live?.close());

  const given = (pNumber: number) =>
    live.data.db
      .select()
      .from(headcount)
      .where(eq(headcount.pNumber, pNumber))
      .all()
      .filter((row) => row.source === 'konsulent' && row.supersededAt === null)
      .map((row) => row.count);
  /** On the paper, not on the screen: a tap may scroll. */
  const topOf = (page: Page, firm: string) =>
    page
      .getByRole('listitem')
      .filter({ hasText: firm })
      .evaluate((item) => item.getBoundingClientRect().top + (item.ownerDocument.defaultView?.scrollY ?? 0));

  test.each(Object.entries(SCREENS))(
    'a firm is settled where it stands, nothing below it moves, and it can be taken back (%s)',
    async (_size, screen) => {
      const { page, complaints } = await openPage(live.server.url, screen);
      await signInOn(page, 'kim', PASSWORD);
      await page.getByRole('link', { name: 'Afklar 3 uafklarede virksomheder' }).click();
      await page.getByRole('heading', { name: 'Uafklarede virksomheder' }).waitFor();
      const before = await topOf(page, 'Firma 2');
      await page.getByRole('button', { name: '3 ansatte hos Firma 1 ApS' }).click();
      await page.getByRole('status').filter({ hasText: '3 ansatte' }).waitFor();
      expect(given(FIRMS[0] ?? 0)).toEqual([3]);
      expect(await topOf(page, 'Firma 2')).toBe(before);
      expect(await fitsItsWidth(page)).toBe(true);
      expect(await seriousFaults(page)).toEqual([]);
      await page.getByRole('button', { name: 'Fortryd' }).click();
      await page.getByRole('button', { name: '3 ansatte hos Firma 1 ApS' }).waitFor();
      expect(given(FIRMS[0] ?? 0)).toEqual([]);
      expect(await topOf(page, 'Firma 2')).toBe(before);
      expect(complaints).toEqual([]);
    },
  );

  test('tick two firms with the keyboard, see what will happen, and do it', async () => {
    const { page, complaints } = await openPage(live.server.url, SCREENS.desk);
    await signInOn(page, 'kim', PASSWORD);
    await page.goto('/virksomheder');
    for (const firm of ['Firma 1', 'Firma 2']) {
      await page.getByRole('checkbox', { name: `Vælg ${firm} ApS` }).focus();
      await page.keyboard.press('Space');
    }
    await page.getByRole('button', { name: 'Ret de valgte …' }).click();
    await page.getByText('2 virksomheder er valgt.').waitFor();
    await page.getByRole('radio', { name: 'Ikke nu' }).check();
    await page.getByLabel('Hvorfor ikke nu').selectOption('senere');
    await page.getByRole('button', { name: 'Vis, hvad der sker' }).click();
    await page.getByText('2 ændres, 0 springes over.').waitFor();
    await page.getByRole('button', { name: 'Ret 2 virksomheder' }).click();
    await page.getByRole('button', { name: 'Fortryd det hele' }).click();
    await page.getByText('Ændringen er fortrudt.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
