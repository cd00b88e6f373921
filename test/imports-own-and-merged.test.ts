import { expect, test } from 'vitest';
import { contact } from '../db/schema/contacts.ts';
import { user } from '../db/schema/users.ts';
import { setOwnValue } from '../server/companies/own-values.ts';
import { findPUnit } from '../server/companies/queries.ts';
import { mergeFirms, whyNotMerge } from '../server/register/merge.ts';
import { undoMerge } from '../server/register/merge-undo.ts';
import { contactRow, csv, firm, openDesk } from './imports-builders.ts';

const TODAY = '2026-11-22';

async function openTown() {
  const desk = openDesk();
  await desk.take('virksomheder', csv([firm(1), firm(2)]));
  const [first, second] = desk
    .all('SELECT p_number FROM p_unit ORDER BY p_number')
    .map((row) => Number(row.p_number));
  const { id } = desk.db
    .insert(user)
    .values({ username: 'hanne', name: 'Hanne', passwordHash: 'x', createdAt: '2026-01-01T00:00:00.000Z' })
    .returning({ id: user.id })
    .get();
  const doing = () => ({
    actor: { userId: id, roles: ['konsulent' as const] },
    at: desk.clock.now.toISOString(),
  });
  return { desk, first: first ?? 0, second: second ?? 0, doing };
}

test('en import retter registrets oplysninger og rører aldrig vores egne', async () => {
  const { desk, first, doing } = await openTown();
  const own = { source: 'virksomheden' as const, knownOn: TODAY };
  setOwnValue(desk.db, { pNumber: first, draft: { ...own, field: 'navn', value: 'Ærlige Lars' } }, doing());
  setOwnValue(desk.db, { pNumber: first, draft: { ...own, field: 'telefon', value: '22222222' } }, doing());
  const before = desk.all('SELECT * FROM own_value');
  await desk.take('virksomheder', csv([firm(1, { navn: 'Nyt Navn A/S', telefon: '33333333' }), firm(2)]));
  expect(findPUnit(desk.db, first, TODAY)).toMatchObject({
    name: 'Ærlige Lars',
    registerName: 'Nyt Navn A/S',
    phone: '33333333',
  });
  expect(desk.all('SELECT * FROM own_value')).toEqual(before);
});

test('efter en sammenlægning fører begge numre i filer til den, der blev stående, og fortrydelse bringer den anden ajour', async () => {
  const { desk, first, second, doing } = await openTown();
  const choices = { values: {}, ownerUserId: null };
  expect(whyNotMerge(desk.db, first, second)).toBeUndefined();
  const merged = mergeFirms(desk.db, { kept: first, merged: second, choices }, doing());
  desk.clock.now = new Date('2026-11-23T09:00:00Z');
  const report = await desk.take('kontakter', csv([contactRow(2)]));
  expect(report).toMatchObject({ created: 1, rejected: [] });
  expect(desk.db.select({ pNumber: contact.pNumber }).from(contact).all()).toEqual([{ pNumber: first }]);
  await desk.take(
    'virksomheder',
    csv([firm(1, { navn: 'Den ene ApS' }), firm(2, { navn: 'Den anden ApS' })]),
  );
  expect(findPUnit(desk.db, first, TODAY)?.name).toBe('Den ene ApS');
  const inScope = () =>
    desk
      .all('SELECT DISTINCT p_number FROM scope_period WHERE superseded_at IS NULL')
      .map((row) => row.p_number);
  expect(inScope()).toEqual([first]);

  desk.clock.now = new Date('2026-11-24T09:00:00Z');
  undoMerge(desk.db, merged.outcome === 'merged' ? merged.id : 0, doing());
  expect(findPUnit(desk.db, second, TODAY)).toMatchObject({ name: 'Den anden ApS', mergedInto: null });
  expect(inScope()).toEqual([first, second]);
});
