import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { readPlaces } from '../matching/places.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { told } from './told.ts';
import { toldEdit } from './told-edit.ts';
import { leftByUndos } from './undo-reports.ts';
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

const ORDERS_A_TURN = 500;

/** Everything we hold of a citizen, found by walking the schema, with what no foreign key leads to. */
export async function citizenExtract(client: Database.Database, id: number): Promise<ExtractSection[]> {
  const held = heldIn(client, { root: 'citizen', id, titles: HELD_OF_CITIZEN });
  return [
    ...held,
    ...(await listsOf(client, id)),
    ...keptByImports(client, id),
    ...standingAfterUndos(client, id),
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
            table === 'citizen_edit' && (column === 'before' || column === 'after')
              ? toldEdit(String(row[column]))
              : told(column, row[column], column === 'target_group' ? groups : words),
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

interface Standing {
  at: string;
  orderId: number;
  rank: number;
  score: number;
}

/**
 * On which orders' lists the citizen has stood: the runs' keys say at which place, and the lists know places. They have no index
 * by place (a night would write it anew for a million rows), so each is read through: one run's key in memory at a time, some
 * hundred orders between two turns of everybody else.
 */
export async function listsWith(client: Database.Database, id: number): Promise<Standing[]> {
  const runs = client
    .prepare('SELECT id, planned_at AS at FROM match_run WHERE citizen_places IS NOT NULL ORDER BY id')
    .all() as { id: number; at: string }[];
  const key = client.prepare('SELECT citizen_places FROM match_run WHERE id = ?').pluck();
  const found: Standing[] = [];
  for (const { id: runId, at } of runs) {
    const place = readPlaces((key.get(runId) as Buffer | null | undefined) ?? null).indexOf(id);
    await nextTurn();
    if (place < 0) continue;
    for await (const row of rowsAt(client, { runId, place })) found.push({ ...row, at });
  }
  return found;
}

async function* rowsAt(client: Database.Database, { runId, place }: { runId: number; place: number }) {
  const ends = client
    .prepare(
      'SELECT min(job_order_id) AS first, max(job_order_id) AS last FROM match_order_result WHERE run_id = ?',
    )
    .get(runId) as { first: number | null; last: number | null };
  const some = client.prepare(
    `SELECT job_order_id AS orderId, rank, score FROM match_row
      WHERE run_id = @runId AND job_order_id BETWEEN @from AND @to AND place = @place`,
  );
  for (let from = ends.first ?? 1; from <= (ends.last ?? 0); from += ORDERS_A_TURN) {
    yield* some.all({ runId, place, from, to: from + ORDERS_A_TURN - 1 }) as Omit<Standing, 'at'>[];
    await nextTurn();
  }
}

async function listsOf(client: Database.Database, id: number): Promise<ExtractSection[]> {
  const rows = (await listsWith(client, id)).map(({ at, orderId, rank, score }) => {
    return [showInstant(at), String(orderId), String(rank), String(score)];
  });
  if (rows.length === 0) return [];
  const heads = ['Matchkørsel', 'Jobordre', 'Plads på listen', 'Point'];
  return [{ source: 'match_row', title: 'Lister med forslag, du har stået på', heads, rows }];
}

/** Rows that stood when an import was undone. */
function standingAfterUndos(client: Database.Database, id: number): ExtractSection[] {
  const asked = client.prepare<[number], string>('SELECT citizen_key FROM citizen WHERE id = ?').pluck();
  const left = leftByUndos(client, { id, citizenKey: asked.get(id) ?? '' });
  const rows = left.map(({ at, reason }) => [showInstant(at), reason]);
  if (rows.length === 0) return [];
  const heads = ['Fortrudt', 'Hvorfor'];
  return [{ source: 'undo_report', title: 'Stod, da en import blev fortrudt', heads, rows }];
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
