import type { RecordSpec } from '../spec.ts';

/** Employees who kept their work with our help: a criterion of the virksomhedspris. */
export const fastholdelse: RecordSpec = {
  kind: 'fastholdelse',
  title: 'Fastholdelse',
  group: 'behov',
  happened: true,
  fields: [
    { name: 'fromDate', label: 'Dato', required: true, proposedInDays: 0 },
    { name: 'count', label: 'Antal fastholdte', required: true },
    { name: 'contactPersonId', label: 'Kontaktperson' },
    { name: 'followUpDate', label: 'Næste opfølgning' },
    { name: 'note', label: 'Hvad blev der gjort', hint: 'Om arbejdet, aldrig om personen eller helbredet.' },
  ],
};
