import { afterAll, beforeAll, expect, test } from 'vitest';
import { localDate } from '../server/ui/dates.ts';
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

const LINE = 'Besøgte Lagerfirmaet i dag, 2 småjob 10 t/uge på lageret, de er nu 12 ansatte, ring om 14 dage';

describeInBrowser('en linje bliver til en kontakt', () => {
  let live: LiveServer;
  beforeAll(async () => {
    live = await openLiveServer(async ({ db }) => {
      addFirm(db);
      await addUser(db, 'hanne', ['konsulent']);
    });
  });
  afterAll(() => live?.close());

  test.each(Object.entries(SCREENS))('på %s: skriv, vælg, gem', async (_, size) => {
    const { page, complaints } = await openPage(live.server.url, size);
    await signInOn(page, 'hanne', PASSWORD);
    await page.getByLabel('Skriv, hvad der skete').fill(LINE);
    await page.getByLabel('Skriv, hvad der skete').press('Enter');
    await page.getByRole('button', { name: 'Vælg Lagerfirmaet ApS' }).waitFor();
    expect(await fitsItsWidth(page)).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);

    await page.getByRole('button', { name: 'Vælg Lagerfirmaet ApS' }).click();
    await page.getByRole('heading', { name: 'Læst i linjen' }).waitFor();
    expect(await page.getByLabel('Besøg', { exact: true }).isChecked()).toBe(true);
    expect(await page.getByLabel('Dato', { exact: true }).inputValue()).toBe(localDate(new Date()));
    expect(await fitsItsWidth(page)).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);

    await page.getByRole('button', { name: 'Gem kontakt' }).click();
    await page.getByText('Kontakten er gemt').waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('på virksomhedens side skiftes felterne ud uden en ny side, og et CPR-nummer bliver stoppet', async () => {
    const { page, complaints } = await openPage(live.server.url, SCREENS.phone);
    await signInOn(page, 'hanne', PASSWORD);
    const address = '/virksomheder/1000000001/kontakter/ny';
    await page.goto(address);
    const line = page.getByLabel('Skriv, hvad der skete');
    await line.fill('ringede om 610190-1234');
    await line.press('Enter');
    await page.locator('#fejl-linje').waitFor();
    expect(await line.inputValue()).not.toContain('1234');
    await line.fill('ringede, ingen svar');
    await line.press('Enter');
    await page.getByRole('heading', { name: 'Læst i linjen' }).waitFor();
    expect(await page.getByLabel('Ikke opnået', { exact: true }).isChecked()).toBe(true);
    expect(new URL(page.url()).pathname).toBe(address);
    // The refusal itself is an answer the browser notes down.
    expect(complaints.filter((complaint) => !complaint.includes('422'))).toEqual([]);
    await page.context().close();
  });
});
