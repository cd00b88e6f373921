import type { RecordSpec } from '../spec.ts';

/** Active in a local network: a criterion of the virksomhedspris. */
export const netvaerkssamarbejde: RecordSpec = {
  kind: 'netvaerkssamarbejde',
  title: 'Netværkssamarbejde',
  group: 'samarbejde',
  fields: [
    { name: 'form', label: 'Hvad slags', required: true },
    { name: 'partner', label: 'Netværk', required: true },
    { name: 'fromDate', label: 'Fra', required: true, proposedInDays: 0 },
    { name: 'untilDate', label: 'Sidste dag', hint: 'Tomt: indtil videre.', lastDay: true },
    { name: 'followUpDate', label: 'Næste opfølgning' },
    { name: 'note', label: 'Note' },
  ],
};
