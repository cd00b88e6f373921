import { and, eq, gt, isNull, or } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { type Firm, searchFirms } from '../job-orders/order-firms.ts';

const MOST_SHOWN = 10;
const MOST_OWN = 2_000;

/** The names of the firms a konsulent is responsible for: a line is most often about one of them. */
export function namesOfOwnFirms(db: Db, userId: number, today: string): string[] {
  return db
    .select({ name: pUnit.name })
    .from(pUnit)
    .where(and(eq(pUnit.ownerUserId, userId), or(isNull(pUnit.endDate), gt(pUnit.endDate, today))))
    .limit(MOST_OWN)
    .all()
    .map(({ name }) => name);
}

/** Active places of work whose name holds the text; else, without legal form and owner; else, its longest word. */
export function firmsNamed(db: Db, text: string, today: string): Firm[] {
  for (const attempt of attempts(text)) {
    const found = searchFirms(db, attempt, today);
    if (found.length > 0) return found.slice(0, MOST_SHOWN);
  }
  return [];
}

function attempts(text: string): string[] {
  const plain = text
    .replace(/ v(?:\/| skråstreg) .*$/i, '')
    .replace(/\s+(?:aps|[aikp]\/s|[aikp] skråstreg s|ivs)\.?$/i, '')
    .trim();
  const [longest = ''] = plain.split(/\s+/).toSorted((a, b) => b.length - a.length);
  return [text.trim(), plain, longest].filter((attempt) => attempt.length >= 2);
}
