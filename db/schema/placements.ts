import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { ORDER_TYPES, PRAKTIK_PURPOSES } from '../../workers/matching/types.ts';
import { citizen } from './citizens.ts';
import { isoDate, oneOf } from './columns.ts';
import { company, pUnit } from './companies.ts';
import { contactPerson } from './contact-persons.ts';
import { formidling } from './formidling.ts';
import { jobOrder } from './job-orders.ts';
import { legalRule, RULE_ANSWERS } from './legal-rules.ts';
import { user } from './users.ts';

/** Why a placement stopped. Nothing about health. */
export const PLACEMENT_ENDS = [
  'efter_aftalen',
  'ordinaert_job_her',
  'ordinaert_job_andetsteds',
  'uddannelse',
  'anden_ordning',
  'borgeren_stoppede',
  'virksomheden_stoppede',
  'andet',
] as const;
export type PlacementEnd = (typeof PLACEMENT_ENDS)[number];

/**
 * A citizen at a place of work for a time. Its status is derived from dates and approvals (server/placements/rules.ts),
 * never typed.
 */
export const placement = sqliteTable(
  'placement',
  {
    id: integer().primaryKey(),
    citizenId: integer('citizen_id')
      .notNull()
      .references(() => citizen.id),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    cvr: integer()
      .notNull()
      .references(() => company.cvr),
    /** NULL: came about without an order */
    jobOrderId: integer('job_order_id').references(() => jobOrder.id),
    formidlingId: integer('formidling_id')
      .unique()
      .references(() => formidling.id),
    type: text({ enum: ORDER_TYPES }).notNull(),
    purpose: text({ enum: PRAKTIK_PURPOSES }),
    /** the work: two at the same time must be different functions */
    jobFunction: text('job_function').notNull(),
    /** what it shall lead to */
    goal: text(),
    startsOn: text('starts_on').notNull(),
    /** the last day, as agreed and extended; NULL: no end is agreed */
    endsOn: text('ends_on'),
    /** the last day in fact */
    endedOn: text('ended_on'),
    ended: text({ enum: PLACEMENT_ENDS }),
    /** went on in ordinary paid hours; NULL: not asked */
    becameOrdinary: integer('became_ordinary', { mode: 'boolean' }),
    ordinaryHours: real('ordinary_hours'),
    mentorName: text('mentor_name'),
    contactPersonId: integer('contact_person_id').references(() => contactPerson.id),
    employerSignedOn: text('employer_signed_on'),
    representativeName: text('representative_name'),
    representativeSignedOn: text('representative_signed_on'),
    approvedOn: text('approved_on'),
    approvedBy: integer('approved_by').references(() => user.id),
    version: integer().notNull(),
    createdAt: text('created_at').notNull(),
    createdBy: integer('created_by')
      .notNull()
      .references(() => user.id),
    updatedAt: text('updated_at').notNull(),
    withdrawnAt: text('withdrawn_at'),
    withdrawnBy: integer('withdrawn_by').references(() => user.id),
    withdrawnReason: text('withdrawn_reason'),
    /** what virksomhedsprisen asked of the citizen, written down as they are erased; NULL: the citizen is there to be asked */
    awardYouth: integer('award_youth', { mode: 'boolean' }),
    awardLacksDanish: integer('award_lacks_danish', { mode: 'boolean' }),
    awardLacksExperience: integer('award_lacks_experience', { mode: 'boolean' }),
    formKey: text('form_key').unique(),
  },
  (t) => [
    index('placement_citizen').on(t.citizenId, t.startsOn),
    index('placement_p_unit').on(t.pNumber, t.startsOn),
    index('placement_cvr').on(t.cvr),
    index('placement_order').on(t.jobOrderId).where(sql`${t.jobOrderId} IS NOT NULL`),
    index('placement_type').on(t.type, t.startsOn),
    index('placement_running')
      .on(t.endsOn, t.id)
      .where(sql`${t.endedOn} IS NULL AND ${t.withdrawnAt} IS NULL`),
    // In the order of the list, those without an end last.
    index('placement_last_day').on(
      sql`(CASE WHEN ${t.endedOn} IS NULL THEN ${t.endsOn} ELSE ${t.endedOn} END IS NULL)`,
      sql`(CASE WHEN ${t.endedOn} IS NULL THEN ${t.endsOn} ELSE ${t.endedOn} END)`,
      t.id,
    ),
    index('placement_person').on(t.contactPersonId).where(sql`${t.contactPersonId} IS NOT NULL`),
    oneOf('placement_type_value', t.type, ORDER_TYPES),
    oneOf('placement_purpose', t.purpose, PRAKTIK_PURPOSES),
    oneOf('placement_ended', t.ended, PLACEMENT_ENDS),
    check('placement_purpose_praktik', sql`${t.purpose} IS NULL OR ${t.type} = 'virksomhedspraktik'`),
    check('placement_function', sql`length(${t.jobFunction}) BETWEEN 1 AND 100`),
    check('placement_goal', sql`length(${t.goal}) <= 500`),
    isoDate('placement_starts_on', t.startsOn),
    isoDate('placement_ends_on', t.endsOn),
    isoDate('placement_ended_on', t.endedOn),
    isoDate('placement_employer_signed_on', t.employerSignedOn),
    isoDate('placement_representative_signed_on', t.representativeSignedOn),
    isoDate('placement_approved_on', t.approvedOn),
    check('placement_period', sql`${t.endsOn} IS NULL OR ${t.endsOn} >= ${t.startsOn}`),
    check('placement_ended_period', sql`${t.endedOn} IS NULL OR ${t.endedOn} >= ${t.startsOn}`),
    check('placement_why', sql`(${t.endedOn} IS NULL) = (${t.ended} IS NULL)`),
    check('placement_approval', sql`(${t.approvedOn} IS NULL) = (${t.approvedBy} IS NULL)`),
    check('placement_ordinary_hours', sql`${t.ordinaryHours} BETWEEN 0 AND 60`),
    check('placement_withdrawn', sql`(${t.withdrawnAt} IS NULL) = (${t.withdrawnReason} IS NULL)`),
  ],
);

