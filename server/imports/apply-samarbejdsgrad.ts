import { and, desc, eq } from 'drizzle-orm';
import { samarbejdsgrad } from '../../db/schema/coverage.ts';
import { readSettings } from '../admin/queries.ts';
import { notUndone } from '../samarbejdsgrad/queries.ts';
import type { ApplyContext, Outcome, RowWriter } from './import-kind.ts';
import type { CooperationRow } from './samarbejdsgrad.ts';

/** Adds figures that differ from the newest of their period; figures are never changed. Other areas' are left out. */
export function startSamarbejdsgrad(context: ApplyContext): RowWriter<CooperationRow> {
  const { tx, importId, at, by, fileName } = context;
  const home = areaOf(readSettings(tx).municipalityName);

  function write({ area, source, sourceDate, ...figure }: CooperationRow): Outcome {
    if (area !== null && areaOf(area) !== home) return 'unchanged';
    const { periodFrom, periodTo } = figure;
    const newest = tx
      .select()
      .from(samarbejdsgrad)
      .where(
        and(eq(samarbejdsgrad.periodFrom, periodFrom), eq(samarbejdsgrad.periodTo, periodTo), notUndone()),
      )
      .orderBy(desc(samarbejdsgrad.id))
      .limit(1)
      .get();
    const isKnown =
      newest !== undefined &&
      newest.firms === figure.firms &&
      isSame(newest.localShare, figure.localShare) &&
      isSame(newest.othersShare, figure.othersShare) &&
      isSame(newest.allShare, figure.allShare);
    if (isKnown) return 'unchanged';
    tx.insert(samarbejdsgrad)
      .values({
        ...figure,
        source: (source ?? `jobindsats.dk, ${fileName}`).slice(0, 300),
        sourceDate,
        recordedAt: at,
        recordedBy: by,
        importId,
      })
      .run();
    return 'created';
  }

  return { write, finish: () => undefined };
}

/** Shares to a thousandth of a per cent. */
const isSame = (a: number, b: number) => Math.abs(a - b) < 1e-6;

/** "Albertslund Kommune" and "Albertslund" are one. */
function areaOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/(?:s)? kommune$/, '')
    .trim();
}
