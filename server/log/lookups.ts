import { and, count, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizenRead, logPerson, type ReadPurpose, type ReadRelation } from '../../db/schema/citizens.ts';
import { jobOrder } from '../../db/schema/job-orders.ts';
import { type Role, userRole } from '../../db/schema/users.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import type { FileColumn } from '../ui/spreadsheet.ts';

/** One look at the citizen, as it is told to the citizen: when, why, what and as what; not by whom. */
export interface Lookup {
  number: number;
  at: string;
  purpose: ReadPurpose;
  relation: ReadRelation | null;
  jobOrderTitle: string | null;
  /** what the reader works as, today */
  roles: Role[];
}

/** The looks at one citizen, the latest first, and how many there are (databeskyttelsesforordningen art. 15). */
export function lookupsOf(
  db: Db,
  citizenId: number,
  { limit, offset }: { limit: number; offset: number },
): { rows: Lookup[]; total: number } {
  const about = eq(logPerson.citizenId, citizenId);
  const tied = eq(logPerson.number, citizenRead.person);
  const rows = db
    .select({
      number: citizenRead.id,
      at: citizenRead.at,
      purpose: citizenRead.purpose,
      relation: citizenRead.relation,
      jobOrderTitle: jobOrder.title,
      roles: sql<string>`(SELECT group_concat(${userRole.role}, ' ') FROM ${userRole} WHERE ${userRole.userId} = ${citizenRead.userId})`,
    })
    .from(logPerson)
    .innerJoin(citizenRead, and(tied, about))
    .leftJoin(jobOrder, eq(jobOrder.id, citizenRead.jobOrderId))
    .orderBy(desc(citizenRead.at), desc(citizenRead.id))
    .limit(limit)
    .offset(offset)
    .all()
    .map(({ roles, ...row }) => ({ ...row, roles: (roles ?? '').split(' ').filter(isRole) }));
  const total = db.select({ n: count() }).from(logPerson).innerJoin(citizenRead, tied).where(about).get();
  return { rows, total: total?.n ?? 0 };
}

function isRole(text: string): text is Role {
  return text in labels.role;
}

export function readerAs({ roles }: Pick<Lookup, 'roles'>): string {
  return roles.map((role) => labels.role[role]).join(' og ') || 'Medarbejder';
}

export function whyRead({ purpose, jobOrderTitle }: Pick<Lookup, 'purpose' | 'jobOrderTitle'>): string {
  return jobOrderTitle === null
    ? labels.readPurpose[purpose]
    : `${labels.readPurpose[purpose]}: »${jobOrderTitle}«`;
}

export const LOOKUP_COLUMNS: readonly FileColumn<Lookup>[] = [
  { head: 'Tidspunkt', type: 'text', cell: ({ at }) => showInstant(at) },
  { head: 'Hvorfor', type: 'text', cell: whyRead },
  { head: 'Vist', type: 'text', cell: ({ purpose }) => labels.readShown[purpose] },
  { head: 'Af en', type: 'text', cell: readerAs },
  { head: 'Tilknytning', type: 'text', cell: ({ relation }) => labels.readRelation[relation ?? 'ukendt'] },
];