/** The hours from a day on: those of a fleksjob or a småjob grow. */
export const placementHours = sqliteTable(
  'placement_hours',
  {
    id: integer().primaryKey(),
    placementId: integer('placement_id')
      .notNull()
      .references(() => placement.id),
    fromDate: text('from_date').notNull(),
    weeklyHours: real('weekly_hours').notNull(),
    recordedAt: text('recorded_at').notNull(),
    recordedBy: integer('recorded_by')
      .notNull()
      .references(() => user.id),
    supersededAt: text('superseded_at'),
  },
  (t) => [
    uniqueIndex('placement_hours_standing')
      .on(t.placementId, t.fromDate)
      .where(sql`${t.supersededAt} IS NULL`),
    index('placement_hours_placement').on(t.placementId),
    isoDate('placement_hours_from_date', t.fromDate),
    check('placement_hours_weekly', sql`${t.weeklyHours} > 0 AND ${t.weeklyHours} <= 60`),
  ],
);

/** The days and times of those hours, when they are known. Monday is 1; a night shift is two rows. */
export const placementShift = sqliteTable(
  'placement_shift',
  {
    hoursId: integer('hours_id')
      .notNull()
      .references(() => placementHours.id),
    weekday: integer().notNull(),
    fromMinute: integer('from_minute').notNull(),
    toMinute: integer('to_minute').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.hoursId, t.weekday, t.fromMinute] }),
    check('placement_shift_weekday', sql`${t.weekday} BETWEEN 1 AND 7`),
    check(
      'placement_shift_times',
      sql`${t.fromMinute} >= 0 AND ${t.toMinute} > ${t.fromMinute} AND ${t.toMinute} <= 1440`,
    ),
  ],
);

export const FOLLOW_UP_KINDS = ['opfoelgning', 'uge_13', 'uge_26'] as const;
export type FollowUpKind = (typeof FOLLOW_UP_KINDS)[number];

