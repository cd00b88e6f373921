import { count, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { type Db, openTestDb } from '../db/client.ts';
import { preparedEach, preparedOnce } from '../db/prepared.ts';
import { user } from '../db/schema/users.ts';

test('a question in some shapes is prepared once for each, and for each connection', () => {
  const made: unknown[] = [];
  const question = preparedEach((db: object, shape: { by: string; descending: boolean }) => {
    made.push({ db, shape });
    return shape.by;
  });
  const [one, other] = [openTestDb(), openTestDb()];
  const shape = { by: 'navn', descending: false };
  expect(question(one, shape)).toBe('navn');
  expect(question(one, { ...shape })).toBe('navn');
  expect(question(one, { by: 'frist', descending: false })).toBe('frist');
  expect(question(one, { by: 'navn', descending: true })).toBe('navn');
  expect(question(other, shape)).toBe('navn');
  expect(made).toHaveLength(4);
});

test('shapes without end do not fill the memory: what is asked after them is prepared again', () => {
  let made = 0;
  const question = preparedEach((_db: object, shape: number) => {
    made += 1;
    return shape;
  });
  const db = {};
  for (let shape = 0; shape < 101; shape++) expect(question(db, shape)).toBe(shape);
  expect(question(db, 100)).toBe(100);
  expect(made).toBe(101);
  expect(question(db, 0)).toBe(0);
  expect(made).toBe(102);
});

test('a value is bound so that SQLite does not plan for it, and arrives as it is', () => {
  const db = openTestDb();
  const values = [0, -1, 1.5, 2 ** 53 - 1, '0', 'æøå', '', null, Buffer.from([0, 255])];
  for (const value of values) {
    const question = db
      .select({ is: sql`${value}`, kind: sql`typeof(${value})` })
      .from(sql`(SELECT 1)`)
      .limit(1);
    expect(question.toSQL().sql.match(/.\?/g)).toEqual(['+?', '+?', '+?']);
    const bare = db.$client.prepare('SELECT ? AS "is", typeof(?) AS kind').get(value, value);
    expect(question.get()).toEqual(bare);
  }
});

test('a transaction asks with what its database has prepared, within itself', () => {
  const db = openTestDb();
  let made = 0;
  const userCount = preparedOnce((asked: Pick<Db, 'select'>) => {
    made += 1;
    return asked.select({ count: count() }).from(user).prepare();
  });
  const counts: unknown[] = [userCount(db).get()];
  expect(() =>
    db.transaction(
      (tx) => {
        tx.insert(user)
          .values({ username: 'ina', name: 'Ina', passwordHash: '', createdAt: '2026-01-05T08:00:00.000Z' })
          .run();
        counts.push(userCount(tx).get());
        throw new Error('taken back');
      },
      { behavior: 'immediate' },
    ),
  ).toThrow('taken back');
  counts.push(userCount(db).get());
  expect(counts).toEqual([{ count: 0 }, { count: 1 }, { count: 0 }]);
  expect(made).toBe(1);
});
