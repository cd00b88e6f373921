import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateDemoTown } from '../scripts/demo/write.ts';
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

/** What a screen shows when it is as good as finished: it fits, and axe finds nothing serious. */
async function expectGoodPage(page: Page): Promise<void> {
  const where = `${page.url()} at ${page.viewportSize()?.width}`;
  expect(await fitsItsWidth(page), `${where} sticks out sideways`).toBe(true);
  expect(await seriousFaults(page), where).toEqual([]);
}

/** A firm of our own, in the register's shape, with four employees reported last month. */
function cvrFile(today: string): string {
  const since = { gyldigFra: '2020-01-01', gyldigTil: null };
  const [year, month] = today.split('-').map(Number);
  const record = {
    pNummer: 1099999999,
    reklamebeskyttet: false,
    navne: [{ navn: 'Prøvelageret ApS', periode: since }],
    virksomhedsrelation: [{ cvrNummer: 24256790, periode: since }],
    livsforloeb: [{ periode: since }],
    beliggenhedsadresse: [
      {
        vejnavn: 'Fiktiv Allé',
        husnummerFra: 16,
        postnummer: 2620,
        postdistrikt: 'Albertslund',
        kommune: { kommuneKode: 165, kommuneNavn: 'ALBERTSLUND' },
        periode: since,
      },
    ],
    hovedbranche: [{ branchekode: '521000', branchetekst: 'Oplagring', periode: since }],
    telefonNummer: [{ kontaktoplysning: '12340000', hemmelig: false, periode: since }],
    erstMaanedsbeskaeftigelse: [
      {
        aar: (month ?? 1) > 2 ? year : (year ?? 0) - 1,
        maaned: (month ?? 1) > 2 ? (month ?? 1) - 2 : 10 + (month ?? 1),
        antalAnsatte: 4,
        intervalKodeAntalAnsatte: 'ANTAL_2_4',
      },
    ],
    produktionsEnhedMetadata: { nyesteCvrNummerRelation: 24256790, sammensatStatus: 'Aktiv' },
  };
  return JSON.stringify([{ VrproduktionsEnhed: record }]);
}

