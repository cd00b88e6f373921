import { paths } from '../paths.ts';
import { RecordMarks } from '../records/record-view.tsx';
import { showDate } from '../ui/dates.ts';
import type { Column } from '../ui/table.tsx';
import type { FirmRow } from './firm-rows.ts';
import { BarMark, Employees } from './marks.tsx';

/** What every list of firms begins with. */
export function firmColumns(limit: number): Column<FirmRow>[] {
  return [
    { head: 'Virksomhed', sort: 'navn', cell: (row) => <FirmName row={row} /> },
    { head: 'Adresse', sort: 'by', cell: (row) => showAddress(row) },
    { head: 'Branche', sort: 'branche', cell: (row) => row.branchText ?? '–' },
    { head: 'Ansatte', number: true, cell: (row) => <Employees row={row} limit={limit} /> },
    { head: 'Sidste kontakt', cell: (row) => <span class="nowrap">{showDate(row.lastContactDate)}</span> },
  ];
}

function FirmName({ row }: { row: FirmRow }) {
  return (
    <>
      <a href={paths.company(row.pNumber)}>{row.name}</a>
      {row.endDate && (
        <>
          {' '}
          <span class="mark">Ophørt</span>
        </>
      )}
      {row.bar && row.bar !== 'ophoert' && (
        <>
          {' '}
          <BarMark bar={row.bar} />
        </>
      )}
      {row.reklamebeskyttet && (
        <>
          {' '}
          <span class="mark">Reklamebeskyttet</span>
        </>
      )}{' '}
      <RecordMarks marks={row.marks} />
    </>
  );
}

export function showAddress(firm: Pick<FirmRow, 'streetAddress' | 'postcode' | 'city'>): string {
  const town = [firm.postcode, firm.city].filter(Boolean).join(' ');
  return [firm.streetAddress, town].filter(Boolean).join(', ') || '–';
}
