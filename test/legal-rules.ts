import { and, eq } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { legalRule, type RuleKind } from '../db/schema/legal-rules.ts';

/** The one rule of a kind in force since 2020, with this content, whatever the program came with. */
export function replaceRule(db: Db, kind: RuleKind, content: unknown, subject = ''): void {
  const at = '2026-01-01T00:00:00.000Z';
  const same = and(eq(legalRule.kind, kind), eq(legalRule.subject, subject));
  db.update(legalRule).set({ supersededAt: at }).where(same).run();
  const row = { kind, subject, content, fromDate: '2020-01-01', recordedAt: at };
  const words = { sentence: 'Reglen i en prøve.', source: 'prøve', confidence: 'hoej' as const };
  db.insert(legalRule)
    .values({ ...row, ...words })
    .run();
}
