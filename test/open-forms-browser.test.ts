import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contact } from '../db/schema/contacts.ts';
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

const P = 1_000_000_001;
const OTHER = 1_000_000_002;
const THIRD = 1_000_000_003;

describeInBrowser('a form that has stood open', () => {
  let live: LiveServer;
  beforeAll(async () => {
    live = await openLiveServer(async ({ db }) => {
      await addUser(db, 'hanne', ['konsulent']);
      await addUser(db, 'ole', ['konsulent']);
      addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
    });
  }, 120_000);
  afterAll(() => live?.close());

  const notes = (pNumber = P) =>
    live.data.db
      .select({ note: contact.note })
      .from(contact)
      .where(eq(contact.pNumber, pNumber))
      .all()
      .map(({ note }) => note);

  async function write(note: string) {
    const opened = await openPage(live.server.url, SCREENS.phone);
    const { page } = opened;
    await signInOn(page, 'hanne', PASSWORD);
    await page.goto(`/virksomheder/${P}/kontakter/ny`);
    await page.getByLabel('Note').fill(note);
    const save = page.getByRole('button', { name: 'Gem kontakt' });
    const alert = page.getByRole('alert');
    return { ...opened, save, alert };
  }

  test('stays with what was written when one is signed out, and is saved once one is signed in again', async () => {
    const { page, save, alert, complaints, breaches } = await write('De mangler to til lageret');
    await page.context().clearCookies();
    await save.click();
    await alert.filter({ hasText: 'Du er logget ud, og intet er gemt.' }).waitFor();
    expect(await page.getByLabel('Note').inputValue()).toBe('De mangler to til lageret');

    const [other] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Log ind i en ny fane' }).click(),
    ]);
    await signInOn(other, 'hanne', PASSWORD);
    await save.click();
    await page.getByRole('status').filter({ hasText: 'Kontakten er gemt' }).waitFor();
    expect(notes()).toEqual(['De mangler to til lageret']);
    expect([complaints, breaches]).toEqual([[], []]);
    await page.context().close();
  }, 60_000);

  test('is not sent in somebody else’s name, nor to a server that is away for a moment', async () => {
    const { page, save, alert } = await write('Ringer igen i morgen kl. 9');
    await page.route('**/mine-indstillinger', (route) => route.abort());
    await save.click();
    await alert.filter({ hasText: 'Serveren svarer ikke lige nu' }).waitFor();
    await page.unroute('**/mine-indstillinger');

    await page.context().clearCookies();
    await signInOn(await page.context().newPage(), 'ole', PASSWORD);
    await save.click();
    await alert.filter({ hasText: 'Her er nu logget ind som' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(1);
    expect(await page.getByLabel('Note').inputValue()).toBe('Ringer igen i morgen kl. 9');
    expect(notes()).not.toContain('Ringer igen i morgen kl. 9');
    await page.context().close();
  }, 60_000);

  test('a pencil in a list leads to the sign-in page and back to the list', async () => {
    const { page } = await openPage(live.server.url, SCREENS.desk);
    await signInOn(page, 'hanne', PASSWORD);
    await page.goto('/virksomheder?sort=navn');
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Ret telefon: Bo Bygger ApS' }).click();
    await page.waitForURL('**/log-ind?**');
    expect(await page.locator('main').count()).toBe(1);
    await page.getByLabel('Brugernavn').fill('hanne');
    await page.getByLabel('Adgangskode').fill(PASSWORD);
    await page.getByRole('button', { name: 'Log ind' }).click();
    await page.waitForURL('**/virksomheder?sort=navn');
    await page.context().close();
  }, 60_000);

  test('a part that a busy server does not give leaves the page as it was, and says so', async () => {
    const { page } = await openPage(live.server.url, SCREENS.phone);
    await signInOn(page, 'hanne', PASSWORD);
    await page.goto('/virksomheder');
    const body =
      '<!doctype html><html lang="da"><body><main><h1>Systemet har travlt</h1></main></body></html>';
    await page.route('**/fra-listen/**', (route) =>
      route.fulfill({ status: 503, contentType: 'text/html', body }),
    );
    const pencil = page.getByRole('link', { name: 'Ret telefon: Bo Bygger ApS' });
    await pencil.click();
    await page.getByRole('alert').filter({ hasText: 'Serveren svarer ikke lige nu' }).waitFor();
    expect(await page.getByText('Systemet har travlt').count()).toBe(0);
    await page.unroute('**/fra-listen/**');
    await page.route('**/fra-listen/**', (route) => route.abort());
    await pencil.click();
    expect(await page.getByRole('alert').count()).toBe(1);
    await page.unroute('**/fra-listen/**');
    await pencil.click();
    await page.getByLabel('Telefon').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  }, 60_000);

  test('what a disk that says no did not take is sent again from the form, with every word', async () => {
    addFirm(live.data.db, { pNumber: THIRD, name: 'Østerhøj Butik' });
    const { page } = await openPage(live.server.url, SCREENS.phone);
    await signInOn(page, 'hanne', PASSWORD);
    await page.goto(`/virksomheder/${THIRD}/kontakter/ny`);
    const save = page.getByRole('button', { name: 'Gem kontakt' });
    await page.getByLabel('Note').fill('Åbner en ny butik i Ølsted');
    live.data.db.$client.pragma('query_only = ON');
    await save.click();
    await page.getByText('Der kan ikke skrives i datamappen').waitFor();
    await page.getByText('Gå tilbage i browseren, og send igen').waitFor();
    live.data.db.$client.pragma('query_only = OFF');
    await page.goBack();
    expect(await page.getByLabel('Note').inputValue()).toBe('Åbner en ny butik i Ølsted');
    await save.click();
    await page.getByRole('status').filter({ hasText: 'Kontakten er gemt' }).waitFor();
    await page.context().close();
  }, 60_000);

  test('that »Tilbage« brings again is one row as it was sent, and another one with a changed text', async () => {
    addFirm(live.data.db, { pNumber: OTHER, name: 'Åse Maler' });
    const { page, complaints, breaches } = await openPage(live.server.url, SCREENS.phone);
    await signInOn(page, 'hanne', PASSWORD);
    await page.goto(`/virksomheder/${OTHER}/kontakter/ny`);
    const note = page.getByLabel('Note');
    const save = async () => {
      await page.getByRole('button', { name: 'Gem kontakt' }).click();
      await page.getByRole('status').filter({ hasText: 'Kontakten er gemt' }).waitFor();
    };
    await note.fill('Mangler to til lageret');
    await save();
    await page.goBack();
    expect(await note.inputValue()).toBe('Mangler to til lageret');
    await save();
    await page.goBack();
    await note.fill('Og en til kantinen');
    await save();

    expect(notes(OTHER)).toEqual(['Mangler to til lageret', 'Og en til kantinen']);
    expect([complaints, breaches]).toEqual([[], []]);
    await page.context().close();
  }, 60_000);
});
