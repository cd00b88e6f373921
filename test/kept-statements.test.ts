import { asc, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openTestDb } from '../db/client.ts';
import { user } from '../db/schema/users.ts';
import { createUser } from '../server/users/queries.ts';

const BY = { at: '2026-06-30T10:00:00.000Z', by: null };

test('den samme sætning kan bruges om igen: ny data, nyt skema og begge former for svar', () => {
  const db = openTestDb();
  const add = (username: string) =>
    createUser(
      db,
      { username, name: username, email: null, roles: ['leder'], teamName: null, passwordHash: 'x' },
      BY,
    );
  const names = db.select({ name: user.username }).from(user).orderBy(asc(user.id));
  const text = sql.raw(names.toSQL().sql);
  add('anna');
  expect(names.all()).toEqual([{ name: 'anna' }]);
  add('bo');
  expect(db.all(text)).toEqual([{ username: 'anna' }, { username: 'bo' }]);
  expect(names.all()).toEqual([{ name: 'anna' }, { name: 'bo' }]);
  db.$client.exec('ALTER TABLE user ADD COLUMN shoe_size INTEGER');
  expect(db.all(text)).toEqual([{ username: 'anna' }, { username: 'bo' }]);
  expect(db.all(sql`SELECT * FROM user`)).toHaveLength(2);
  db.$client.exec('ALTER TABLE user DROP COLUMN shoe_size');
  expect(db.all(sql`SELECT * FROM user`)[0]).not.toHaveProperty('shoe_size');
});

test('hvem der spørger uden om drizzle, har sin egen sætning', () => {
  const db = openTestDb();
  const own = db.$client.prepare('SELECT 1 AS one').pluck();
  expect(db.all(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  expect(own.get()).toBe(1);
  expect(db.values(sql`SELECT 1 AS one`)).toEqual([[1]]);
  expect(db.all(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
});
