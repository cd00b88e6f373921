import type { RecordSpec } from '../spec.ts';

/** Cooperation with a school: a criterion of the virksomhedspris. */
export const skolesamarbejde: RecordSpec = {
  kind: 'skolesamarbejde',
  title: 'Skolesamarbejde',
  group: 'samarbejde',
  fields: [
    { name: 'form', label: 'Hvad slags', required: true },
    { name: 'partner', label: 'Skole', required: true },
    { name: 'fromDate', label: 'Fra', required: true, proposedInDays: 0 },
    { name: 'untilDate', label: 'Sidste dag', hint: 'Tomt: indtil videre.', lastDay: true },
    { name: 'followUpDate', label: 'Næste opfølgning' },
    { name: 'note', label: 'Note' },
  ],
};
