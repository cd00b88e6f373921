import type { Db } from '../../db/client.ts';
import { readSettings } from '../admin/queries.ts';
import { liveFigures } from '../coverage/live-figures.ts';
import type { Coverage } from '../coverage/queries.ts';
import { ALL_KNOWN } from '../coverage/question.ts';
import { sealedBetween } from '../coverage/seal-queries.ts';
import { addDays, quarterOf } from '../ui/dates.ts';
import { reportedHires, tallyHires } from './hire-queries.ts';
import { reportedOrders, tallyOrders, waitsOf } from './order-queries.ts';
import type { Period } from './period.tsx';
import { placementsBehind, reportedPlacements, tallyPlacements } from './placement-queries.ts';
import { DAGPENGE } from './placement-rules.ts';

export interface QuarterCoverage extends Period {
  name: string;
  figures: Coverage;
  /** null: not sealed, counted as known now */
  sealId: number | null;
}

/** The two quarters that have begun, each as it was sealed, or else as known now. */
function coverageIn(db: Db, { from, to }: Period, today: string): QuarterCoverage[] {
  const unit = readSettings(db).coverageUnit;
  const seals = sealedBetween(db, from, to);
  return [quarterOf(from), quarterOf(to)]
    .filter((quarter) => quarter.from <= today)
    .map((quarter) => {
      const sealed = seals.get(quarter.from);
      const live = () => liveFigures(db, { from: quarter.from, to: quarter.to, asOf: ALL_KNOWN }, unit);
      return { ...quarter, figures: sealed?.figures ?? live(), sealId: sealed?.id ?? null };
    });
}

/** Everything that the committee is told of a half-year. */
export function halfYearFigures(db: Db, period: Period, today: string) {
  const orders = reportedOrders(db, period, today);
  const placements = reportedPlacements(db, period, today);
  const dagpenge = placementsBehind(placements, 'begyndt', [
    { by: 'ordning', value: 'loentilskud_privat' },
    { by: 'maalgruppe', value: DAGPENGE },
  ]);
  const begun = placements.filter(({ figures }) => figures.includes('begyndt'));
  const begunOf = (...types: readonly string[]) => begun.filter(({ type }) => types.includes(type)).length;
  return {
    coverage: coverageIn(db, period, today),
    orders: tallyOrders(orders, 'type').total,
    waits: waitsOf(orders),
    hires: tallyHires(reportedHires(db, period, today), 'type').total,
    placements: tallyPlacements(placements).total.counts,
    begun: {
      smaajob: begunOf('smaajob'),
      loentilskud_privat: begunOf('loentilskud_privat'),
      loentilskud_offentlig: begunOf('loentilskud_offentlig'),
      virksomhedspraktik: begunOf('virksomhedspraktik'),
      fleksjob: begunOf('fleksjob'),
    },
    dagpenge: dagpenge.length,
    isRunning: addDays(today, -1) < period.to,
  };
}
export type HalfYearFigures = ReturnType<typeof halfYearFigures>;
