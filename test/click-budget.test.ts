import { desc, eq } from 'drizzle-orm';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headcount } from '../db/schema/companies.ts';
import { contact } from '../db/schema/contacts.ts';
import { jobOrder } from '../db/schema/job-orders.ts';
import type { Role } from '../db/schema/users.ts';
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

/**
 * One hand on the program. Every tap counts: on a link, a button, a choice, and on a field before something is typed in
 * it. Every key that is no text counts, each of a chord. Words typed where the focus already is do not.
 */
class Hand {
  taps = 0;
  keys = 0;
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async tap(what: Locator): Promise<void> {
    this.taps += 1;
    await what.click();
  }

  async write(field: Locator, text: string): Promise<void> {
    await this.tap(field);
    await this.page.keyboard.type(text);
  }

  /** Where the focus is put by the program: nothing to tap first. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  async press(keys: string): Promise<void> {
    this.keys += keys.split('+').length;
    await this.page.keyboard.press(keys);
  }
}

type Screen = 'phone' | 'desk';

interface Task {
  name: string;
  /** of taps and keys together */
  budget: number;
  role: Role;
  /** on the way to where the task begins, when that is not the start page: not counted */
  before?: (page: Page) => Promise<void>;
  /** does the task and waits until it is done */
  done: (hand: Hand, screen: Screen) => Promise<void>;
  /** what is true afterwards and was not before */
  left?: () => unknown;
}

const FIRM = 1_000_000_099;
const LINE = 'Besøgte Nordkøkkenet i dag og talte med chefen, de mangler to til opvasken, ring om 14 dage';

