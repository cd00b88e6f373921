import { and, eq, isNull, notInArray, sql } from 'drizzle-orm';
import type { Db } from '../../db/client.ts';
import type { DataFiles } from '../../db/files.ts';
import { citizen } from '../../db/schema/citizens.ts';
import { formidling } from '../../db/schema/formidling.ts';
import { importChange } from '../../db/schema/imports.ts';
import { placement } from '../../db/schema/placements.ts';
import { type ErasureReason, erasure } from '../../db/schema/privacy.ts';
import { recordEvent } from '../admin/queries.ts';
import { destroyLogNumber } from '../log/person.ts';
import { forgetPlaces } from '../matching/places.ts';
import { keepAwardFacts } from '../reports/award-queries.ts';
import { forgetNames } from '../search/citizen-names.ts';
import { localDate } from '../ui/dates.ts';
import { emptyLog } from './empty-log.ts';
import { keepErasureList } from './erasure-list.ts';
import { forgetName } from './mentions.ts';
import { forgetInUndoReports } from './undo-reports.ts';
import { emptyTables } from './what-goes.ts';

export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];

export interface Erasing {
  reason: ErasureReason;
  at: string;
  /** null: the nightly job, or a backup that is brought up to date */
  by: number | null;
}

/** What must be brought to an end before a citizen is erased. */
export const HINDRANCES = ['forloeb', 'tavle'] as const;
export type Hindrance = (typeof HINDRANCES)[number];

export function hindrancesOf(db: Pick<Db, 'select'>, id: number, today: string): Hindrance[] {
  const running = db
    .select({ id: placement.id })
    .from(placement)
    .where(
      and(
        eq(placement.citizenId, id),
        isNull(placement.endedOn),
        isNull(placement.withdrawnAt),
        sql`(${placement.endsOn} IS NULL OR ${placement.endsOn} >= ${today})`,
      ),
    )
    .get();
  const onBoard = db
    .select({ id: formidling.id })
    .from(formidling)
    .where(and(eq(formidling.citizenId, id), notInArray(formidling.stage, ['startet', 'ej'])))
    .get();
  return [...(running ? (['forloeb'] as const) : []), ...(onBoard ? (['tavle'] as const) : [])];
}

/** Erases a citizen, on the disk's list before in the database. False: there is none, or it has been done. */
export function eraseCitizen(db: Db, files: ListFiles, id: number, erasing: Erasing): boolean {
  const erased = db.transaction(
    (tx) => {
      const done = eraseCitizenIn(tx, db, id, erasing);
      if (done) keepErasureList(tx, files);
      return done;
    },
    { behavior: 'immediate' },
  );
  if (erased) emptyLog(db, erasing.at);
  return erased;
}

export type ListFiles = Pick<DataFiles, 'erasures' | 'backups'>;

/** Only inside a transaction of `db`. */
export function eraseCitizenIn(
  tx: Tx,
  { $client }: Pick<Db, '$client'>,
  id: number,
  erasing: Erasing,
): boolean {
  const { reason, at, by } = erasing;
  const found = tx
    .select({ name: citizen.name, version: citizen.version, citizenKey: citizen.citizenKey })
    .from(citizen)
    .where(and(eq(citizen.id, id), isNull(citizen.erasedAt)))
    .get();
  if (!found) return false;
  forgetName($client, found.name);
  keepAwardFacts(tx, id);
  // First: what else knows of the citizen is only ever emptied for one who is erased (triggers).
  tx.update(citizen)
    .set({
      ...NOTHING_LEFT,
      citizenKey: `slettet-${id}`,
      version: found.version + 1,
      erasedAt: at,
      updatedAt: at,
    })
    .where(eq(citizen.id, id))
    .run();
  emptyTables($client, { id, today: localDate(new Date(at)) });
  tx.delete(importChange)
    .where(
      and(
        sql`${importChange.entity} IN ('citizen', 'citizen_background')`,
        eq(importChange.entityKey, String(id)),
      ),
    )
    .run();
  forgetInUndoReports($client, { id, citizenKey: found.citizenKey });
  // Who stood where in each run's lists and snapshots: the place is nobody's from now on.
  forgetPlaces(tx, new Set([id]));
  forgetNames({ $client });
  tx.insert(erasure).values({ citizenId: id, reason, erasedAt: at, erasedBy: by }).run();
  recordEvent(tx, {
    at,
    userId: by,
    action: 'slet',
    entity: 'citizen',
    entityKey: String(id),
    detail: reason,
  });
  destroyLogNumber(tx, id);
  return true;
}

/** What a citizen's row keeps: a number, the target group that figures are told by, and when it was made. */
const NOTHING_LEFT = {
  cprEncrypted: null,
  cprIndex: null,
  name: null,
  nameFolded: null,
  phone: null,
  email: null,
  benefitSince: null,
  education: null,
  singleProvider: null,
  hasEmployer: null,
  unemployedSince: null,
  birthYear: null,
  postcode: null,
  danish: null,
  danishOral: null,
  danishWritten: null,
  transports: [],
  maxTravelMinutes: null,
  hoursMin: null,
  hoursMax: null,
  workingTimes: [],
  needs: [],
  canStart: null,
  purpose: null,
  mayBeShared: null,
  protectedAddress: null,
  caseworkerName: null,
  caseworkerUserId: null,
  importId: null,
  editedAt: null,
  editedBy: null,
} satisfies Partial<typeof citizen.$inferInsert>;
