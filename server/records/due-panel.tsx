import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { dueRecords } from './due.ts';
import { RECORD_SPECS } from './kinds.ts';
import { DateMark, FollowUpForm } from './record-view.tsx';

interface DueProps {
  view: View;
  due: ReturnType<typeof dueRecords>;
}

/** On Min dag: what to follow up, which agreements are about to end, and who is back from "ikke nu". */
export function DuePanel({ view, due }: DueProps) {
  return (
    <section class="panel">
      <h2>Aftaler og opfølgning</h2>
      {due.rows.length === 0 && <p class="muted">Intet at følge op på den næste uge.</p>}
      <ul class="rows">
        {due.rows.map((row) => (
          <li class="row-line">
            <span>
              <a href={paths.company(row.pNumber)}>{row.name}</a>
              <br />
              {row.why === 'tilbage' ? labels.due.tilbage : RECORD_SPECS[row.kind].title}{' '}
              <span class="muted">{row.why !== 'tilbage' && labels.due[row.why]}</span>{' '}
              <DateMark date={row.date} today={view.today} />
            </span>
            {row.why === 'opfoelgning' ? (
              <FollowUpForm view={view} record={row} back={paths.home} />
            ) : (
              <a
                class="button button-small"
                href={row.why === 'tilbage' ? paths.newContact(row.pNumber) : paths.record(row.id)}
                aria-label={`${row.why === 'tilbage' ? 'Log kontakt med' : 'Se aftalen med'} ${row.name}`}
              >
                {row.why === 'tilbage' ? 'Log' : 'Se'}
              </a>
            )}
          </li>
        ))}
      </ul>
      {due.total > due.rows.length && <p class="muted">Og {showNumber(due.total - due.rows.length)} til.</p>}
    </section>
  );
}
