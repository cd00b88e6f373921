import { groupsOf, showShift } from '../job-orders/shifts.ts';
import { paths } from '../paths.ts';
import type { ContactPerson } from '../persons/queries.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import type { FormState } from '../ui/form.tsx';
import { showHour } from '../ui/hours.ts';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { hoursOn } from './collisions.ts';
import type { PlacementDetails } from './find.ts';
import { FollowUps } from './follow-up-panel.tsx';
import { Growth } from './growth.tsx';
import { PlacedCitizen, PlacementMarks, PlacementStatusMark, showPeriod } from './marks.tsx';
import { AnswerMark } from './opinion-panel.tsx';
import {
  DetailsForm,
  EndForm,
  ExtensionForm,
  HoursForm,
  SignForm,
  WithdrawForm,
} from './placement-forms.tsx';

/** Which of the page's forms came back with errors. */
export type PlacementForms = Partial<
  Record<
    'hours' | 'extension' | 'end' | 'withdrawal' | 'signing' | 'approval' | 'details' | 'followUp',
    FormState
  >
> & { done?: { id: number; form: FormState } };

export interface PlacementPageProps {
  view: View;
  details: PlacementDetails;
  persons: readonly ContactPerson[];
  /** may this viewer approve, or why not; null: nothing to approve */
  approval: 'yes' | 'own' | 'unsigned' | null;
  forms: PlacementForms;
}

export function PlacementPage(props: PlacementPageProps) {
  const { view, details } = props;
  const { placement: row, mayChange } = details;
  const standing = mayChange && row.withdrawnAt === null;
  return (
    <Layout view={view} title={`${labels.orderType[row.type]}: ${row.jobFunction}`}>
      <p class="lead">
        <PlacedCitizen shown={details.shown} /> hos{' '}
        <a href={paths.company(row.pNumber)}>{details.firmName}</a> · {showPeriod(details)} ·{' '}
        <PlacementStatusMark status={details.status} /> <PlacementMarks row={details} />
      </p>
      <Warnings {...props} />
      <div class="columns">
        <div>
          {row.goal && (
            <>
              <h2>Mål</h2>
              <p class="typed">{row.goal}</p>
            </>
          )}
          <Growth details={details} today={view.today} />
          <FollowUps {...props} />
          <History details={details} />
        </div>
        <div>
          <Facts details={details} today={view.today} />
          {standing && (
            <>
              <SignForm {...props} />
              <HoursForm {...props} />
              <ExtensionForm {...props} />
              <DetailsForm {...props} />
              <EndForm {...props} />
              <WithdrawForm {...props} />
            </>
          )}
        </div>
      </div>
    </Layout>
  );
}

function Warnings({ view, details, approval, forms }: PlacementPageProps) {
  const { placement: row, mayChange } = details;
  const refused = forms.approval?.errors[0]?.reason;
  return (
    <>
      {row.withdrawnAt && (
        <p class="note note-bad">
          ✕ Annulleret {showInstant(row.withdrawnAt)} af {details.withdrawnByName}: {row.withdrawnReason}
        </p>
      )}
      {details.begunTooSoon && (
        <p class="note note-bad">
          ✕ Forløbet begyndte {showDate(row.startsOn)}, men mangler{' '}
          {details.status === 'afventer_underskrift' ? 'underskrifter' : 'godkendelse'}.
        </p>
      )}
      {refused && (
        <p class="note note-bad" id="felt-godkendelse" role="alert" tabIndex={-1} data-focus>
          ✕ {refused}
        </p>
      )}
      {details.status === 'afventer_godkendelse' && approval === 'own' && (
        <p class="note">Du har selv oprettet forløbet. En kollega skal godkende det.</p>
      )}
      {mayChange && approval === 'yes' && (
        <form method="post" action={paths.placementApproved(row.id)} class="button-row">
          <FormToken view={view} />
          <input type="hidden" name="version" value={String(row.version)} />
          <button type="submit" class="button button-primary">
            Godkend forløbet
          </button>
        </form>
      )}
      {details.lacksEnd && mayChange && (
        <p class="note note-warn">
          ? Den aftalte sidste dag er passeret. Skriv under »Ophør«, hvad der kom ud af det.
        </p>
      )}
    </>
  );
}

