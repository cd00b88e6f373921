import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { FollowUpMark } from './follow-up-mark.tsx';
import type { Lead, leadsDue } from './queries.ts';

interface FirmLeadsProps {
  view: View;
  pNumber: number;
  leads: readonly Lead[];
  mayWrite: boolean;
}

/** On the firm's page: what they may need. */
export function FirmLeadsPanel({ view, pNumber, leads, mayWrite }: FirmLeadsProps) {
  if (leads.length === 0 && !mayWrite) return null;
  return (
    <section class="panel" id="muligheder">
      <h2>Muligheder</h2>
      {leads.length === 0 && <p class="muted">Ingen åbne.</p>}
      <ul class="rows">
        {leads.map((lead) => (
          <li>
            <a href={paths.lead(lead.id)}>{lead.title}</a>{' '}
            <span class="muted">{lead.type && labels.orderType[lead.type]}</span>
            <br />
            <FollowUpMark date={lead.followUpOn} today={view.today} />
          </li>
        ))}
      </ul>
      {mayWrite && (
        <a class="button button-small" href={paths.newLead(pNumber)}>
          Ny mulighed
        </a>
      )}
    </section>
  );
}

/** On Min dag: own leads to follow up by today. Nothing at all when there are none. */
export function LeadsDuePanel({ view, due }: { view: View; due: ReturnType<typeof leadsDue> }) {
  if (due.total === 0) return null;
  return (
    <section class="panel">
      <h2>Muligheder at følge op på</h2>
      <ul class="rows">
        {due.rows.map((lead) => (
          <li class="row-line">
            <span>
              <a href={paths.lead(lead.id)}>{lead.title}</a> <span class="muted">{lead.firmName}</span>
              <br />
              <FollowUpMark date={lead.followUpOn} today={view.today} />
            </span>
            <a
              class="button button-small"
              href={paths.newContact(lead.pNumber)}
              aria-label={`Log kontakt med ${lead.firmName}`}
            >
              Log
            </a>
          </li>
        ))}
      </ul>
      {due.total > due.rows.length && (
        <p>
          <a href={paths.leads}>Se alle {showNumber(due.total)}</a>
        </p>
      )}
    </section>
  );
}
