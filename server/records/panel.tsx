import { paths } from '../paths.ts';
import type { View } from '../view.ts';
import type { FirmRecord } from './queries.ts';
import { FollowUp, RecordSummary } from './record-view.tsx';
import { isCurrent } from './rules.ts';

interface PanelProps {
  view: View;
  pNumber: number;
  records: readonly FirmRecord[];
  mayEdit: boolean;
}

/** What holds or must be followed up, on the firm's front page; the rest is one tap away. */
export function RecordsPanel({ view, pNumber, records, mayEdit }: PanelProps) {
  const current = records.filter((record) => isCurrent(record, view.today));
  return (
    <section class="panel">
      <h2>Aftaler og planer</h2>
      {current.length === 0 && <p class="muted">Ingen aftaler, planer eller tilstande gælder nu.</p>}
      <ul class="rows">
        {current.map((record) => (
          <li>
            <RecordSummary record={record} today={view.today} />
            <FollowUp view={view} record={record} mayEdit={mayEdit} />
          </li>
        ))}
      </ul>
      <p>
        <a href={paths.records(pNumber)}>{mayEdit ? 'Tilføj, ret eller se alle' : 'Se alle'}</a>
      </p>
    </section>
  );
}