function Facts({ details, today }: { details: PlacementDetails; today: string }) {
  const { placement: row, hours } = details;
  const times = groupsOf(hoursOn({ hours }, today).shifts);
  return (
    <section class="panel" aria-label="Oplysninger">
      <dl class="facts">
        {row.purpose && (
          <>
            <dt>Formål</dt>
            <dd>{labels.purpose[row.purpose]}</dd>
          </>
        )}
        <dt>Timer om ugen</dt>
        <dd>{showHour(details.weeklyHours)}</dd>
        <dt>Dage og tider</dt>
        <dd>{times.length === 0 ? 'Ikke oplyst' : times.map(showShift).join(', ')}</dd>
        <dt>Aftalt slut</dt>
        <dd>{row.endsOn ? showDate(row.endsOn) : 'Ikke aftalt'}</dd>
        {row.endedOn && row.ended && (
          <>
            <dt>Ophørt</dt>
            <dd>
              {showDate(row.endedOn)}: {labels.placementEnd[row.ended]}
            </dd>
            <dt>Blev til ordinære timer</dt>
            <dd>{showOrdinary(row.becameOrdinary, row.ordinaryHours)}</dd>
          </>
        )}
        <dt>Jobordre</dt>
        <dd>
          {row.jobOrderId && details.orderTitle ? (
            <a href={paths.jobOrder(row.jobOrderId)}>{details.orderTitle}</a>
          ) : (
            'Uden ordre'
          )}
        </dd>
        <dt>Mentor</dt>
        <dd>{row.mentorName ?? 'Ikke oplyst'}</dd>
        <dt>Kontaktperson</dt>
        <dd>{details.contactPersonName ?? 'Ikke valgt'}</dd>
        {details.demands.signatures && (
          <>
            <dt>Underskrifter</dt>
            <dd>
              Arbejdsgiver: {row.employerSignedOn ? showDate(row.employerSignedOn) : 'mangler'}
              <br />
              {row.representativeName ?? 'Medarbejderrepræsentant'}:{' '}
              {row.representativeSignedOn ? showDate(row.representativeSignedOn) : 'mangler'}
            </dd>
          </>
        )}
        {details.demands.approval && (
          <>
            <dt>Godkendt</dt>
            <dd>
              {row.approvedOn ? `${showDate(row.approvedOn)} af ${details.approverName}` : 'Ikke endnu'}
            </dd>
          </>
        )}
        <dt>Ansvarlig</dt>
        <dd>{details.ownerName ?? details.creatorName}</dd>
        <dt>Oprettet</dt>
        <dd>
          {showInstant(row.createdAt)} af {details.creatorName}
        </dd>
      </dl>
    </section>
  );
}

export function showOrdinary(became: boolean | null, hours: number | null): string {
  if (became === null) return labels.yesNo[''];
  if (!became) return labels.yesNo.nej;
  return hours === null ? labels.yesNo.ja : `Ja, ${showHour(hours)} timer om ugen`;
}

/** Extensions and the rules that somebody went on against. */
function History({ details: { extensions, overrides } }: { details: PlacementDetails }) {
  return (
    <>
      {extensions.length > 0 && <h2>Forlængelser</h2>}
      <ol class="timeline">
        {extensions.map((entry) => (
          <li>
            <time dateTime={entry.decidedAt}>{showInstant(entry.decidedAt)}</time> · {entry.byName}
            <br />
            Fra {showDate(entry.endsOnBefore)} til <strong>{showDate(entry.endsOn)}</strong>
            <br />
            {entry.reason}
          </li>
        ))}
      </ol>
      {overrides.length > 0 && <h2>Fortsat, selv om en regel ikke sagde ja</h2>}
      <ol class="timeline">
        {overrides.map((entry) => (
          <li>
            <time dateTime={entry.decidedAt}>{showInstant(entry.decidedAt)}</time> · {entry.byName}
            <br />
            <AnswerMark answer={entry.answer} /> {entry.sentence}
            <br />
            <strong>Hvorfor:</strong> {entry.reason}
          </li>
        ))}
      </ol>
    </>
  );
}
