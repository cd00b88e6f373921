import type { RecordSpec } from '../spec.ts';

/** Cooperation with a large or medium firm (beskæftigelsesplan 2018). */
export const samarbejdsaftale: RecordSpec = {
  kind: 'samarbejdsaftale',
  title: 'Samarbejdsaftale',
  group: 'aftaler',
  excludes: ['samarbejdsaftale'],
  warnsBeforeEnd: true,
  fields: [
    { name: 'fromDate', label: 'Gælder fra', required: true, proposedInDays: 0 },
    { name: 'untilDate', label: 'Sidste dag', hint: 'Tomt: indtil videre.', lastDay: true },
    { name: 'partner', label: 'Parter', hint: 'Hvem der har skrevet under sammen med kommunen' },
    { name: 'lines', label: 'Aftalte pladser' },
    { name: 'contactPersonId', label: 'Kontaktperson' },
    { name: 'followUpDate', label: 'Næste opfølgning' },
    { name: 'note', label: 'Hvad er aftalt' },
  ],
};
