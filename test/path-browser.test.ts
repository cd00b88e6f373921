import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localDate } from '../server/ui/dates.ts';
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

/** A file that the page offers, as it is fetched. */
async function download(page: Page, link: string): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: link, exact: true }).click(),
  ]);
  return readFileSync(await file.path());
}

describeInBrowser('fra en linje i loggen til ordinære timer', () => {
  let live: LiveServer;
  const today = localDate(new Date());

  beforeAll(async () => {
    live = await openLiveServer(async ({ db }) => {
      await addUser(db, 'hanne', ['konsulent'], 'Lager');
      const sara = await addUser(db, 'sara', ['sagsbehandler'], 'Borger');
      await addUser(db, 'lea', ['leder']);
      addFirm(db, { pNumber: P });
      addCitizen(db, {
        citizenKey: 'B1',
        name: 'Åse Ærlig',
        caseworkerUserId: sara,
        terms: [{ text: 'pluk og pak' }],
      });
    });
  }, 120_000);
  afterAll(() => live?.close());

  async function start(user: string, screen = SCREENS.desk) {
    const opened = await openPage(live.server.url, screen);
    await signInOn(opened.page, user, PASSWORD);
    return opened;
  }

  const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();

  test('de mangler 2 til lageret: ordre, tavle, ja, deling, samtale, start, opfølgning, ophør og kvartalets tal', async () => {
    const { page: hanne, complaints } = await start('hanne');
    const { page: sara, complaints: others } = await start('sara');

    await hanne.goto(`/virksomheder/${P}/kontakter/ny`);
    const line = hanne.getByLabel('Skriv, hvad der skete');
    await line.fill('Besøgte dem i dag, de mangler 2 til lageret, småjob 10 t/uge');
    await line.press('Enter');
    await hanne.getByRole('heading', { name: 'Læst i linjen' }).waitFor();
    await hanne.getByRole('button', { name: 'Gem kontakt' }).click();
    await told(hanne, 'Kontakten er gemt.');
    await hanne.getByRole('link', { name: /^Opret jobordre:/ }).click();

    await hanne.getByRole('heading', { name: 'Ny jobordre' }).waitFor();
    expect(await hanne.getByLabel('Antal pladser').inputValue()).toBe('2');
    expect(await hanne.getByLabel('Titel').inputValue()).toMatch(/lager/i);
    expect(await hanne.getByRole('radio', { name: 'Småjob', exact: true }).isChecked()).toBe(true);
    await hanne.getByLabel('Titel').fill('Lagermedarbejder');
    await hanne.getByLabel('Beskrivelse').fill('Pluk og pak på lageret to formiddage om ugen.');
    await hanne.getByLabel('Krav', { exact: true }).fill('pluk og pak');
    await hanne.getByRole('button', { name: 'Opret ordre' }).click();
    await told(hanne, 'Ordren er oprettet.');
    const order = new URL(hanne.url()).pathname;

    await hanne.goto(`${order}/forslag`);
    await hanne
      .getByRole('button', { name: /^Sæt på tavlen/ })
      .first()
      .click();
    await told(hanne, 'Borgeren står på ordrens tavle.');
    await hanne.getByRole('link', { name: 'Tavle', exact: true }).click();
    await hanne.getByRole('link', { name: /^Åbn kortet for Åse/ }).click();
    await hanne.getByRole('button', { name: 'Borgeren er spurgt' }).click();
    await told(hanne, 'Borgeren er spurgt.');
    expect(await hanne.locator('main').textContent()).not.toContain('Ærlig');

    await sara.goto('/borgere?q=åse');
    await sara.getByRole('link', { name: 'Åse Ærlig' }).first().click();
    await sara.getByRole('link', { name: 'Aftal og ret' }).click();
    for (const topic of ['Navn', 'Telefon og mail'])
      await sara.getByRole('group', { name: topic }).getByRole('radio', { name: 'Må siges' }).check();
    await sara.getByRole('button', { name: 'Gem aftalen' }).click();
    await sara.goto('/formidlinger?vis=svar');
    await sara.getByRole('link', { name: /^Åbn kortet for Åse/ }).click();
    await sara.getByRole('radio', { name: 'Ja', exact: true }).check();
    await sara.getByRole('button', { name: 'Gem svaret' }).click();
    await told(sara, 'Borgerens svar er noteret.');

    await hanne.goto(`${order}/tavle`);
    const openCard = () => hanne.getByRole('link', { name: /^Åbn kortet for/ }).click();
    await openCard();
    await hanne.getByRole('button', { name: 'Det er delt' }).click();
    await told(hanne, 'Det er noteret, hvad virksomheden har fået at vide.');
    await openCard();
    await hanne.getByLabel('Samtalens dag').fill(today);
    await hanne.getByRole('button', { name: 'Gem samtalen' }).click();
    await told(hanne, 'Samtalen er noteret.');
    await openCard();
    await hanne.getByRole('link', { name: 'Borgeren starter: opret placering' }).click();

    await hanne.getByRole('heading', { name: 'Nyt forløb' }).waitFor();
    expect(await hanne.getByLabel('Timer om ugen').inputValue()).toBe('10');
    // What the rules say follows what stands in the form, and offers the last day that they allow.
    await hanne.getByRole('radio', { name: 'Virksomhedspraktik' }).check();
    await hanne
      .locator('#regler')
      .getByRole('button', { name: /^Til og med/ })
      .waitFor();
    await hanne.getByRole('radio', { name: 'Småjob' }).check();
    await hanne.locator('#regler').getByText('Et småjob har ingen frist.').waitFor();
    const days = hanne.getByRole('group', { name: 'Dage', exact: true });
    await days.getByRole('checkbox', { name: 'Tir' }).check();
    await days.getByRole('checkbox', { name: 'Tor' }).check();
    await hanne.getByLabel('Fra kl.').first().fill('08:00');
    await hanne.getByLabel('Til kl.').first().fill('13:00');
    await hanne.getByLabel('Opfølgning 1').fill(today);
    await hanne.getByRole('button', { name: 'Opret forløb' }).click();
    await told(hanne, 'Forløbet er oprettet.');

    await hanne.getByText('Skriv, hvad I fandt').first().click();
    await hanne.getByRole('radio', { name: 'Ja', exact: true }).first().check();
    await hanne.getByRole('button', { name: 'Gem opfølgning' }).first().click();
    await told(hanne, 'Opfølgningen er skrevet.');
    const end = hanne.locator('details').filter({ hasText: 'Gem ophør' });
    await end.locator('summary').click();
    await end.getByLabel('Hvorfor').selectOption({ label: 'Ordinært job i virksomheden' });
    await end.getByRole('radio', { name: 'Ja', exact: true }).check();
    await end.getByLabel('Ordinære timer om ugen').fill('32');
    await end.getByRole('button', { name: 'Gem ophør' }).click();
    await told(hanne, 'Forløbet er ophørt.');
    await hanne.getByText('Ja, 32 timer om ugen').waitFor();

    await hanne.goto(`${order}/tavle`);
    await hanne.getByText('1 af 2 pladser besat').waitFor();

    const { page: lea, complaints: hers } = await start('lea');
    await lea.goto('/rapporter');
    await lea.locator('main').getByRole('link', { name: 'Forløb', exact: true }).click();
    const figure = (name: string) => lea.locator('.readings tbody tr').filter({ hasText: name });
    expect(await figure('Begyndt i perioden').getByRole('link').textContent()).toBe('1');
    await figure('heraf gået over i ordinære timer').getByRole('link').click();
    await lea.getByRole('link', { name: 'Lagermedarbejder' }).waitFor();
    expect(await lea.locator('tbody tr').count()).toBe(1);
    expect((await download(lea, 'Hent som CSV')).toString()).toContain('Lagermedarbejder');
    const sheet = unzipSync(await download(lea, 'Hent til Excel'))['xl/worksheets/sheet1.xml'];
    expect(strFromU8(sheet ?? new Uint8Array())).toContain('Lagermedarbejder');
    expect(hers).toEqual([]);
    expect([complaints, others]).toEqual([[], []]);
  }, 240_000);
});
