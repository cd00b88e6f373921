import type { RecordSpec } from '../spec.ts';

/** A firm that the town gives more time than its size calls for. */
export const strategisk: RecordSpec = {
  kind: 'strategisk',
  title: 'Strategisk virksomhed',
  group: 'aftaler',
  excludes: ['strategisk'],
  fields: [
    { name: 'fromDate', label: 'Fra', required: true, proposedInDays: 0 },
    { name: 'untilDate', label: 'Sidste dag', hint: 'Tomt: indtil videre.', lastDay: true },
    { name: 'note', label: 'Hvorfor er den strategisk', required: true },
    { name: 'followUpDate', label: 'Næste opfølgning' },
  ],
};
