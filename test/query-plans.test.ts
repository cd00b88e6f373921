import type { Statement } from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import type { Db } from '../db/client.ts';
import { ask } from './asking.ts';
import { addressOf, openWholeTown, WHO } from './whole-town.ts';

/** They grow with a municipality's firms, citizens, orders and years; all others have some hundreds of rows. */
const LARGE = [
  'address_point',
  'audit_event',
  'benefit_period',
  'campaign_member',
  'citizen',
  'citizen_edit',
  'citizen_read',
  'citizen_shift',
  'citizen_term',
  'company',
  'contact',
  'contact_person',
  'contact_person_version',
  'coverage_seal_firm',
  'disclosure',
  'employer_answer',
  'firm_assignment',
  'firm_record',
  'firm_record_line',
  'formidling',
  'formidling_event',
  'headcount',
  'import_change',
  'job_order',
  'job_order_requirement',
  'job_order_shift',
  'job_order_status',
  'lead',
  'life_period',
  'location_period',
  'log_person',
  'match_order_result',
  'match_row',
  'match_standing',
  'open_step',
  'own_value',
  'p_unit',
  'placement',
  'placement_extension',
  'placement_follow_up',
  'placement_hours',
  'placement_shift',
  'scope_period',
  'set_aside',
  'webhook_delivery',
];

/** Pages of one row that do ask all rows, each with the reason. */
const MAY_READ_THROUGH: readonly (readonly [address: RegExp, reason: string])[] = [
  [/^\/rapporter\//, 'a report counts a quarter of everything'],
  [/\/(sletning|erasure) /, 'free texts are searched for a name, once, before an erasure'],
  [/^\/webhooks\/:id webhook_delivery$/, 'all are counted; what has been delivered goes after a month'],
  [/^\/formidlinger\/:id\/profil citizen$/, 'everybody is read once, at first use, and kept for matching'],
];

test('a page about one firm, order, citizen or other row finds what it shows by index', async () => {
  const town = await openWholeTown();
  const asked = hearQuestions(town.db);
  const readThrough = new Set<string>();
  for (const route of town.routes) {
    if (route.method !== 'GET' || !route.url.includes(':')) continue;
    for (const who of WHO) {
      asked.clear();
      const { app, keys } = town;
      await ask(app, { method: 'GET', url: addressOf(route, town) }, { keys: keys[who] });
      for (const question of [...asked]) {
        for (const table of tablesReadThrough(town.db, question)) readThrough.add(`${route.url} ${table}`);
      }
    }
  }
  const reasonFor = (page: string) => MAY_READ_THROUGH.find(([address]) => address.test(page));
  expect([...readThrough].filter((page) => !reasonFor(page))).toEqual([]);
  const needed = new Set([...readThrough].map(reasonFor));
  expect(MAY_READ_THROUGH.filter((reason) => !needed.has(reason))).toEqual([]);
}, 300_000);

/** The texts of what is read from now on. */
function hearQuestions({ $client }: Db): Set<string> {
  const asked = new Set<string>();
  const statements = Object.getPrototypeOf($client.prepare('SELECT 1')) as Statement;
  for (const method of ['all', 'get'] as const) {
    const read = statements[method];
    vi.spyOn(statements, method).mockImplementation(function (this: Statement, ...values) {
      if (/^\s*(select|with)\b/i.test(this.source)) asked.add(this.source);
      return read.apply(this, values);
    });
  }
  return asked;
}

function tablesReadThrough({ $client }: Db, question: string): string[] {
  // Nothing is asked about, or the first few of a table in its own order.
  if (/where \(?false\b/.test(question) || /order by "\w+"\."id" desc limit \+?\?$/.test(question)) return [];
  // What it is asked with does not matter: nothing bound is NULL.
  const plan = $client.prepare(`EXPLAIN QUERY PLAN ${question.replaceAll(/\?\d*|[@:$][a-z]\w*/gi, 'NULL')}`);
  const steps = plan.all() as { detail: string }[];
  return steps.flatMap(({ detail }) => {
    const name = /^SCAN (\w+)/.exec(detail)?.[1];
    if (name === undefined || /VIRTUAL TABLE/.test(detail)) return [];
    const table = LARGE.includes(name) ? name : new RegExp(`"(\\w+)" "${name}"`).exec(question)?.[1];
    return table && LARGE.includes(table) ? [table] : [];
  });
}
