import { paths } from '../paths.ts';

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