describeInBrowser('the click budget, from the start page of the role', () => {
  let live: LiveServer;
  const counts: { task: string; screen: Screen; taps: number; keys: number; budget: number }[] = [];

  beforeAll(async () => {
    live = await openLiveServer(async ({ db }) => {
      const kim = await addUser(db, 'konsulent', ['konsulent'], 'Lager');
      const bo = await addUser(db, 'sagsbehandler', ['sagsbehandler'], 'Lager');
      await addUser(db, 'leder', ['leder']);
      for (let n = 1; n <= 40; n += 1)
        addFirm(db, {
          pNumber: 1_000_000_000 + n,
          cvr: 10_000_000 + n,
          name: `Firma ${n} Nord`,
          employees: n <= 4 ? 'ANTAL_2_4' : 7,
          fields: { ownerUserId: kim, postcode: '2620', city: 'Albertslund' },
        });
      addFirm(db, { pNumber: FIRM, cvr: 10_000_099, name: 'Nordkøkkenet ApS', fields: { postcode: '2620' } });
      for (let n = 1; n <= 60; n += 1)
        addCitizen(db, { citizenKey: `B${n}`, name: `Borger ${n} Sø`, caseworkerUserId: bo });
    });
  }, 120_000);

  afterAll(async () => {
    await live?.close();
    console.table(counts);
  });

  const latestContact = () => live.data.db.select().from(contact).orderBy(desc(contact.id)).get();
  const latestOrder = () => live.data.db.select().from(jobOrder).orderBy(desc(jobOrder.id)).get();

  /** The firm by its name, from wherever one is: the search has the focus as soon as it is open. */
  async function find(hand: Hand, screen: Screen, name: string): Promise<void> {
    if (screen === 'desk') await hand.press('Control+k');
    else await hand.tap(hand.page.getByRole('link', { name: /^Søg/ }));
    await hand.type(name);
    await hand.press('Enter');
    await hand.page.waitForURL(`**/virksomheder/${FIRM}`);
  }

  async function logged(hand: Hand): Promise<void> {
    await hand.tap(hand.page.getByRole('button', { name: 'Gem kontakt' }));
    await hand.page.getByRole('status').filter({ hasText: 'Kontakten er gemt' }).waitFor();
  }

  async function orderMade(hand: Hand): Promise<void> {
    const { page } = hand;
    await hand.tap(page.getByRole('link', { name: 'Ny jobordre' }));
    await hand.write(page.getByLabel('Titel'), 'Opvasker');
    await hand.write(page.getByLabel('Beskrivelse'), 'Opvask og klargøring i et storkøkken.');
    await hand.tap(page.getByRole('button', { name: 'Opret ordre' }));
    await page.getByRole('status').filter({ hasText: 'Ordren er oprettet' }).waitFor();
  }

  const atFirm = { pNumber: FIRM };
  const TASKS: Task[] = [
    {
      name: 'Find en virksomhed ved navn, hvorfra som helst',
      budget: 3,
      role: 'konsulent',
      before: async (page) => {
        await page.goto('/virksomheder?side=2');
      },
      done: (hand, screen) => find(hand, screen, 'nordkøk'),
    },
    {
      name: 'Log et opkald til en virksomhed, der mangler kontakt, med note',
      budget: 5,
      role: 'konsulent',
      done: async (hand) => {
        const { page } = hand;
        await hand.tap(page.getByRole('link', { name: /^Log kontakt med Firma/ }).first());
        await hand.write(page.getByLabel('Note'), 'De har ingen ledige pladser før foråret.');
        await logged(hand);
      },
      left: () => expect(latestContact()).toMatchObject({ kind: 'telefon', outcome: 'opnaaet' }),
    },
    {
      name: 'Log et opkald på én linje',
      budget: 5,
      role: 'konsulent',
      done: async (hand) => {
        const { page } = hand;
        await hand.write(page.getByLabel('Skriv, hvad der skete'), 'ringede til Nordkøkkenet, ingen svar');
        await hand.press('Enter');
        await hand.tap(page.getByRole('button', { name: 'Vælg Nordkøkkenet ApS' }));
        await page.getByRole('heading', { name: 'Læst i linjen' }).waitFor();
        await logged(hand);
      },
      left: () =>
        expect(latestContact()).toMatchObject({ ...atFirm, kind: 'telefon', outcome: 'ikke_opnaaet' }),
    },
    {
      name: 'Log et besøg med næste skridt på én linje',
      budget: 6,
      role: 'konsulent',
      done: async (hand) => {
        const { page } = hand;
        await hand.write(page.getByLabel('Skriv, hvad der skete'), LINE);
        await hand.press('Enter');
        await hand.tap(page.getByRole('button', { name: 'Vælg Nordkøkkenet ApS' }));
        await page.getByRole('heading', { name: 'Læst i linjen' }).waitFor();
        await logged(hand);
      },
      left: () => {
        expect(latestContact()).toMatchObject({ ...atFirm, kind: 'besoeg', outcome: 'opnaaet', note: LINE });
        expect(latestContact()?.nextStepDate).not.toBeNull();
      },
    },
    {
      name: 'Log et besøg med note og næste skridt på formularen',
      budget: 6,
      role: 'konsulent',
      done: async (hand) => {
        const { page } = hand;
        await hand.tap(page.getByRole('link', { name: /^Log kontakt med Firma/ }).first());
        await hand.tap(page.getByRole('radio', { name: 'Besøg', exact: true }));
        await hand.write(page.getByLabel('Note'), 'Rundvisning. De vil gerne høre mere om småjob.');
        await hand.tap(page.getByRole('radio', { name: 'Om 14 dage' }));
        await logged(hand);
      },
      left: () => {
        expect(latestContact()).toMatchObject({ kind: 'besoeg', outcome: 'opnaaet' });
        expect(latestContact()?.nextStepDate).not.toBeNull();
      },
    },
    {
      name: 'Fra tidslinjen til en gemt jobordre',
      budget: 4,
      role: 'konsulent',
      before: async (page) => {
        await page.goto(`/virksomheder/${FIRM}`);
        await page.locator('.timeline > li').first().waitFor();
      },
      done: orderMade,
      left: () => expect(latestOrder()).toMatchObject({ ...atFirm, title: 'Opvasker', type: 'ordinaer' }),
    },
    {
      name: 'Opret en jobordre',
      budget: 6,
      role: 'konsulent',
      done: async (hand) => {
        await find(hand, 'phone', 'nordkøk');
        await orderMade(hand);
      },
      left: () => expect(latestOrder()).toMatchObject({ ...atFirm, title: 'Opvasker' }),
    },
    {
      name: 'Afklar en uafklaret virksomhed',
      budget: 2,
      role: 'konsulent',
      done: async (hand) => {
        const { page } = hand;
        await hand.tap(page.getByRole('link', { name: /^Afklar \d+ uafklarede/ }));
        await hand.tap(page.getByRole('button', { name: /^3 ansatte hos / }).first());
        await page.getByRole('status').filter({ hasText: '3 ansatte' }).waitFor();
      },
      left: () =>
        expect(
          live.data.db.select().from(headcount).where(eq(headcount.source, 'konsulent')).all().at(-1),
        ).toMatchObject({ count: 3 }),
    },
    {
      name: 'Se listen bag et tal',
      budget: 1,
      role: 'leder',
      done: async (hand) => {
        await hand.tap(hand.page.locator('.readings a').first());
        await hand.page.waitForURL('**/daekning/i-maal?**');
        await hand.page.getByRole('link', { name: 'Firma 9 Nord' }).waitFor();
      },
    },
    {
      name: 'Find en borger',
      budget: 3,
      role: 'sagsbehandler',
      done: async (hand) => {
        const { page } = hand;
        await hand.write(page.getByLabel('Navn eller borgernummer'), 'borger 47');
        await hand.press('Enter');
        await hand.tap(page.getByRole('link', { name: 'Borger 47 Sø' }));
        await page.getByRole('heading', { name: 'Borger 47 Sø' }).waitFor();
      },
    },
  ];

  test.each(['phone', 'desk'] as const)(
    'no task takes more than its taps on a %s',
    async (screen) => {
      for (const role of ['konsulent', 'leder', 'sagsbehandler'] as const) {
        const { page, complaints } = await openPage(live.server.url, SCREENS[screen]);
        await signInOn(page, role, PASSWORD);
        for (const task of TASKS.filter((one) => one.role === role)) {
          await page.goto('/');
          await task.before?.(page);
          const hand = new Hand(page);
          await task.done(hand, screen);
          task.left?.();
          const { taps, keys } = hand;
          counts.push({ task: task.name, screen, taps, keys, budget: task.budget });
          expect(taps + keys, `${task.name} (${screen})`).toBeLessThanOrEqual(task.budget);
        }
        expect(complaints).toEqual([]);
        await page.context().close();
      }
    },
    240_000,
  );
});
