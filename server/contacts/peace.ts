import { and, desc, eq, gte, isNull, lte, ne, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { contact } from '../../db/schema/contacts.ts';
import { user } from '../../db/schema/users.ts';
import { readSettings } from '../admin/queries.ts';
import { addDays } from '../ui/dates.ts';

const MOST = 3;

export interface ColleagueContact {
  contactDate: string;
  kind: (typeof contact.$inferSelect)['kind'];
  outcome: (typeof contact.$inferSelect)['outcome'];
  topic: string | null;
  byName: string | null;
  /** another place of the same CVR number; null: this one */
  otherPlace: string | null;
}

/**
 * Kontaktfred: what others of us have had to do with the firm lately, at any place of its CVR number, newest first.
 * How many days is a setting; 0 turns it off.
 */
export function colleaguesLately(
  db: Db,
  { pNumber, userId, today }: { pNumber: number; userId: number; today: string },
): ColleagueContact[] {
  const { contactPeaceDays } = readSettings(db);
  if (contactPeaceDays === 0) return [];
  const from = addDays(today, -contactPeaceDays);
  return othersContacts(db).all({ pNumber, userId, from, today });
}

const othersContacts = preparedOnce((db: Db) => {
  const pNumber = sql.placeholder('pNumber');
  const sameCvr = sql`${pUnit.cvr} = (SELECT own.cvr FROM p_unit AS own WHERE own.p_number = ${pNumber})`;
  return db
    .select({
      contactDate: contact.contactDate,
      kind: contact.kind,
      outcome: contact.outcome,
      topic: contact.topic,
      byName: sql<string | null>`coalesce(${user.name}, ${contact.consultantName})`,
      otherPlace: sql<string | null>`CASE WHEN ${pUnit.pNumber} <> ${pNumber} THEN ${pUnit.name} END`,
    })
    .from(pUnit)
    .innerJoin(contact, eq(contact.pNumber, pUnit.pNumber))
    .leftJoin(user, eq(user.id, contact.userId))
    .where(
      and(
        sameCvr,
        gte(contact.contactDate, sql.placeholder('from')),
        lte(contact.contactDate, sql.placeholder('today')),
        isNull(contact.supersededAt),
        or(isNull(contact.userId), ne(contact.userId, sql.placeholder('userId'))),
      ),
    )
    .orderBy(desc(contact.contactDate), desc(contact.id))
    .limit(MOST)
    .prepare();
});
