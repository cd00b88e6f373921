import type Database from 'better-sqlite3';
import { readPlaces } from '../matching/places.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { tablesReaching } from './walk.ts';
import { HELD_OF_CITIZEN, HELD_OF_PERSON } from './what-we-hold.ts';

/** What one table tells: headings, and a row of words for each of its rows. */
export interface ExtractSection {
  /** the table's name */
  source: string;
  title: string;
  heads: string[];
  rows: string[][];
}

type Row = Record<string, unknown>;

/** Everything we hold of a citizen, found by walking the schema, with what no foreign key leads to. */
export function citizenExtract(client: Database.Database, id: number): ExtractSection[] {
  const held = heldIn(client, { root: 'citizen', id, titles: HELD_OF_CITIZEN });
  return [
    ...held,
    ...listsOf(client, id),
    ...keptByImports(client, id),
    ...eventsOf(client, 'citizen', logNumber(client, id)),
  ];
}

/** Everything we hold of somebody at a firm: themselves, and the talks where they were the one talked to. */
export function personExtract(client: Database.Database, id: number): ExtractSection[] {
  const held = heldIn(client, { root: 'contact_person', id, titles: HELD_OF_PERSON });
  const talks = client
    .prepare(
      'SELECT contact_date, kind, outcome, note FROM contact WHERE contact_person_id = ? AND superseded_at IS NULL ORDER BY contact_date, id',
    )
    .all(id) as {
    contact_date: string;
    kind: keyof typeof labels.kind;
    outcome: keyof typeof labels.outcome;
    note: string | null;
  }[];
  const rows = talks.map((talk) => [
    showDate(talk.contact_date),
    labels.kind[talk.kind],
    labels.outcome[talk.outcome],
    talk.note ?? '',
  ]);
  const section = {
    source: 'contact',
    title: 'Samtaler med dig',
    heads: ['Dato', 'Slags', 'Udfald', 'Note'],
    rows,
  };
  return [...held, ...(rows.length > 0 ? [section] : []), ...eventsOf(client, 'contact_person', id)];
}

interface Walk {
  root: string;
  id: number;
  titles: typeof HELD_OF_CITIZEN;
}

function heldIn(client: Database.Database, { root, id, titles }: Walk): ExtractSection[] {
  const groups = groupNames(client);
  return tablesReaching(client, root).flatMap(({ table, where }) => {
    const held = titles[table];
    if (!held) return [];
    const rows = client.prepare(`SELECT * FROM "${table}" WHERE ${where}`).all({ id }) as Row[];
    const shown = Object.entries(held.columns).flatMap(([column, told]) =>
      told === null
        ? []
        : [typeof told === 'string' ? { column, head: told } : { column, head: told[0], words: told[1] }],
    );
    if (rows.length === 0 || shown.length === 0) return [];
    // A column that says nothing in any row is left out, so that what is said can be read.
    const used = shown.filter(({ column }) =>
      rows.some((row) => row[column] !== null && row[column] !== '[]'),
    );
    return [
      {
        source: table,
        title: held.title,
        heads: used.map(({ head }) => head),
        rows: rows.map((row) =>
          used.map(({ column, words }) =>
            told(column, row[column], column === 'target_group' ? groups : words),
          ),
        ),
      },
    ];
  });
}

/** What the target groups are called; rows keep the case system's codes. */
function groupNames(client: Database.Database): Record<string, string> {
  const rows = client.prepare('SELECT code, label FROM target_group').raw().all() as [string, string][];
  return Object.fromEntries(rows);
}

const YES_NO =
  /^(may|may_be_shared|protected_address|single_provider|has_employer|became_ordinary|still_there)$/;

/** A value in words: dates and instants as they are read here, codes by their names, yes and no. */
function told(column: string, value: unknown, words: Readonly<Record<string, string>> = {}): string {
  if (value === null || value === undefined) return '';
  if (YES_NO.test(column)) return value === 1 ? 'Ja' : 'Nej';
  const text = String(value);
  if (/^\[.*\]$/.test(text)) return (JSON.parse(text) as string[]).map((one) => words[one] ?? one).join(', ');
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return showInstant(text);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return showDate(text);
  return words[text] ?? text;
}

/** On which orders' lists the citizen has stood: the runs' keys say at which place, and the lists know places. */
function listsOf(client: Database.Database, id: number): ExtractSection[] {
  const runs = client
    .prepare(
      'SELECT id, planned_at AS at, citizen_places AS places FROM match_run WHERE citizen_places IS NOT NULL ORDER BY id',
    )
    .all() as { id: number; at: string; places: Buffer }[];
  const onLists = client.prepare(
    'SELECT job_order_id, rank, score FROM match_row WHERE run_id = ? AND place = ?',
  );
  const rows = runs.flatMap(({ id: runId, at, places }) => {
    const place = readPlaces(places).indexOf(id);
    if (place < 0) return [];
    const found = onLists.all(runId, place) as { job_order_id: number; rank: number; score: number }[];
    return found.map((row) => [
      showInstant(at),
      String(row.job_order_id),
      String(row.rank),
      String(row.score),
    ]);
  });
  if (rows.length === 0) return [];
  const heads = ['Matchkørsel', 'Jobordre', 'Plads på listen', 'Point'];
  return [{ source: 'match_row', title: 'Lister med forslag, du har stået på', heads, rows }];
}

/** What an import overwrote is kept so that the import can be undone. */
function keptByImports(client: Database.Database, id: number): ExtractSection[] {
  const kept = client
    .prepare(
      `SELECT imported_at AS at, json_remove(before, '$.row.cprEncrypted', '$.row.cprIndex') AS before
        FROM import_change JOIN import_batch ON import_batch.id = import_id
        WHERE entity IN ('citizen', 'citizen_background') AND entity_key = ? ORDER BY import_id`,
    )
    .all(String(id)) as { at: string; before: string }[];
  if (kept.length === 0) return [];
  const rows = kept.map(({ at, before }) => [showInstant(at), before]);
  return [
    { source: 'import_change', title: 'Som der stod før en import', heads: ['Import', 'Stod før'], rows },
  ];
}

/** The log knows a citizen by a number of its own. */
function logNumber(client: Database.Database, id: number): number {
  return Number(client.prepare('SELECT number FROM log_person WHERE citizen_id = ?').pluck().get(id) ?? 0);
}

/** Changes, and a whole CPR number shown; an extract that was handed out before is not told of again. */
function eventsOf(client: Database.Database, entity: string, id: number): ExtractSection[] {
  const events = client
    .prepare(
      "SELECT at, action, detail FROM audit_event WHERE entity = ? AND entity_key = ? AND action <> 'laes' ORDER BY id",
    )
    .all(entity, String(id)) as { at: string; action: string; detail: string | null }[];
  if (events.length === 0) return [];
  const rows = events.map(({ at, action, detail }) => [showInstant(at), action, detail ?? '']);
  return [
    {
      source: 'audit_event',
      title: 'Hvad medarbejdere har gjort',
      heads: ['Hvornår', 'Hvad', 'Nærmere'],
      rows,
    },
  ];
}
