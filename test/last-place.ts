import { expect } from 'vitest';
import { openDb } from '../db/client.ts';
import { dataFiles } from '../db/files.ts';
import { jobOrder } from '../db/schema/job-orders.ts';
import { placement } from '../db/schema/placements.ts';
import { addCitizen, addFirm } from './job-orders-builders.ts';
import { cookieOf, openLiveFolder, startLive, whenNotBusy } from './live-server.ts';

const P = 1_000_000_001;
const AT = '2026-01-01T00:00:00.000Z';
const CVR = 10_000_000 + (P % 1_000_000);

/** Two people at two connections place each their own citizen on the same last position, in so many orders at once: gives how many got it. */
export async function placeOnLastPositions(orders: number): Promise<{ placed: number; refused: number }> {
  const live = await openLiveFolder({ REQUESTS_PER_MINUTE: '1000000' }, (db) => {
    addFirm(db, { pNumber: P, name: 'Lageret ApS' });
    for (let n = 1; n <= orders; n += 1) {
      const row = { orderKey: `O-${n}`, cvr: CVR, pNumber: P, type: 'smaajob' as const, title: 'Lager' };
      db.insert(jobOrder)
        .values({
          ...{ ...row, description: 'Pakke varer.', positions: 1, hoursMin: 5, hoursMax: 20 },
          ...{ workingTimes: ['dag' as const], allWorkingTimes: false, offers: [], postcode: '2620' },
          ...{ status: 'under_behandling' as const, version: 1, createdAt: AT, updatedAt: AT },
        })
        .run();
      for (const who of ['kim', 'kai']) addCitizen(db, { citizenKey: `${who}-${n}` });
    }
  });
  const { url } = await startLive(live);
  const cookies = { kim: await cookieOf(url, 'kim'), kai: await cookieOf(url, 'kai') };
  const told = { placed: 0, refused: 0 };
  for (let n = 1; n <= orders; n += 1) {
    const answers = await Promise.all(
      Object.entries(cookies).map(([who, cookie]) =>
        place(url, cookie, { jobOrderId: n, citizenKey: `${who}-${n}` }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses, `order ${n}: ${answers.map(({ body }) => body).join(' ')}`).toEqual([201, 422]);
    expect(answers.find(({ status }) => status === 422)?.body).toContain('Alle ordrens pladser er besat');
    told.placed += 1;
    told.refused += 1;
  }
  const db = openDb(dataFiles(live.folder).database);
  const taken = db.select({ id: placement.jobOrderId }).from(placement).all();
  db.$client.close();
  expect(new Set(taken.map(({ id }) => id)).size).toBe(taken.length);
  expect(taken.length).toBe(orders);
  return told;
}

async function place(url: string, cookie: string, own: { jobOrderId: number; citizenKey: string }) {
  const wanted = {
    pNumber: P,
    type: 'smaajob',
    jobFunction: 'Lager',
    startsOn: '2026-11-23',
    weeklyHours: 10,
  };
  const answer = await whenNotBusy(() =>
    fetch(`${url}/api/v1/placements`, {
      method: 'POST',
      headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      body: JSON.stringify({ ...wanted, ...own, overrideReason: 'Aftalt' }),
    }),
  );
  return { status: answer.status, body: await answer.text() };
}
