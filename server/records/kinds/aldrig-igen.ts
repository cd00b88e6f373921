import type { RecordSpec } from '../spec.ts';

/** The firm does not want to hear from us; it stays in the denominator all the same. */
export const aldrigIgen: RecordSpec = {
  kind: 'aldrig_igen',
  title: 'Aldrig igen',
  group: 'tilstand',
  excludes: ['ikke_nu', 'aldrig_igen'],
  fields: [
    { name: 'form', label: 'Hvorfor', required: true },
    { name: 'fromDate', label: 'Fra', required: true, proposedInDays: 0 },
    { name: 'note', label: 'Hvad sagde de', required: true },
  ],
};
