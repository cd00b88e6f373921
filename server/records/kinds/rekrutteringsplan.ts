import type { RecordSpec } from '../spec.ts';

/** What the firm expects to need, so that we come before it advertises. */
export const rekrutteringsplan: RecordSpec = {
  kind: 'rekrutteringsplan',
  title: 'Rekrutteringsplan',
  group: 'behov',
  fields: [
    { name: 'fromDate', label: 'Fra', required: true, proposedInDays: 0 },
    { name: 'untilDate', label: 'Sidste dag', required: true, lastDay: true, proposedInDays: 365 },
    { name: 'lines', label: 'Forventet behov', required: true },
    { name: 'contactPersonId', label: 'Kontaktperson' },
    { name: 'followUpDate', label: 'Næste opfølgning' },
    { name: 'note', label: 'Note' },
  ],
};
