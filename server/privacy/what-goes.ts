import type Database from 'better-sqlite3';
import { tablesReaching } from './walk.ts';

/** What an erasure does to a table's rows of the citizen; `set` empties columns and leaves the rest to be counted. */
type Fate = { title: string } & ({ does: 'slettes' } | { does: 'toemmes'; set: string } | { does: 'bliver' });

const blank = (column: string) => `${column} = CASE WHEN ${column} IS NULL THEN NULL ELSE '–' END`;

/** Every table that leads to a citizen (the schema is asked, and a test finds the one that is missing here). */
export const FATES: Readonly<Record<string, Fate>> = {
  citizen_term: { title: 'Jobmål, kompetencer, erfaring og beviser', does: 'slettes' },
  citizen_shift: { title: 'Dage og tider', does: 'slettes' },
  benefit_period: { title: 'Perioder på ydelse', does: 'slettes' },
  disclosure: { title: 'Hvad arbejdsgivere må få at vide', does: 'slettes' },
  citizen_edit: { title: 'Rettelser af oplysninger', does: 'slettes' },
  citizen_background: { title: 'Oprindelse til opgørelsen over lige brug', does: 'slettes' },
  match_standing: { title: 'Svar på, hvorfor der ingen forslag er', does: 'slettes' },
  set_aside: { title: 'Fravalg: kommentarer', does: 'toemmes', set: "comment = NULL, facts_sha = ''" },
  formidling: {
    title: 'Formidlinger',
    does: 'toemmes',
    set: `form_key = NULL,
      stage = CASE WHEN stage IN ('startet', 'ej') THEN stage ELSE 'ej' END,
      ended = CASE WHEN stage IN ('startet', 'ej') THEN ended ELSE 'andet' END`,
  },
  formidling_event: {
    title: 'Formidlingslog: kommentarer',
    does: 'toemmes',
    set: 'comment = NULL',
  },
  placement: {
    title: 'Forløb: funktion, mål, mentor og navne',
    does: 'toemmes',
    set: `job_function = '–', goal = NULL, mentor_name = NULL, representative_name = NULL, form_key = NULL,
      ${blank('withdrawn_reason')},
      ended = CASE WHEN ended_on IS NULL AND (ends_on IS NULL OR ends_on >= @today) THEN 'andet' ELSE ended END,
      ended_on = CASE WHEN ended_on IS NULL AND (ends_on IS NULL OR ends_on >= @today) THEN max(starts_on, @today) ELSE ended_on END`,
  },
  placement_hours: { title: 'Timer i forløb', does: 'bliver' },
  placement_shift: { title: 'Dage og tider i forløb', does: 'slettes' },
  placement_follow_up: { title: 'Opfølgninger: noter', does: 'toemmes', set: 'note = NULL' },
  placement_extension: { title: 'Forlængelser: begrundelser', does: 'toemmes', set: "reason = '–'" },
  rule_override: { title: 'Fravigelser: begrundelser', does: 'toemmes', set: "sentence = '–', reason = '–'" },
  log_person: { title: 'Loggens nummer, som intet længere siger, hvem er', does: 'bliver' },
  citizen_read: { title: 'Opslag i loggen, uden at nogen kan se, hvem de viste', does: 'bliver' },
  rights_request: {
    title: 'Henvendelser: begrundelser',
    does: 'toemmes',
    set: `form_key = NULL, ${blank('reason')}, ${blank('extended_reason')}`,
  },
  erasure: { title: 'Sletningen selv', does: 'bliver' },
};

export interface Going {
  title: string;
  does: Fate['does'];
  rows: number;
}

/** What would go, be emptied and stay, table by table, without doing it. */
export function previewErasure(client: Database.Database, id: number): Going[] {
  return tablesReaching(client, 'citizen').flatMap(({ table, where }) => {
    const fate = FATES[table];
    const rows = Number(client.prepare(`SELECT count(*) FROM "${table}" WHERE ${where}`).pluck().get({ id }));
    return fate && rows > 0 ? [{ title: fate.title, does: fate.does, rows }] : [];
  });
}

/** Deletes and empties, the farthest tables first: a row goes before the one that it leads through. */
export function emptyTables(client: Database.Database, { id, today }: { id: number; today: string }): void {
  // A check that nobody has made yet is nobody's to make.
  client
    .prepare(
      'DELETE FROM placement_follow_up WHERE done_on IS NULL AND placement_id IN (SELECT id FROM placement WHERE citizen_id = ?)',
    )
    .run(id);
  for (const { table, where } of tablesReaching(client, 'citizen').reverse()) {
    const fate = FATES[table];
    if (!fate || fate.does === 'bliver') continue;
    const does = fate.does === 'slettes' ? 'DELETE FROM' : 'UPDATE';
    const set = fate.does === 'slettes' ? '' : `SET ${fate.set}`;
    client
      .prepare(`${does} "${table}" ${set} WHERE ${where}`)
      .run(set.includes('@today') ? { id, today } : { id });
  }
}
