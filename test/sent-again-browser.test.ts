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

describeInBrowser('a form that »Tilbage« brings again', () => {
  let live: LiveServer;
  beforeAll(async () => {
    live = await openLiveServer(async ({ db }) => {
      await addUser(db, 'hanne', ['konsulent']);
      addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
    });
  }, 120_000);
  afterAll(() => live?.close());

  test('is one row as it was sent, and another one with a changed text', async () => {
    const { page, complaints, breaches } = await openPage(live.server.url, SCREENS.phone);
    await signInOn(page, 'hanne', PASSWORD);
    await page.goto(`/virksomheder/${P}/kontakter/ny`);
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

    const notes = live.data.db.select({ note: contact.note }).from(contact).all();
    expect(notes.map((one) => one.note)).toEqual(['Mangler to til lageret', 'Og en til kantinen']);
    expect([complaints, breaches]).toEqual([[], []]);
  });
});
