import { and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { pUnit } from '../../db/schema/companies.ts';
import { firmBarsFor } from '../companies/bars.ts';
import { danishOrder, foldText } from '../companies/fold.ts';
import { keptInstead } from '../register/merge-queries.ts';

const FIRM = {
  pNumber: pUnit.pNumber,
  cvr: pUnit.cvr,
  name: pUnit.name,
  street: pUnit.streetAddress,
  postcode: pUnit.postcode,
  city: pUnit.city,
  endDate: pUnit.endDate,
};

export type Firm = NonNullable<ReturnType<typeof findFirm>>;

/** The place of work that a new order is for, with what keeps it from having one; of a merged one the one that was kept. */
export function findFirm(db: Db, pNumber: number, today: string) {
  const standing = keptInstead(db, pNumber) ?? pNumber;
  const firm = db.select(FIRM).from(pUnit).where(eq(pUnit.pNumber, standing)).get();
  return firm && { ...firm, bar: firmBarsFor(db, [firm], today)(firm) };
}

/** Active places of work by name, P-number or CVR number: as many as one looks through. */
export function searchFirms(db: Db, text: string, today: string): Firm[] {
  const folded = foldText(text);
  const pattern = `%${folded.replace(/[\\%_]/g, '\\$&')}%`;
  const firms = db
    .select(FIRM)
    .from(pUnit)
    .where(
      and(
        or(isNull(pUnit.endDate), sql`${pUnit.endDate} > ${today}`),
        /^[0-9]{8,10}$/.test(text)
          ? or(eq(pUnit.pNumber, Number(text)), eq(pUnit.cvr, Number(text)))
          : sql`${pUnit.nameFolded} LIKE ${pattern} ESCAPE '\\'`,
      ),
    )
    .orderBy(danishOrder(pUnit.nameFolded), asc(pUnit.pNumber))
    .limit(30)
    .all();
  const barOfFirm = firmBarsFor(db, firms, today);
  return firms.map((firm) => ({ ...firm, bar: barOfFirm(firm) }));
}