/** When somebody looks after a placement, and what they found. */
export const placementFollowUp = sqliteTable(
  'placement_follow_up',
  {
    id: integer().primaryKey(),
    placementId: integer('placement_id')
      .notNull()
      .references(() => placement.id),
    kind: text({ enum: FOLLOW_UP_KINDS }).notNull(),
    dueOn: text('due_on').notNull(),
    doneOn: text('done_on'),
    doneBy: integer('done_by').references(() => user.id),
    recordedAt: text('recorded_at'),
    /** still at the firm; NULL: not asked */
    stillThere: integer('still_there', { mode: 'boolean' }),
    /** ordinary paid hours a week on that day */
    ordinaryHours: real('ordinary_hours'),
    note: text(),
  },
  (t) => [
    index('placement_follow_up_placement').on(t.placementId, t.dueOn),
    index('placement_follow_up_due').on(t.dueOn, t.placementId).where(sql`${t.doneOn} IS NULL`),
    oneOf('placement_follow_up_kind', t.kind, FOLLOW_UP_KINDS),
    isoDate('placement_follow_up_due_on', t.dueOn),
    isoDate('placement_follow_up_done_on', t.doneOn),
    check('placement_follow_up_done', sql`(${t.doneOn} IS NULL) = (${t.doneBy} IS NULL)`),
    check('placement_follow_up_hours', sql`${t.ordinaryHours} BETWEEN 0 AND 60`),
    check('placement_follow_up_note', sql`length(${t.note}) <= 2000`),
  ],
);

/** A later last day, with why. */
export const placementExtension = sqliteTable(
  'placement_extension',
  {
    id: integer().primaryKey(),
    placementId: integer('placement_id')
      .notNull()
      .references(() => placement.id),
    endsOnBefore: text('ends_on_before').notNull(),
    endsOn: text('ends_on').notNull(),
    reason: text().notNull(),
    decidedAt: text('decided_at').notNull(),
    decidedBy: integer('decided_by')
      .notNull()
      .references(() => user.id),
  },
  (t) => [
    index('placement_extension_placement').on(t.placementId, t.decidedAt),
    isoDate('placement_extension_ends_on_before', t.endsOnBefore),
    isoDate('placement_extension_ends_on', t.endsOn),
    check('placement_extension_later', sql`${t.endsOn} > ${t.endsOnBefore}`),
    check('placement_extension_reason', sql`length(${t.reason}) BETWEEN 1 AND 1000`),
  ],
);

/** A person went on although a rule said no or lacked an answer: which rule, as it stood, and why. Never changed (triggers). */
export const ruleOverride = sqliteTable(
  'rule_override',
  {
    id: integer().primaryKey(),
    citizenId: integer('citizen_id')
      .notNull()
      .references(() => citizen.id),
    jobOrderId: integer('job_order_id').references(() => jobOrder.id),
    placementId: integer('placement_id').references(() => placement.id),
    /** NULL: no rule is in force on the date */
    ruleId: integer('rule_id').references(() => legalRule.id),
    /** what was overridden, in a word: a rule's kind, or `sammenfald` */
    what: text().notNull(),
    answer: text({ enum: RULE_ANSWERS }).notNull(),
    /** the sentence that was shown */
    sentence: text().notNull(),
    reason: text().notNull(),
    decidedAt: text('decided_at').notNull(),
    decidedBy: integer('decided_by')
      .notNull()
      .references(() => user.id),
  },
  (t) => [
    index('rule_override_citizen').on(t.citizenId, t.decidedAt),
    index('rule_override_order').on(t.jobOrderId).where(sql`${t.jobOrderId} IS NOT NULL`),
    index('rule_override_placement').on(t.placementId).where(sql`${t.placementId} IS NOT NULL`),
    index('rule_override_rule').on(t.ruleId).where(sql`${t.ruleId} IS NOT NULL`),
    index('rule_override_decided').on(t.decidedAt),
    oneOf('rule_override_answer', t.answer, RULE_ANSWERS),
    check('rule_override_reason', sql`length(${t.reason}) BETWEEN 1 AND 1000`),
  ],
);
