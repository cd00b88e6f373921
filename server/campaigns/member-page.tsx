import type { ColleagueContact } from '../contacts/peace.ts';
import { PeaceNote } from '../contacts/peace-note.tsx';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, Standing, TextArea, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { PhoneLink } from '../ui/reach-links.tsx';
import type { View } from '../view.ts';
import { StateMark } from './marks.tsx';
import type { answersOf, CampaignRow, Member } from './queries.ts';
import { LONGEST_NOTE } from './rules.ts';

interface MemberProps {
  view: View;
  campaign: CampaignRow;
  member: Member;
  form: FormState;
  answers: ReturnType<typeof answersOf>;
  colleagues: readonly ColleagueContact[];
  mayLog: boolean;
}

export function keptAnswer({ state, stateDate, note }: Member) {
  return { tilstand: state, dato: stateDate ?? '', note: note ?? '' };
}

/** One call: who, log it, what they said, next. */
export function MemberPage({ view, campaign, member, form, answers, colleagues, mayLog }: MemberProps) {
  const { pNumber, phone } = member;
  const aside = mayLog && (
    <a class="button" data-key="l" href={`${paths.newContact(pNumber)}?kampagne=${campaign.id}`}>
      Log kontakt
    </a>
  );
  return (
    <Layout view={view} title={member.name} aside={aside}>
      <p class="lead">
        <a href={paths.campaign(campaign.id)}>{campaign.name}</a> ·{' '}
        <a href={paths.company(pNumber)}>Virksomheden</a> ·{' '}
        <a data-key="b" href={paths.visitBrief(pNumber)}>
          Besøgsark
        </a>
        {phone && ' · '}
        {phone && <PhoneLink phone={phone} />}
      </p>
      <p>
        <StateMark member={member} today={view.today} />
      </p>
      <PeaceNote contacts={colleagues} today={view.today} />
      {campaign.endedAt ? (
        <p class="note">Kampagnen er afsluttet.</p>
      ) : (
        <form class="narrow" method="post" action={paths.campaignMember(campaign.id, pNumber)}>
          <FormToken view={view} />
          <Standing kept={keptAnswer(member)} />
          <ErrorSummary form={form} />
          <Choice
            form={form}
            name="tilstand"
            label="Hvad kom der ud af det"
            options={choices(labels.memberState)}
          />
          <TextField
            form={form}
            name="dato"
            label="Ring igen"
            hint="Kun ved »Senere«"
            type="date"
            required={false}
          />
          <TextArea
            form={form}
            name="note"
            label="Note"
            hint="Aldrig oplysninger om borgere."
            required={false}
            rows={2}
            maxLength={LONGEST_NOTE}
          />
          <div class="button-row at-hand">
            <button type="submit" class="button button-primary">
              Gem, og vis den næste
            </button>
            <a class="button" href={paths.campaign(campaign.id)}>
              Til listen
            </a>
          </div>
        </form>
      )}
      {answers.length > 0 && (
        <>
          <h2>Tidligere svar</h2>
          <ul class="rows">
            {answers.map((answer) => (
              <li>
                <StateMark member={answer} today={view.today} />{' '}
                <span class="muted">
                  {showInstant(answer.answeredAt)}, {answer.byName}
                </span>
                {answer.note && (
                  <>
                    <br />
                    {answer.note}
                  </>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </Layout>
  );
}
