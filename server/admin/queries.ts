import type { Db } from '../../db/client.ts';
import { preparedOnce } from '../../db/prepared.ts';
import type { CoverageUnit } from '../../db/schema/coverage.ts';
import { setting } from '../../db/schema/settings.ts';
import type { Role } from '../../db/schema/users.ts';
import type { OrderType } from '../../workers/matching/types.ts';
import { appendEvent } from '../log/append.ts';
import { logNumberOf } from '../log/person.ts';
import { tellPrograms } from '../webhooks/deliveries.ts';

/** Where firms without any headcount belong in coverage (design.md: default out). */
export const UNREPORTED_CHOICES = ['ude', 'inde', 'uafklaret'] as const;
export type UnreportedChoice = (typeof UNREPORTED_CHOICES)[number];

/** Levels that virksomhedsprisen's limit may be set to. */
export const DANISH_LEVELS: readonly string[] = ['A1', 'A2', 'B1', 'B2', 'C1'];

/** Six months, however long they are. */
export const LEAST_RUN_LOG_DAYS = 184;

export interface Settings {
  municipalityCode: number;
  municipalityName: string;
  /** the unit's name on screen: since 1 February 2026 the law says kommunen (lov 1750/2025) */
  unitName: string;
  unreported: UnreportedChoice;
  /** whether coverage counts places of work or companies, where nobody asks for the other */
  coverageUnit: CoverageUnit;
  /** coverage is told both for the quarter and since this day */
  planPeriodFrom: string;
  planPeriodName: string;
  /** how many days before its end the konsulent is told of an agreement */
  agreementWarningDays: number;
  /** hours a week that are full time: two placements of so many never run at once, others together not above */
  fullTimeHours: number;
  /** how many days before its last day a placement is about to run out */
  placementWarningDays: number;
  /** types that the employer and the employee representative sign for before the first day (BEK § 65 stk. 6) */
  signedTypes: readonly OrderType[];
  /** types that a colleague approves before the first day */
  approvedTypes: readonly OrderType[];
  /** kontaktfred: a colleague's contact within so many days is told of before one calls; 0: never */
  contactPeaceDays: number;
  /** what a talk with a firm may be about, and the schemes one may tell of: words that can be counted */
  contactThemes: readonly string[];
  contactOffers: readonly string[];
  /** where the day's routes begin: "Vejnavn 1, 2620 Albertslund"; '': nobody has said */
  officeAddress: string;
  /** virksomhedsprisen: a youth is younger than so many years on the first day */
  awardYouthAge: number;
  /** virksomhedsprisen: Danish below this CEFR level is lacking */
  awardDanishBelow: string;
  /** how long the lists and logs of a run are kept; never under half a year (AI-forordningen art. 26, stk. 6) */
  runLogDays: number;
  /** reports on groups of citizens hide every number below it */
  smallestCell: number;
  /** who must give a code besides a local password; whoever signs in at the municipality is asked there */
  secondFactorRoles: readonly Role[];
  /** filled by `npm run demo`: production refuses such a folder */
  demo: boolean;
}

const DEFAULTS: Settings = {
  municipalityCode: 165,
  municipalityName: 'Albertslund Kommune',
  unitName: 'Virksomhedsindgangen',
  unreported: 'ude',
  coverageUnit: 'p',
  planPeriodFrom: '2023-01-01',
  planPeriodName: 'Beskæftigelsespolitik 2023-26',
  agreementWarningDays: 60,
  fullTimeHours: 37,
  placementWarningDays: 14,
  signedTypes: ['loentilskud_privat', 'loentilskud_offentlig', 'virksomhedspraktik', 'nytteindsats'],
  approvedTypes: [
    'loentilskud_privat',
    'loentilskud_offentlig',
    'virksomhedspraktik',
    'nytteindsats',
    'fleksjob',
  ],
  contactPeaceDays: 14,
  contactThemes: ['Rekruttering', 'Fastholdelse', 'Opkvalificering', 'Afskedigelse'],
  contactOffers: [
    'Småjob',
    'Løntilskud',
    'Virksomhedspraktik',
    'Fleksjob',
    'Voksenlærling',
    'Mentor',
    'Jobmesse',
    'Partnerskab',
  ],
  officeAddress: '',
  awardYouthAge: 30,
  awardDanishBelow: 'B1',
  runLogDays: 190,
  smallestCell: 5,
  secondFactorRoles: ['administrator'],
  demo: false,
};

export function readSettings(db: Pick<Db, 'select'>): Settings {
  const stored = new Map(
    allSettings(db)
      .all()
      .map((row) => [row.key, JSON.parse(row.value) as unknown]),
  );
  const read = <K extends keyof Settings>(key: K) => (stored.get(key) ?? DEFAULTS[key]) as Settings[K];
  return {
    municipalityCode: read('municipalityCode'),
    municipalityName: read('municipalityName'),
    unitName: read('unitName'),
    unreported: read('unreported'),
    coverageUnit: read('coverageUnit'),
    planPeriodFrom: read('planPeriodFrom'),
    planPeriodName: read('planPeriodName'),
    agreementWarningDays: read('agreementWarningDays'),
    fullTimeHours: read('fullTimeHours'),
    placementWarningDays: read('placementWarningDays'),
    signedTypes: read('signedTypes'),
    approvedTypes: read('approvedTypes'),
    contactPeaceDays: read('contactPeaceDays'),
    contactThemes: read('contactThemes'),
    contactOffers: read('contactOffers'),
    officeAddress: read('officeAddress'),
    awardYouthAge: read('awardYouthAge'),
    awardDanishBelow: read('awardDanishBelow'),
    runLogDays: Math.max(LEAST_RUN_LOG_DAYS, read('runLogDays')),
    smallestCell: read('smallestCell'),
    secondFactorRoles: read('secondFactorRoles'),
    demo: read('demo'),
  };
}

const allSettings = preparedOnce((db: Pick<Db, 'select'>) => db.select().from(setting).prepare());

export function changeSetting<K extends keyof Settings>(
  db: Db,
  key: K,
  value: Settings[K],
  change: { at: string; by: number | null },
): void {
  const row = { key, value: JSON.stringify(value), updatedAt: change.at, updatedBy: change.by };
  db.transaction(
    (tx) => {
      tx.insert(setting).values(row).onConflictDoUpdate({ target: setting.key, set: row }).run();
      recordEvent(tx, { at: change.at, userId: change.by, action: 'ret', entity: 'setting', entityKey: key });
    },
    { behavior: 'immediate' },
  );
}

export interface AuditEvent {
  at: string;
  userId: number | null;
  action: string;
  entity: string;
  entityKey: string;
  detail?: string;
}

/**
 * Who did what, as the next row of the log's chain, and a message to each program that wants to know; call it inside the
 * transaction of the change, so that an event that fails fails the change. A citizen stands in it by the log's own number, which erasure makes a number of nobody.
 */
export function recordEvent(tx: Pick<Db, 'select' | 'insert'>, event: AuditEvent): void {
  const { at, userId, action, entity, detail = null } = event;
  const entityKey = entity === 'citizen' ? String(logNumberOf(tx, Number(event.entityKey))) : event.entityKey;
  appendEvent(tx, { at, userId, action, entity, entityKey, detail });
  tellPrograms(tx, event);
}
