import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import { citizenEdit } from '../../db/schema/citizen-work.ts';
import { sameValue } from './edit.ts';

/**
 * Must an import leave this field of the citizen alone? What a person has set here stays as long as the case system says
 * what it said before that: then the file is older than the person. A protected address is always taken.
 */
export function keptByPeople(db: Pick<Db, 'select'>, citizenId: number) {
  const edits = db
    .select({ before: citizenEdit.before, after: citizenEdit.after })
    .from(citizenEdit)
    .where(and(eq(citizenEdit.citizenId, citizenId), isNull(citizenEdit.undoneAt)))
    .orderBy(asc(citizenEdit.id))
    .all();
  return (field: string, { stored, file }: { stored: unknown; file: unknown }): boolean => {
    if (field === 'protectedAddress' && file === true) return false;
    const ofField = edits.filter(({ after }) => field in after);
    const last = ofField.at(-1);
    if (!last || !sameValue(field, last.after[field], stored)) return false;
    return ofField.some(({ before }) => sameValue(field, before[field], file));
  };
}
