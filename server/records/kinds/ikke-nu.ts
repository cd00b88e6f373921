import type { RecordSpec } from '../spec.ts';

/** "Ring igen til marts": the firm comes back by itself on the day. */
export const ikkeNu: RecordSpec = {
  kind: 'ikke_nu',
  title: 'Ikke nu',
  group: 'tilstand',
  excludes: ['ikke_nu', 'aldrig_igen'],
  fields: [
    { name: 'form', label: 'Hvorfor ikke nu', required: true },
    {
      name: 'untilDate',
      label: 'Kontakt igen',
      hint: 'Den dag kommer virksomheden tilbage af sig selv.',
      required: true,
      proposedInDays: 90,
    },
    { name: 'fromDate', label: 'Fra', required: true, proposedInDays: 0 },
    { name: 'note', label: 'Note' },
  ],
};
