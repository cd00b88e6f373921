import type { Db } from '../db/client.ts';
import { addressPoint } from '../db/schema/addresses.ts';
import { contact } from '../db/schema/contacts.ts';
import { importBatch } from '../db/schema/imports.ts';
import { foldStreet } from '../server/map/addresses.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { addFirm } from './firms.ts';

const AT = '2026-06-01T06:00:00.000Z';

/** Houses 1–60 of Kortvej, 20 metres apart on a line to the north, as an import would leave them. */
export function addHouses(db: Db): void {
  const { id } = db
    .insert(importBatch)
    .values({
      kind: 'adresser',
      fileName: 'dar.csv',
      sha256: 'x',
      importedAt: AT,
      created: 60,
      updated: 0,
      unchanged: 0,
    })
    .returning({ id: importBatch.id })
    .get();
  for (let number = 1; number <= 60; number++)
    db.insert(addressPoint)
      .values({
        postcode: '2620',
        street: 'Kortvej',
        streetFolded: foldStreet('Kortvej'),
        houseNumber: number,
        houseLetter: '',
        latitude: 55.65 + (number * 20) / 111_320,
        longitude: 12.36,
        importId: id,
        createdAt: AT,
        updatedAt: AT,
      })
      .run();
}

/** A firm at a house of Kortvej; contacted on these days. */
export function addFirmAt(
  db: Db,
  number: number,
  firm: Parameters<typeof addFirm>[1] & { contacts?: string[]; visits?: string[] } = {},
): number {
  const { contacts = [], visits = [], ...rest } = firm;
  const pNumber = addFirm(db, {
    pNumber: 1_000_000_000 + number,
    name: `Firma ${number}`,
    ...rest,
    fields: {
      streetAddress: `Kortvej ${number}`,
      postcode: '2620',
      city: 'Albertslund',
      phone: '12 34 56 78',
      ...rest.fields,
    },
  });
  const add = (contactDate: string, kind: 'telefon' | 'besoeg') =>
    db
      .insert(contact)
      .values({
        pNumber,
        contactDate,
        kind,
        direction: 'ud',
        outcome: 'opnaaet',
        recordedAt: `${contactDate}T12:00:00.000Z`,
      })
      .run();
  for (const date of contacts) add(date, 'telefon');
  for (const date of visits) add(date, 'besoeg');
  return pNumber;
}

/** A town on 22 November 2026 with a konsulent, a leder and an administrator. */
export async function openMapTown() {
  const town = await openTestApp('2026-11-22T09:00:00Z');
  const hanneId = await addUser(town.db, 'hanne', ['konsulent']);
  await addUser(town.db, 'lis', ['leder']);
  await addUser(town.db, 'adam', ['administrator']);
  addHouses(town.db);
  const [hanne, lis, adam] = await Promise.all(
    ['hanne', 'lis', 'adam'].map((name) => signIn(town.app, name)),
  );
  if (!hanne || !lis || !adam) throw new Error('nobody signed in');
  return { ...town, hanneId, hanne, lis, adam };
}
