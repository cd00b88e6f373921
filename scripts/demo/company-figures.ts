/** Headcounts of the demo firms, and which of them the register shows as a number, an interval or not at all. */
import type { DemoCompany, SizeBand } from './company-model.ts';
import type { Random } from './random.ts';
import type { Trade } from './words/trades.ts';

export function drawHeadcount(random: Random, trade: Trade, band: SizeBand): number {
  if (band === 'many')
    return Math.min(640, Math.max(3, Math.round(trade.median * Math.exp(random.normal() * 0.95))));
  if (band === 'straddle') return random.int(2, 4);
  if (band === 'few') return random.int(1, 2);
  if (band === 'ceased') return random.weighted([0, 1, 2, 3, 5, 8, 14], (count) => (count < 3 ? 3 : 1));
  return 0;
}

/** Hides figures as the register does: intervals without number, and units seen only in the series that stopped in 2019. */
export function limitFigures(random: Random, companies: DemoCompany[]): void {
  const units = companies
    .flatMap((company) => company.units)
    .filter((unit) => unit.inTown && !unit.municipal);
  const ofBand = (band: SizeBand) => random.shuffle(units.filter((unit) => unit.band === band));
  for (const unit of ofBand('straddle')) unit.figures = 'interval';
  const many = ofBand('many').filter((unit) => unit.headcount >= 5);
  for (const unit of many.slice(0, 35)) unit.figures = 'interval';
  const oldest = many.slice(35).filter((unit) => unit.startDate < '2016-01-01' && unit.headcount < 20);
  for (const unit of oldest.slice(0, 12)) unit.figures = 'old_series';
  for (const unit of ofBand('few')
    .filter((candidate) => candidate.headcount === 1)
    .slice(0, 20))
    unit.figures = 'interval';
  for (const unit of ofBand('zero').slice(0, 90)) unit.figures = 'interval';
}
