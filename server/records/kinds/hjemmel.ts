import type { RecordSpec } from '../spec.ts';

/** Why a reklamebeskyttet firm may be contacted all the same (CVR-lovens § 19). */
export const hjemmel: RecordSpec = {
  kind: 'hjemmel',
  title: 'Hjemmel til kontakt',
  group: 'hjemmel',
  excludes: ['hjemmel'],
  fields: [
    { name: 'form', label: 'Hjemmel', required: true },
    { name: 'note', label: 'Hvem gav den, og hvordan', required: true },
    { name: 'fromDate', label: 'Fra', required: true, proposedInDays: 0 },
    { name: 'untilDate', label: 'Sidste dag', hint: 'Tomt: indtil videre.', lastDay: true },
  ],
};