describeInBrowser('the main job, in a browser', () => {
  let live: LiveServer;
  const today = localDate(new Date());

  beforeAll(async () => {
    live = await openLiveServer(async ({ db }) => {
      await addUser(db, 'kim', ['konsulent', 'administrator'], 'Lager');
    });
    const files = path.join(live.folder, 'files');
    mkdirSync(files);
    const { citizens } = generateDemoTown({ seed: 3, today });
    writeFileSync(
      path.join(files, 'borgere.jsonl'),
      citizens
        .slice(0, 300)
        .map((citizen) => JSON.stringify(citizen))
        .join('\n'),
    );
    writeFileSync(path.join(files, 'cvr.json'), cvrFile(today));
  });
  afterAll(() => live?.close());

  async function importFile(page: Page, kind: string, file: string): Promise<void> {
    await page.goto('/import');
    await page.getByLabel('Hvad er i filen?').selectOption(kind);
    await page.setInputFiles('input[type=file]', path.join(live.folder, 'files', file));
    await page.getByRole('button', { name: 'Prøv filen' }).click();
    await page.getByRole('button', { name: 'Gennemfør importen' }).click();
    await page.getByText('Importen er gennemført').waitFor();
  }

  test('sign in, import, log a visit on the phone, see coverage move, order, match, shortlist', async () => {
    const { page, complaints } = await openPage(live.server.url, SCREENS.phone);
    await page.goto('/log-ind');
    await expectGoodPage(page);
    await signInOn(page, 'kim', PASSWORD);
    await expectGoodPage(page);

    await importFile(page, 'virksomheder', 'cvr.json');
    await expectGoodPage(page);
    await importFile(page, 'borgere', 'borgere.jsonl');

    await page.goto('/daekning');
    const figure = (text: RegExp) =>
      page.locator('.readings tbody tr').filter({ hasText: text }).locator('b').first().textContent();
    expect([await figure(/^I mål/), await figure(/^Kontaktet/), await figure(/^Besøgt/)]).toEqual([
      '1',
      '0',
      '0',
    ]);
    await expectGoodPage(page);

    await page.goto('/virksomheder?q=prøvelageret');
    await expectGoodPage(page);
    await page.getByRole('link', { name: 'Prøvelageret ApS' }).first().click();
    await expectGoodPage(page);
    await page.getByRole('button', { name: /ansvarlig/i }).click();
    await page.getByRole('link', { name: 'Log kontakt' }).click();
    await page.getByRole('radio', { name: 'Besøg', exact: true }).check();
    await page.getByRole('radio', { name: 'Opnået', exact: true }).check();
    await page.getByLabel('Note').fill('Rundvisning på lageret. De mangler to til pluk og pak.');
    await page.getByRole('radio', { name: /14 dage/ }).check();
    await expectGoodPage(page);
    await page.getByRole('button', { name: 'Gem kontakt' }).click();
    await page.getByRole('status').filter({ hasText: 'Kontakten er gemt.' }).waitFor();
    await page.getByText('De mangler to til pluk og pak.').first().waitFor();
    await expectGoodPage(page);

    await page.goto('/daekning');
    expect([await figure(/^I mål/), await figure(/^Kontaktet/), await figure(/^Besøgt/)]).toEqual([
      '1',
      '1',
      '1',
    ]);
    await page
      .locator('.readings tbody tr')
      .filter({ hasText: /^Besøgt/ })
      .getByRole('link')
      .first()
      .click();
    await page.getByRole('link', { name: 'Prøvelageret ApS' }).waitFor();
    await expectGoodPage(page);

    await page.goto('/jobordrer/ny?virksomhed=1099999999');
    await page.getByRole('radio', { name: 'Småjob', exact: true }).check();
    await page.getByLabel('Titel').fill('Lagermedarbejder, 10 timer');
    await page.getByLabel('Beskrivelse').fill('Pluk og pak tre formiddage om ugen.');
    await page.locator('[name=timer_min]').fill('8');
    await page.locator('[name=timer_max]').fill('12');
    await page.getByLabel('Krav', { exact: true }).fill('pluk og pak\ntruck B (kan læres)');
    await expectGoodPage(page);
    await page.getByRole('button', { name: 'Opret ordre' }).click();
    await page.getByRole('status').filter({ hasText: 'Ordren er oprettet.' }).waitFor();
    await expectGoodPage(page);
    const order = new URL(page.url()).pathname;

    await page.goto('/matchkoersler');
    await expectGoodPage(page);
    await page.getByRole('button', { name: 'Kør match nu' }).click();
    await page.getByText('Færdig', { exact: false }).first().waitFor({ timeout: 60_000 });
    await expectGoodPage(page);

    await page.goto(`${order}/forslag`);
    expect(await page.locator('.match').count()).toBeGreaterThan(0);
    await page.getByText('Passer').first().waitFor();
    await expectGoodPage(page);
    await page
      .getByRole('link', { name: /sorteret fra/ })
      .first()
      .click();
    await expectGoodPage(page);

    await page.goto('/');
    await page.getByText('Lagermedarbejder, 10 timer').first().waitFor();
    await expectGoodPage(page);
    expect(complaints).toEqual([]);
  }, 240_000);

  test('signing in and finding a firm needs no mouse', async () => {
    const { page } = await openPage(live.server.url, SCREENS.desk);
    await page.goto('/log-ind');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Gå til indhold');
    await page.getByLabel('Brugernavn').focus();
    await page.keyboard.type('kim');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Min dag' }).waitFor();
    await page.getByLabel('Find virksomhed').focus();
    await page.keyboard.type('prøve');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Prøvelageret ApS' }).first().waitFor();
  });
});
