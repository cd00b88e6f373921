import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { createTestFolder } from '../db/client.ts';
import { dataFiles } from '../db/files.ts';
import { cprIndex, encryptCpr } from '../server/citizens/cpr.ts';
import { type CprKeys, readConfig } from '../server/config.ts';
import { appendReads } from '../server/log/append.ts';
import { logNumberOf } from '../server/log/person.ts';
import { writePlaces } from '../server/matching/places.ts';
import { openData } from '../server/start.ts';
import { addUser, openTestApp, signIn } from './app.ts';
import { temporaryFolder } from './backup-town.ts';
import { addCitizen, addFirm, ORDER_FORM } from './job-orders-builders.ts';

export const NOW = '2026-11-29T09:00:00Z';
export const P = 1_020_000_001;

/** What stands in every row of one citizen, and nowhere else. */
export const KANARI = {
  name: 'Kanariella Sporløsen',
  phone: '91827364',
  email: 'kanariella@sporlos.example',
  key: 'KANARI-1',
  cpr: '6101901234',
  note: 'KANARINOTE',
} as const;

/** A program on a data folder, with an order and people of each sort. */
export async function openDiskTown() {
  const folder = temporaryFolder();
  const key = () => randomBytes(32).toString('hex');
  const env = { CPR_KEY: key(), CPR_INDEX_KEY: key() };
  const config = readConfig({ DATA_DIR: folder, ...env });
  createTestFolder(config.files);
  const data = openData(config, () => new Date(NOW));
  onTestFinished(() => data.close());
  const { db } = data;
  const files = dataFiles(folder);
  const opened = await openTestApp(NOW, { db, files }, 0, env);
  const ids = {
    sara: await addUser(db, 'sara', ['sagsbehandler'], 'Borger 1'),
    hanne: await addUser(db, 'hanne', ['konsulent'], 'Nord'),
    stig: await addUser(db, 'stig', ['sagsbehandler'], 'Borger 1'),
    lea: await addUser(db, 'lea', ['sagsbehandler', 'leder'], 'Borger 1'),
  };
  addFirm(db, { pNumber: P, name: 'Bo Bygger ApS' });
  const hanne = await signIn(opened.app, 'hanne');
  const form = { ...ORDER_FORM, certifikater: '', koerekort: '', virksomhed: String(P) };
  await hanne.post('/jobordrer', form);
  const sara = await signIn(opened.app, 'sara');
  return { ...opened, data, env, files, ids, hanne, sara, keys: config.cprKeys as CprKeys };
}

export type DiskTown = Awaited<ReturnType<typeof openDiskTown>>;

/** A citizen with at least one row, with the canary in it, in every table that leads to a citizen. */
export function addWholeCitizen({ db, ids, keys }: Pick<DiskTown, 'db' | 'ids' | 'keys'>): number {
  const { name, phone, email, key, cpr, note } = KANARI;
  const id = addCitizen(db, {
    name,
    nameFolded: name.toLowerCase(),
    phone,
    email,
    citizenKey: key,
    cprEncrypted: encryptCpr(keys, cpr, key),
    cprIndex: cprIndex(keys, cpr),
    caseworkerUserId: ids.sara,
    caseworkerName: note,
    postcode: '2620',
    terms: [{ text: `${note} lagermedarbejder` }],
  });
  const at = '2026-10-01T08:00:00.000Z';
  const by = ids.hanne;
  const cvr = db.$client.prepare('SELECT cvr FROM p_unit WHERE p_number = ?').pluck().get(P);
  const values = { id, at, by, note, P, cvr, name, places: writePlaces(Uint32Array.of(7, id, 9)) };
  const run = (sql: string) => {
    const used = Object.entries(values).filter(([key]) => sql.includes(`@${key}`));
    db.$client.prepare(sql).run(Object.fromEntries(used));
  };
  for (const sql of ROWS) run(sql);
  const read = { userId: by, at, purpose: 'liste', jobOrderId: null, relation: 'ordre' };
  appendReads(db.$client, [{ ...read, person: logNumberOf(db, id) }]);
  return id;
}

