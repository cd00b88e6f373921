import { and, asc, eq, isNull, ne, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { insertsInto, preparedOnce } from '../../db/prepared.ts';
import { savedView, VIEW_SHARES, type ViewShare } from '../../db/schema/firm-work.ts';
import { user } from '../../db/schema/users.ts';
import { recordEvent } from '../admin/queries.ts';
import { fieldsOfQuery, filterQuery } from '../companies/filters.ts';
import { cleanText, cprErrors } from '../contacts/rules.ts';
import type { Doing } from '../doing.ts';
import type { FieldError } from '../problems.ts';
import { type Fields, oneOf, textOf } from '../ui/fields.ts';

export const VIEW_NAME_LIMIT = 80;

/** The user's own views, the team's and everybody's: own first, then by name. */
export function viewsFor(db: Db, userId: number) {
  return viewsOfUser(db).all({ userId });
}

const viewsOfUser = preparedOnce((db: Db) => {
  const userId = sql.placeholder('userId');
  const own = eq(savedView.userId, userId);
  const sameTeam = sql`${user.teamId} = (SELECT me.team_id FROM user AS me WHERE me.id = ${userId})`;
  return db
    .select({
      id: savedView.id,
      name: savedView.name,
      query: savedView.query,
      share: savedView.share,
      userId: savedView.userId,
      ownerName: user.name,
    })
    .from(savedView)
    .innerJoin(user, eq(user.id, savedView.userId))
    .where(
      and(
        isNull(savedView.deletedAt),
        or(own, eq(savedView.share, 'alle'), and(eq(savedView.share, 'team'), sameTeam)),
      ),
    )
    .orderBy(sql`${savedView.userId} <> ${userId}`, asc(savedView.name), asc(savedView.id))
    .prepare();
});
export type SavedView = ReturnType<typeof viewsFor>[number];

interface ViewDraft {
  name: string | null;
  share: ViewShare | undefined;
  query: string;
}

export function readViewForm(fields: Fields): ViewDraft {
  return {
    name: cleanText(textOf(fields, 'navn')),
    share: oneOf(VIEW_SHARES, textOf(fields, 'deles_med')),
    query: filterQuery(fieldsOfQuery(textOf(fields, 'filtre'))),
  };
}

export type ViewAnswer =
  | { outcome: 'saved'; id: number; query: string }
  | { outcome: 'refused'; errors: FieldError[] }
  | { outcome: 'unknown' };

/** Keeps the filters under a name. The same name again replaces the filters. */
export function saveView(db: Db, draft: ViewDraft, { actor, at }: Doing): ViewAnswer {
  const { name, share, query } = draft;
  const errors = checkView(draft);
  if (name === null || !share || errors.length > 0) return { outcome: 'refused', errors };
  return db.transaction(
    (tx): ViewAnswer => {
      const standing = viewNamed(tx).get({ userId: actor.userId, name });
      if (standing) tx.update(savedView).set({ query, share }).where(eq(savedView.id, standing.id)).run();
      const id = standing?.id ?? insertView(tx, { userId: actor.userId, name, query, share, createdAt: at });
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'gem',
        entity: 'saved_view',
        entityKey: String(id),
      });
      return { outcome: 'saved', id, query };
    },
    { behavior: 'immediate' },
  );
}

const viewNamed = preparedOnce((db: Pick<Db, 'select'>) =>
  db
    .select({ id: savedView.id })
    .from(savedView)
    .where(
      and(
        eq(savedView.userId, sql.placeholder('userId')),
        eq(savedView.name, sql.placeholder('name')),
        isNull(savedView.deletedAt),
      ),
    )
    .prepare(),
);

const insertView = insertsInto(savedView);

function checkView({ name, share }: Pick<ViewDraft, 'name' | 'share'>): FieldError[] {
  const errors: FieldError[] = [];
  if (name === null) errors.push({ field: 'navn', reason: 'Giv visningen et navn.' });
  else if (name.length > VIEW_NAME_LIMIT)
    errors.push({ field: 'navn', reason: `Navnet må højst være ${VIEW_NAME_LIMIT} tegn.` });
  else errors.push(...cprErrors('navn', name));
  if (!share) errors.push({ field: 'deles_med', reason: 'Vælg, hvem der ser visningen.' });
  return errors;
}

/** Another name, or shared with others; only by whoever made it. */
export function changeView(db: Db, id: number, draft: ViewDraft, { actor, at }: Doing): ViewAnswer {
  const { name, share } = draft;
  const errors = checkView(draft);
  if (name === null || !share || errors.length > 0) return { outcome: 'refused', errors };
  return db.transaction(
    (tx): ViewAnswer => {
      const own = and(eq(savedView.userId, actor.userId), isNull(savedView.deletedAt));
      const standing = tx
        .select()
        .from(savedView)
        .where(and(own, eq(savedView.id, id)))
        .get();
      if (!standing) return { outcome: 'unknown' };
      const taken = and(own, eq(savedView.name, name), ne(savedView.id, id));
      if (tx.select().from(savedView).where(taken).get())
        return {
          outcome: 'refused',
          errors: [{ field: 'navn', reason: 'Du har allerede en visning af det navn.' }],
        };
      tx.update(savedView).set({ name, share }).where(eq(savedView.id, id)).run();
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'ret',
        entity: 'saved_view',
        entityKey: String(id),
      });
      return { outcome: 'saved', id, query: standing.query };
    },
    { behavior: 'immediate' },
  );
}

/** Takes a view off everybody's list; false: it is not one's own. */
export function deleteView(db: Db, id: number, { actor, at }: Doing): boolean {
  return db.transaction(
    (tx) => {
      const gone = tx
        .update(savedView)
        .set({ deletedAt: at })
        .where(and(eq(savedView.id, id), eq(savedView.userId, actor.userId), isNull(savedView.deletedAt)))
        .returning({ id: savedView.id })
        .get();
      if (!gone) return false;
      recordEvent(tx, {
        at,
        userId: actor.userId,
        action: 'slet',
        entity: 'saved_view',
        entityKey: String(id),
      });
      return true;
    },
    { behavior: 'immediate' },
  );
}
