import { eq } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../db/client.ts';
import { formidling } from '../db/schema/formidling.ts';
import { addUser, PASSWORD } from './app.ts';
import {
  describeInBrowser,
  type LiveServer,
  openBrowser,
  openLiveServer,
  openPage,
  SCREENS,
  signInOn,
} from './browser.ts';
import { addFirm } from './firms.ts';
import { addCitizen } from './job-orders-builders.ts';
import { addOrder, addPlacement } from './report-town.ts';

const AT = '2026-11-02T09:00:00.000Z';
const STOOD = {
  vurderes: {},
  spurgt: { askedAt: AT, answerBy: '2026-11-05' },
  ja: { askedAt: AT, answerBy: '2026-11-05', answer: 'ja', answeredAt: AT },
  delt: { askedAt: AT, answerBy: '2026-11-05', answer: 'ja', answeredAt: AT, sharedAt: AT },
} as const;

/** A citizen on the order's board. */
function addCard(db: Db, jobOrderId: number, caseworkerUserId: number, stood: keyof typeof STOOD): number {
  const citizenId = addCitizen(db, { citizenKey: stood, name: `Borger ${stood}`, caseworkerUserId });
  const stage = stood === 'ja' ? 'spurgt' : stood;
  const row = { jobOrderId, citizenId, stage, createdAt: AT, createdBy: 1, updatedAt: AT } as const;
  return db
    .insert(formidling)
    .values({ ...row, ...STOOD[stood], version: 1 })
    .returning({ id: formidling.id })
    .get().id;
}

const column = (page: Page, stage: string) => page.locator(`[data-stage="${stage}"]`);
const refusalOn = (page: Page, card: number) => page.locator(`#kort-${card}`).getByRole('alert');
const focused = (page: Page) => page.evaluate<string>('document.activeElement.id');

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`Tab never came to ${selector} on ${page.url()}`);
}

describeInBrowser('ordrens tavle: taster, træk og formular', () => {
  let live: LiveServer;
  let board = '';
  const cards = { vurderes: 0, spurgt: 0, ja: 0, delt: 0 };

  beforeAll(async () => {
    live = await openLiveServer(async ({ db }) => {
      const hanne = await addUser(db, 'hanne', ['konsulent', 'sagsbehandler'], 'Lager');
      addFirm(db);
      const order = addOrder(db, { createdAt: AT, type: 'smaajob', ownerUserId: hanne });
      board = `/jobordrer/${order}/tavle`;
      for (const stood of ['vurderes', 'spurgt', 'ja', 'delt'] as const)
        cards[stood] = addCard(db, order, hanne, stood);
      const citizenId = addCitizen(db, { citizenKey: 'foerst', caseworkerUserId: hanne });
      addPlacement(db, { citizenId, jobOrderId: order, startsOn: '2026-11-20' });
    });
  }, 120_000);
  afterAll(() => live?.close());

  const stageOf = (id: number) =>
    live.data.db.select().from(formidling).where(eq(formidling.id, id)).get()?.stage;

  test('med tasterne alene: det siges, Esc fortryder, et nej står på kortet, og kortet beholder fokus', async () => {
    const { page, complaints } = await openPage(live.server.url, SCREENS.desk);
    await signInOn(page, 'hanne', PASSWORD);
    await page.goto(board);
    const card = `kort-${cards.vurderes}`;
    const says = (text: string) =>
      expect.poll(() => page.locator('[data-board-status]').textContent()).toContain(text);
    await tabTo(page, `#${card}`);
    await page.keyboard.press('Space');
    await says('Borger vurderes: til Spurgt.');
    await page.keyboard.press('Escape');
    await says('Kortet bliver, hvor det er.');
    expect([await focused(page), await page.locator('.is-chosen').count()]).toEqual([card, 0]);

    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await says('ikke til Delt. Borgeren har ikke sagt ja.');
    await page.keyboard.press('Enter');
    expect(await refusalOn(page, cards.vurderes).textContent()).toContain('Borgeren har ikke sagt ja.');
    expect(await focused(page)).toBe(card);

    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.waitForURL('**?til=spurgt');
    await tabTo(page, '#trin-spurgt button[type=submit]');
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Borgeren er spurgt.' }).waitFor();
    await column(page, 'spurgt').locator(`#${card}`).waitFor();
    expect(await focused(page)).toBe(card);
    expect([stageOf(cards.vurderes), complaints]).toEqual(['spurgt', []]);
    await page.context().close();
  }, 60_000);

  test('trukket: uden et ja og uden en ledig plads bliver kortet, hvor det var, og siger hvorfor', async () => {
    const { page, complaints } = await openPage(live.server.url, SCREENS.desk);
    await signInOn(page, 'hanne', PASSWORD);
    await page.goto(board);
    const drag = (card: number, stage: string) =>
      page
        .locator(`#kort-${card}`)
        .dragTo(column(page, stage), { sourcePosition: { x: 5, y: 5 }, targetPosition: { x: 20, y: 20 } });
    await drag(cards.spurgt, 'delt');
    expect(await refusalOn(page, cards.spurgt).textContent()).toContain('Intet navn forlader huset');
    await drag(cards.delt, 'startet');
    expect(await refusalOn(page, cards.delt).textContent()).toContain('Alle ordrens pladser er besat');
    await drag(cards.delt, 'vurderes');
    expect(await refusalOn(page, cards.delt).textContent()).toContain('trækkes ikke tilbage');
    expect(await column(page, 'delt').locator(`#kort-${cards.delt}`).count()).toBe(1);
    expect([stageOf(cards.spurgt), stageOf(cards.delt)]).toEqual(['spurgt', 'delt']);

    await drag(cards.ja, 'delt');
    await page.waitForURL(`**/formidlinger/${cards.ja}?til=delt`);
    await page.getByText('Ingen har noteret, hvad borgeren vil lade virksomheder få at vide.').waitFor();
    expect([stageOf(cards.ja), complaints]).toEqual(['spurgt', []]);
    await page.context().close();
  }, 60_000);

  test('uden JavaScript: formularen flytter, og det, der ikke kan lade sig gøre, bliver sagt', async () => {
    const context = await (await openBrowser()).newContext({
      baseURL: live.server.url,
      javaScriptEnabled: false,
    });
    const page = await context.newPage();
    await signInOn(page, 'hanne', PASSWORD);
    await page.goto(board);
    const moves = (card: number) => page.locator(`#kort-${card} select`);
    expect(await moves(cards.delt).textContent()).not.toContain('Startet');
    await moves(cards.delt).selectOption('samtale');
    await page.locator(`#kort-${cards.delt}`).getByRole('button', { name: 'Flyt' }).click();
    await page.getByLabel('Samtalens dag').fill('2026-12-01');
    await page.getByRole('button', { name: 'Gem samtalen' }).click();
    await column(page, 'samtale').locator(`#kort-${cards.delt}`).waitFor();

    await page.goto(`/formidlinger/${cards.spurgt}?til=delt`);
    await page.getByText('! Borgeren har ikke sagt ja.').waitFor();

    await page.goto(`/formidlinger/${cards.delt}`);
    await page.getByRole('link', { name: 'Borgeren starter: opret placering' }).click();
    await page.getByLabel('Timer om ugen').fill('10');
    await page.getByRole('button', { name: 'Opret forløb' }).click();
    await page.getByRole('alert').getByText('Alle ordrens pladser er besat: 1 af 1.').waitFor();
    expect(stageOf(cards.delt)).toBe('samtale');
    await context.close();
  }, 60_000);
});
