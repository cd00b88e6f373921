import { CRM_WORDS } from './words/crm.ts';
import { FIRM_WORDS } from './words/firms.ts';
import { MATCH_WORDS } from './words/matching.ts';
import { ORDER_WORK_WORDS } from './words/order-work.ts';
import { PLACEMENT_WORDS } from './words/placements.ts';
import { REPORT_WORDS } from './words/reports.ts';
import { RIGHTS_WORDS } from './words/rights.ts';
import { RULE_WORDS } from './words/rules.ts';

/** What a name means, with its unit where it has one, and an example where its values are not listed. */
export type Words = Readonly<Record<string, readonly [description: string, example?: unknown]>>;

/** One word means one thing in the whole API; where it does not, the schema says so itself. */
export const API_WORDS: Words = {
  ...FIRM_WORDS,
  ...CRM_WORDS,
  ...MATCH_WORDS,
  ...ORDER_WORK_WORDS,
  ...RULE_WORDS,
  ...PLACEMENT_WORDS,
  ...REPORT_WORDS,
  ...RIGHTS_WORDS,
};
