import { paths } from '../paths.ts';
import { FILE_TYPES } from '../ui/spreadsheet.ts';

/**
 * Pages that are only looked at and asked for the most: they may be answered in a thread beside the one that serves. None
 * of them needs the engine, and what they are made of is kept for each connection by the numbers of changes in the database.
 */
export const PAGES_BESIDE: ReadonlySet<string> = new Set([
  paths.home,
  paths.companies,
  paths.company(':pNumber'),
  paths.visitBrief(':pNumber'),
  paths.leads,
  paths.jobOrders,
  paths.jobOrder(':id'),
  paths.cards,
  paths.placements,
  paths.placement(':id'),
  paths.citizens,
  paths.citizen(':id'),
  paths.benefitPeriods(':id'),
  paths.citizenAttention,
  paths.citizenAttentionList(':list'),
  paths.coverage,
  paths.coverageList(':figure'),
  paths.runs,
]);

/**
 * Reports and their files, and a whole run: a region's takes a third of a second, so they are made in the thread whenever it
 * answers, also when nobody waits for whoever serves.
 */
export const LONG_PAGES: ReadonlySet<string> = new Set([
  paths.run(':id'),
  paths.orderReport,
  paths.orderReportList(':figure'),
  paths.hireReportList(':figure'),
  paths.placementReport,
  paths.placementReportList(':figure'),
  paths.award,
  paths.halfYear,
  ...Object.keys(FILE_TYPES).flatMap((type) => [
    paths.orderReportFile(':figure', type),
    paths.hireReportFile(':figure', type),
    paths.placementReportFile(':figure', type),
    paths.awardFile(type),
  ]),
]);
