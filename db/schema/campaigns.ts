import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { isoDate, oneOf } from './columns.ts';
import { pUnit } from './companies.ts';
import { user } from './users.ts';

/** Why firms are called together. */
export const CAMPAIGN_KINDS = ['messe', 'pris', 'branche', 'andet'] as const;
export type CampaignKind = (typeof CAMPAIGN_KINDS)[number];

/** How far one is with a firm; `senere` has a day to call again. */
export const MEMBER_STATES = ['ikke_ringet', 'naaet', 'ja', 'nej', 'senere'] as const;
export type MemberState = (typeof MEMBER_STATES)[number];

/** A list of firms to call, made once from a filter of the firm list. */
export const campaign = sqliteTable(
  'campaign',
  {
    id: integer().primaryKey(),
    name: text().notNull(),
    kind: text({ enum: CAMPAIGN_KINDS }).notNull(),
    createdAt: text('created_at').notNull(),
    createdBy: integer('created_by')
      .notNull()
      .references(() => user.id),
    endedAt: text('ended_at'),
    endedBy: integer('ended_by').references(() => user.id),
    /** the form's one-time key: a double click makes one campaign */
    formKey: text('form_key').notNull().unique(),
  },
  (t) => [
    index('campaign_open').on(t.endedAt, t.createdAt),
    oneOf('campaign_kind', t.kind, CAMPAIGN_KINDS),
    check('campaign_name', sql`length(${t.name}) BETWEEN 1 AND 100`),
    check('campaign_ended', sql`(${t.endedAt} IS NULL) = (${t.endedBy} IS NULL)`),
  ],
);

/** A firm on a campaign's list, with its latest answer kept here for the list. */
export const campaignMember = sqliteTable(
  'campaign_member',
  {
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaign.id),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    /** place on the list when the campaign was made: the order in which one calls */
    position: integer().notNull(),
    state: text({ enum: MEMBER_STATES }).notNull(),
    /** the day of the answer; with `senere` the day to call again */
    stateDate: text('state_date'),
    note: text(),
  },
  (t) => [
    primaryKey({ columns: [t.campaignId, t.pNumber] }),
    index('campaign_member_state').on(t.campaignId, t.state, t.stateDate, t.position),
    index('campaign_member_position').on(t.campaignId, t.position),
    index('campaign_member_p_unit').on(t.pNumber),
    oneOf('campaign_member_state_value', t.state, MEMBER_STATES),
    isoDate('campaign_member_state_date', t.stateDate),
    check('campaign_member_note', sql`length(${t.note}) <= 500`),
    check('campaign_member_dated', sql`(${t.state} = 'ikke_ringet') = (${t.stateDate} IS NULL)`),
  ],
);

/** Every answer of a firm in a campaign, with who and when: never changed. */
export const campaignAnswer = sqliteTable(
  'campaign_answer',
  {
    id: integer().primaryKey(),
    campaignId: integer('campaign_id')
      .notNull()
      .references(() => campaign.id),
    pNumber: integer('p_number')
      .notNull()
      .references(() => pUnit.pNumber),
    state: text({ enum: MEMBER_STATES }).notNull(),
    stateDate: text('state_date'),
    note: text(),
    answeredAt: text('answered_at').notNull(),
    answeredBy: integer('answered_by')
      .notNull()
      .references(() => user.id),
  },
  (t) => [
    index('campaign_answer_member').on(t.campaignId, t.pNumber, t.id),
    index('campaign_answer_p_unit').on(t.pNumber),
    oneOf('campaign_answer_state', t.state, MEMBER_STATES),
    isoDate('campaign_answer_state_date', t.stateDate),
    check('campaign_answer_note', sql`length(${t.note}) <= 500`),
  ],
);