/** Numbers 9001 on, so that they are nobody else's. */
const ROWS = [
  'INSERT INTO citizen_shift VALUES (@id, 1, 480, 720)',
  `INSERT INTO benefit_period (citizen_id, target_group, from_date, recorded_at, superseded_at, superseded_reason)
    VALUES (@id, 'kontanthjaelp_jobparat', '2024-01-01', @at, @at, @note)`,
  `INSERT INTO disclosure (citizen_id, topic, may, agreed_on, recorded_at, recorded_by) VALUES (@id, 'navn', 1, '2026-01-01', @at, @by)`,
  `INSERT INTO citizen_edit (citizen_id, before, after, version, edited_at, edited_by)
    VALUES (@id, json_object('name', @name), json_object('name', @note), 2, @at, @by)`,
  `INSERT INTO citizen_background (citizen_id, background, recorded_at) VALUES (@id, 'vestlig', @at)`,
  `INSERT INTO set_aside (job_order_id, citizen_id, reason, comment, facts_sha, set_aside_at, set_aside_by)
    VALUES (1, @id, 'andet', @note, 'KANARINOTE', @at, @by)`,
  `INSERT INTO formidling (id, job_order_id, citizen_id, stage, asked_at, answer_by, answer, answered_at, shared_at, ended, version, created_at, created_by, updated_at)
    VALUES (9001, 1, @id, 'ej', @at, '2026-10-05', 'ja', @at, @at, 'andet', 1, @at, @by, @at)`,
  `INSERT INTO formidling_event (formidling_id, event, comment, at, by) VALUES (9001, 'note', @note || ' ' || @name, @at, @by)`,
  `INSERT INTO placement (id, citizen_id, p_number, cvr, job_order_id, formidling_id, type, job_function, goal, starts_on, ends_on, mentor_name,
      representative_name, version, created_at, created_by, updated_at)
    VALUES (9001, @id, @P, @cvr, 1, 9001, 'virksomhedspraktik', @note, @note, '2026-10-01', '2026-10-20', @note, @note, 1, @at, @by, @at)`,
  `INSERT INTO placement_hours (id, placement_id, from_date, weekly_hours, recorded_at, recorded_by) VALUES (9001, 9001, '2026-10-01', 20, @at, @by)`,
  'INSERT INTO placement_shift VALUES (9001, 2, 480, 720)',
  `INSERT INTO placement_follow_up (placement_id, kind, due_on, done_on, done_by, recorded_at, note)
    VALUES (9001, 'opfoelgning', '2026-10-10', '2026-10-10', @by, @at, @note)`,
  `INSERT INTO placement_follow_up (placement_id, kind, due_on) VALUES (9001, 'uge_13', '2027-01-10')`,
  `INSERT INTO placement_extension (placement_id, ends_on_before, ends_on, reason, decided_at, decided_by)
    VALUES (9001, '2026-10-15', '2026-10-20', @note, @at, @by)`,
  `INSERT INTO rule_override (citizen_id, placement_id, what, answer, sentence, reason, decided_at, decided_by)
    VALUES (@id, 9001, 'varighed', 'nej', @note, @note, @at, @by)`,
  `INSERT INTO match_run (id, run_key, status, fence, engine_version, citizen_places, orders, citizens, pairs, shards, planned_at)
    VALUES (9001, 'nat:2026-10-01', 'faerdig', 1, '1', @places, 1, 3, 3, 1, @at)`,
  `INSERT INTO match_standing (run_id, subject, citizen_id, rule, answer, who_can_fix) VALUES (9001, 'borger', @id, 'rejse', @note, 'sagsbehandler')`,
  `INSERT INTO match_order_result (run_id, job_order_id, fence, rows, excluded_counts, committed_at) VALUES (9001, 1, 1, 1, '{}', @at)`,
  `INSERT INTO match_row (run_id, job_order_id, rank, place, score, parts, is_new) VALUES (9001, 1, 1, 1, 70, '[]', 1)`,
  `INSERT INTO rights_request (citizen_id, kind, received_on, due_on, outcome, reason, closed_on, closed_by, created_at, created_by)
    VALUES (@id, 'indsigelse', '2026-09-01', '2026-10-01', 'afslaaet', @note, '2026-09-20', @by, @at, @by)`,
  `INSERT INTO import_batch (id, kind, file_name, sha256, imported_at, created, updated, unchanged) VALUES (9001, 'borgere', 'b.csv', 'x', @at, 0, 1, 0)`,
  `INSERT INTO import_change VALUES (9001, 'citizen', printf('%d', @id), json_object('row', json_object('id', @id, 'name', @name)))`,
  `INSERT INTO import_batch (id, kind, file_name, sha256, imported_at, created, updated, unchanged, undone_at) VALUES (9002, 'borgere', 'c.csv', 'x', @at, 0, 1, 0, @at)`,
  `INSERT INTO undo_report VALUES (9002, 1, 2, json_array(
    json_object('what', 'Borger ' || (SELECT citizen_key FROM citizen WHERE id = @id), 'reason', 'er rettet af en bruger siden'),
    json_object('what', 'Borger ANDEN', 'reason', 'andet i systemet hænger på den')))`,
  `UPDATE job_order SET internal_comment = 'Talte med ' || @name || ' om den' WHERE id = 1`,
];
