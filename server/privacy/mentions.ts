import type Database from 'better-sqlite3';

/** Where people write freely about firms and orders, and a citizen's name may have slipped in. */
const FREE_TEXTS: readonly (readonly [table: string, column: string, title: string])[] = [
  ['contact', 'note', 'Noter om kontakter'],
  ['contact', 'next_step', 'Næste skridt'],
  ['contact', 'correction_reason', 'Begrundelser for rettelser'],
  ['contact_withdrawal', 'reason', 'Begrundelser for tilbagetrukne kontakter'],
  ['job_order', 'description', 'Jobordrers beskrivelse'],
  ['job_order', 'internal_comment', 'Jobordrers interne kommentar'],
  ['job_order_status', 'comment', 'Jobordrers statuskommentarer'],
  ['lead', 'title', 'Muligheder'],
  ['lead', 'note', 'Noter om muligheder'],
  ['colleague_note', 'text', 'Beskeder mellem kolleger'],
  ['employer_answer', 'text', 'Svar til arbejdsgivere'],
  ['firm_record', 'note', 'Aftaler og tilstande'],
  ['headcount', 'note', 'Noter om antal ansatte'],
  ['merbeskaeftigelse', 'note', 'Noter om merbeskæftigelse'],
  ['campaign_member', 'note', 'Kampagner'],
  ['campaign_answer', 'note', 'Svar i kampagner'],
];

const ERASED = '[slettet]';

export interface Mention {
  title: string;
  rows: number;
}

export interface Mentions {
  found: Mention[];
  /** somebody else is called the same, so nobody can say whom a text means: it is left as it is */
  shared: boolean;
}

/** Texts of others that hold the whole name as it is written. A first name alone is not looked for: too many have it. */
export function mentionsOf(client: Database.Database, name: string | null): Mentions {
  if (!isFullName(name)) return { found: [], shared: false };
  // A table is read once for all of its texts: a region has hundreds of thousands of contacts.
  const found = [...Map.groupBy(FREE_TEXTS, ([table]) => table)].flatMap(([table, texts]) => {
    const counts = texts.map(([, column]) => `count(*) FILTER (WHERE instr("${column}", @name) > 0)`);
    const rows = client
      .prepare(`SELECT ${counts.join(', ')} FROM "${table}"`)
      .raw()
      .get({ name }) as number[];
    return texts.flatMap(([, , title], index) => {
      const count = rows[index] ?? 0;
      return count > 0 ? [{ title, rows: count }] : [];
    });
  });
  return { found, shared: found.length > 0 && isSomebodyElses(client, name) };
}

/** Writes over the name in those texts, unless somebody else is called the same. */
export function forgetName(client: Database.Database, name: string | null): void {
  const { found, shared } = mentionsOf(client, name);
  if (shared || found.length === 0) return;
  for (const [table, column] of FREE_TEXTS) {
    client
      .prepare(
        `UPDATE "${table}" SET "${column}" = replace("${column}", @name, @by) WHERE instr("${column}", @name) > 0`,
      )
      .run({ name, by: ERASED });
  }
}

function isFullName(name: string | null): name is string {
  return name !== null && /\S\s+\S/.test(name) && name.length >= 5;
}

function isSomebodyElses(client: Database.Database, name: string): boolean {
  const others = client
    .prepare(
      `SELECT (SELECT count(*) FROM citizen WHERE name = @name) + (SELECT count(*) FROM user WHERE name = @name)
        + (SELECT count(*) FROM contact_person_version WHERE name = @name)`,
    )
    .pluck()
    .get({ name });
  return Number(others) > 1;
}
