import type { RecordSpec } from '../spec.ts';

/** The firm lets people go: we help them on before the last day (beskæftigelsesplan 2018; lov om varsling). */
export const afskedigelsesvarsel: RecordSpec = {
  kind: 'afskedigelsesvarsel',
  title: 'Afskedigelsesvarsel',
  group: 'behov',
  fields: [
    { name: 'fromDate', label: 'Varslet', required: true, proposedInDays: 0 },
    { name: 'count', label: 'Antal personer', required: true },
    { name: 'untilDate', label: 'Fratræden', hint: 'Den dag, de første fratræder.', required: true },
    { name: 'contactPersonId', label: 'Kontaktperson' },
    { name: 'followUpDate', label: 'Næste opfølgning', required: true, proposedInDays: 7 },
    { name: 'note', label: 'Note', hint: 'Om virksomheden og jobbene, aldrig om de opsagte.' },
  ],
};
