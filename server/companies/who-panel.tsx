import type { OwnField } from '../../db/schema/firm-work.ts';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import { isAssigned } from './care.ts';
import type { FirmPageProps } from './firm-page.tsx';
import { InlineFact } from './inline-fact.tsx';

const FACTS = ['telefon', 'mail', 'kontaktoenske', 'adresse'] as const satisfies OwnField[];

/** How to reach the firm and who looks after it; our own values before the register's. */
export function WhoPanel({ view, firm, assignments, rights }: FirmPageProps) {
  const registered: Partial<Record<OwnField, string | null>> = {
    telefon: firm.phone ?? firm.company.phone,
    mail: firm.email ?? firm.company.email,
  };
  return (
    <section class="panel">
      <h2>Hvem</h2>
      <dl class="facts">
        <dt>P-nummer</dt>
        <dd>{firm.pNumber}</dd>
        <dt>CVR</dt>
        <dd>
          <a href={`${paths.companies}?q=${firm.cvr}`}>{firm.cvr}</a> {firm.company.name}
        </dd>
        {FACTS.map((field) => (
          <InlineFact
            view={view}
            firm={firm}
            field={field}
            registered={registered[field] ?? null}
            mayEdit={rights.keep}
          />
        ))}
        <dt>Ansvarlig</dt>
        <dd>
          {firm.ownerName ?? 'Ingen'} {rights.keep && <a href={paths.handover(firm.pNumber)}>Giv videre</a>}
        </dd>
        {assignments
          .filter((one) => one.role !== 'foelger' && isAssigned(one, view.today))
          .map((one) => (
            <>
              <dt>{labels.assignmentRole[one.role]}</dt>
              <dd>
                {one.name}
                {one.fromDate > view.today && ` fra ${showDate(one.fromDate)}`}
                {one.untilDate && ` til ${showDate(one.untilDate)}`}
              </dd>
            </>
          ))}
      </dl>
      <div class="button-row">
        {rights.settle && <OwnerForm view={view} firm={firm} />}
        {rights.follow && <FollowForm view={view} firm={firm} assignments={assignments} />}
      </div>
    </section>
  );
}

function OwnerForm({ view, firm }: Pick<FirmPageProps, 'view' | 'firm'>) {
  const mine = firm.ownerUserId === view.actor?.userId;
  return (
    <form method="post" action={paths.companyOwner(firm.pNumber)}>
      <FormToken view={view} />
      <input type="hidden" name="ansvarlig" value={mine ? 'ingen' : 'mig'} />
      <button type="submit" class="button button-small">
        {mine ? 'Slip ansvaret' : 'Bliv ansvarlig'}
      </button>
    </form>
  );
}

function FollowForm({ view, firm, assignments }: Pick<FirmPageProps, 'view' | 'firm' | 'assignments'>) {
  const following = assignments.find(
    (one) => one.role === 'foelger' && one.userId === view.actor?.userId && isAssigned(one, view.today),
  );
  return (
    <form
      method="post"
      action={following ? paths.assignmentEnded(following.id) : paths.assignments(firm.pNumber)}
    >
      <FormToken view={view} />
      {following ? (
        <input type="hidden" name="til" value={paths.company(firm.pNumber)} />
      ) : (
        <input type="hidden" name="rolle" value="foelger" />
      )}
      <button type="submit" class="button button-small">
        {following ? 'Følg ikke mere' : 'Følg'}
      </button>
    </form>
  );
}
