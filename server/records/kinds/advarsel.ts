import type { RecordSpec } from '../spec.ts';

/** What a colleague should know before calling; it runs out by itself. */
export const advarsel: RecordSpec = {
  kind: 'advarsel',
  title: 'Advarsel',
  group: 'advarsler',
  fields: [
    { name: 'form', label: 'Hvad handler den om', required: true },
    {
      name: 'note',
      label: 'Hvad skal kolleger vide',
      hint: 'Om virksomheden. Ingen navne, ingen borgere.',
      required: true,
    },
    { name: 'fromDate', label: 'Fra', required: true, proposedInDays: 0 },
    { name: 'untilDate', label: 'Sidste dag', required: true, lastDay: true, proposedInDays: 180 },
  ],
};
