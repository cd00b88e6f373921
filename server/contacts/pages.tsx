import type { FirmBar } from '../../workers/matching/types.ts';
import { FirmNotes, type NotedFirm } from '../companies/firm-notes.tsx';
import { BarMark } from '../companies/marks.tsx';
import { idOf, paths } from '../paths.ts';
import { PersonTick } from '../persons/person-tick.tsx';
import { showDistance } from '../ui/dates.ts';
import { Choice, ErrorSummary, errorOf, type FormState, Select, TextArea, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { NEXT_STEP_DAYS } from './form.ts';
import { LineField } from './line-field.tsx';
import { ReadOfLine } from './line-pages.tsx';
import type { LoggedLine } from './log-line/parse.ts';
import type { openStepsAt } from './next-steps.ts';
import type { ColleagueContact } from './peace.ts';
import { PeaceNote } from './peace-note.tsx';
import { TEXT_LIMITS } from './rules.ts';
import type { TalkWords } from './talk-words.ts';
import { ThemeFields } from './theme-fields.tsx';

/** Most used first: the thumb finds them without looking. */
const KINDS = ['telefon', 'besoeg', 'moede', 'mail', 'onlinemoede', 'sms', 'arrangement', 'brev'] as const;
const OUTCOMES = ['opnaaet', 'senere', 'ikke_interesseret', 'ikke_opnaaet', 'besked_lagt'] as const;

export interface Firm extends NotedFirm {
  persons: readonly { name: string; leftOn: string | null }[];
  name: string;
  bar: FirmBar | null;
}

interface NewContactProps {
  view: View;
  firm: Firm;
  form: FormState;
  formKey: string;
  /** promises to this firm that the contact may keep */
  steps: ReturnType<typeof openStepsAt>;
  colleagues: readonly ColleagueContact[];
  /** colleagues who can be made aware of the contact */
  recipients: readonly [string, string][];
  words: TalkWords;
  /** a log line that came back with an error */
  lineForm?: FormState;
  /** what the line that filled the form says */
  parsed?: LoggedLine;
}

/** One screen, one thumb: everything but the note has a default. */
export function NewContactPage(props: NewContactProps) {
  const { view, firm, form, formKey, steps, lineForm, parsed } = props;
  const campaign = [form.values.kampagne ?? ''].flat()[0];
  return (
    <Layout view={view} title="Log kontakt" aside={<FirmLink firm={firm} />}>
      <PeaceNote contacts={props.colleagues} today={view.today} />
      <div class="narrow" id="kontakt">
        <LineField
          view={view}
          form={lineForm ?? { values: form.values, errors: [] }}
          action={paths.contactLine(firm.pNumber)}
          campaign={campaign}
          swaps="#kontakt"
        />
        {parsed && <ReadOfLine view={view} pNumber={firm.pNumber} parsed={parsed} />}
        <form method="post" action={paths.contacts(firm.pNumber)}>
          <FormToken view={view} />
          <input type="hidden" name="formularnoegle" value={formKey} />
          <input type="hidden" name="kampagne" value={campaign} />
          <ErrorSummary form={form} />
          <FirmNotes firm={firm} today={view.today} />
          <datalist id="kontaktpersoner">
            {firm.persons.map(({ name, leftOn }) => leftOn === null && <option value={name} />)}
          </datalist>
          <ContactFields view={view} form={form} words={props.words} />
          <Choice form={form} name="naeste_om" label="Næste skridt" options={NEXT_STEP_DAYS} />
          <NextStepFields view={view} form={form} dateLabel="Eller på en bestemt dato" />
          <KeptSteps view={view} form={form} steps={steps} />
          <details class="more" open={errorOf(form, 'kollega') !== undefined}>
            <summary>Gør en kollega opmærksom</summary>
            <Select
              form={form}
              name="kollega"
              label="Kollega"
              hint="Kontakten står på kollegaens Min dag. Du kan også skrive @initialer i noten."
              options={props.recipients}
              empty="Ingen"
              required={false}
            />
          </details>
          <div class="button-row at-hand">
            <button type="submit" class="button button-primary">
              Gem kontakt
            </button>
            <a
              class="button"
              href={
                idOf(campaign ?? '')
                  ? paths.campaignMember(campaign ?? '', firm.pNumber)
                  : paths.company(firm.pNumber)
              }
            >
              Fortryd
            </a>
          </div>
        </form>
      </div>
    </Layout>
  );
}

export function FirmLink({ firm }: { firm: Firm }) {
  return (
    <>
      <a href={paths.company(firm.pNumber)}>{firm.name}</a> <BarMark bar={firm.bar} />
    </>
  );
}

export function ContactFields({ view, form, words }: { view: View; form: FormState; words: TalkWords }) {
  return (
    <>
      <Choice
        form={form}
        name="art"
        label="Hvordan"
        options={KINDS.map((kind) => [kind, labels.kind[kind]])}
      />
      <Choice
        form={form}
        name="udfald"
        label="Udfald"
        options={OUTCOMES.map((outcome) => [outcome, labels.outcome[outcome]])}
      />
      <Choice
        form={form}
        name="retning"
        label="Hvem tog kontakt"
        options={[
          ['ud', labels.direction.ud],
          ['ind', labels.direction.ind],
        ]}
      />
      <TextField form={form} name="dato" label="Dato" type="date" required max={view.today} />
      <TextArea
        form={form}
        name="note"
        label="Note"
        hint="Om virksomheden og jobbet. Aldrig CPR-numre eller oplysninger om borgere."
        required={false}
        maxLength={TEXT_LIMITS.note}
      />
      <PersonTick form={form} />
      <TextField
        form={form}
        name="kontaktperson"
        label="Talte med"
        list="kontaktpersoner"
        required={false}
        maxLength={TEXT_LIMITS.contactPerson}
      />
      <ThemeFields form={form} words={words} />
    </>
  );
}

export function NextStepFields({
  view,
  form,
  dateLabel,
}: {
  view: View;
  form: FormState;
  dateLabel: string;
}) {
  return (
    <>
      <TextField
        form={form}
        name="naeste_dato"
        label={dateLabel}
        type="date"
        required={false}
        min={view.today}
      />
      <TextField
        form={form}
        name="naeste_skridt"
        label="Hvad er aftalt"
        hint="Fx: ring om de to lagermedarbejdere"
        required={false}
        maxLength={TEXT_LIMITS.nextStep}
      />
    </>
  );
}

function KeptSteps({ view, form, steps }: Pick<NewContactProps, 'view' | 'form' | 'steps'>) {
  if (steps.length === 0) return null;
  const mine = (step: (typeof steps)[number]) =>
    step.userId === view.actor?.userId && step.nextStepDate !== null && step.nextStepDate <= view.today;
  const values = { ...form.values };
  // A form that comes back keeps what was ticked; a fresh one ticks what is due.
  if (form.errors.length === 0) values.klarer = steps.filter(mine).map((step) => String(step.id));
  return (
    <Choice
      form={{ ...form, values }}
      name="klarer"
      label="Hermed er det klaret"
      many
      options={steps.map((step) => [
        String(step.id),
        `${step.nextStep ?? 'Følg op'} (${step.nextStepDate ? showDistance(step.nextStepDate, view.today) : ''}${step.byName ? `, ${step.byName}` : ''})`,
      ])}
    />
  );
}
