import { paths } from '../paths.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { ErrorSummary, Select, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import { isAssigned } from './care.ts';
import type { FactsPageProps } from './facts-page.tsx';

/** Who looks after the firm, who stands in, and who had it before. */
export function OwnerPanel(props: FactsPageProps) {
  const { view, firm, assignments, ownerChanges, mayEdit } = props;
  const standing = assignments.filter((assignment) => isAssigned(assignment, view.today));
  return (
    <section class="panel" id="ansvar">
      <h2>Hvem passer virksomheden</h2>
      <dl class="facts">
        <dt>Ansvarlig</dt>
        <dd>{firm.ownerName ?? 'Ingen'}</dd>
      </dl>
      <ul class="rows">
        {standing.map((assignment) => (
          <li class="row-line">
            <span>
              {labels.assignmentRole[assignment.role]}: {assignment.name}
              {assignment.role === 'stedfortraeder' && (
                <span class="muted">
                  {' '}
                  fra {showDate(assignment.fromDate)}
                  {assignment.untilDate && `, ophører ${showDate(assignment.untilDate)}`}
                </span>
              )}
            </span>
            {mayEdit && (
              <form method="post" action={paths.assignmentEnded(assignment.id)}>
                <FormToken view={view} />
                <button
                  type="submit"
                  class="button button-small"
                  aria-label={`Lad ophøre: ${labels.assignmentRole[assignment.role]} ${assignment.name}`}
                >
                  Ophør
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <p>
          <a href={paths.handover(firm.pNumber)}>Giv ansvaret videre</a>
        </p>
      )}
      {mayEdit && <AssignmentForm {...props} />}
      {ownerChanges.length > 0 && (
        <details class="more">
          <summary>Tidligere ansvarlige</summary>
          <ul class="rows">
            {ownerChanges.map(({ at, byName, detail }) => (
              <li>
                {detail}{' '}
                <span class="muted">
                  {byName}, {showInstant(at)}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function AssignmentForm({ view, firm, konsulenter, teams, assignmentForm }: FactsPageProps) {
  const role = assignmentForm.values.rolle;
  return (
    <>
      <details class="more" open={assignmentForm.errors.length > 0 && role === 'stedfortraeder'}>
        <summary>Sæt en stedfortræder på</summary>
        <form method="post" action={paths.assignments(firm.pNumber)}>
          <FormToken view={view} />
          <input type="hidden" name="rolle" value="stedfortraeder" />
          <ErrorSummary form={assignmentForm} />
          <Select
            form={assignmentForm}
            name="hvem"
            label="Stedfortræder"
            empty="Vælg"
            options={konsulenter}
          />
          <TextField form={assignmentForm} name="fra" label="Fra" type="date" required />
          <TextField
            form={assignmentForm}
            name="ophoerer"
            label="Ophører"
            hint="Den første dag uden. Tomt: indtil videre."
            type="date"
            required={false}
          />
          <button type="submit" class="button">
            Sæt på
          </button>
        </form>
      </details>
      <details class="more" open={assignmentForm.errors.length > 0 && role === 'team'}>
        <summary>Vælg team</summary>
        <form method="post" action={paths.assignments(firm.pNumber)}>
          <FormToken view={view} />
          <input type="hidden" name="rolle" value="team" />
          <Select
            form={{ values: {}, errors: role === 'team' ? assignmentForm.errors : [] }}
            name="hvem"
            label="Team"
            empty="Vælg"
            options={teams}
          />
          <button type="submit" class="button">
            Gem team
          </button>
        </form>
      </details>
    </>
  );
}
