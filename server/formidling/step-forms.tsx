import { DISCLOSURE_TOPICS, type DisclosureTopic } from '../../db/schema/citizen-work.ts';
import { workingDayAfter } from '../contacts/chain.ts';
import { paths } from '../paths.ts';
import { Choice, type FormState, TextArea, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { OutcomeFields } from './outcome-fields.tsx';
import type { ShownCard } from './rights.ts';
import { CANNOT_UNSHARE, COMMENT_LIMIT, DAYS_TO_ANSWER, type StepName } from './rules.ts';

interface StepFormProps {
  view: View;
  shown: ShownCard;
  step: StepName;
  /** what the citizen lets an employer be told */
  topics: readonly DisclosureTopic[];
  /** what was typed, and what was wrong with it */
  form: FormState;
  open: boolean;
}

/** Each step asks for what it needs, and says what it does. */
export function StepForm(props: StepFormProps) {
  const { view, shown, step, form, open } = props;
  const { card } = shown;
  if (step === 'startet') return <StartStep shown={shown} />;
  return (
    <details class="panel" id={`trin-${step}`} open={open}>
      <summary>{TITLES[step](shown)}</summary>
      <form method="post" action={paths.card(card.id)}>
        <FormToken view={view} />
        <input type="hidden" name="trin" value={step} />
        <input type="hidden" name="version" value={String(card.version)} />
        <StepFields {...props} />
        {step !== 'ej' && (
          <TextArea
            form={form}
            name="kommentar"
            label={step === 'note' ? 'Note' : 'Kommentar'}
            hint="Står i formidlingsloggen. Ingen CPR-numre, intet om helbred."
            rows={2}
            maxLength={COMMENT_LIMIT}
            required={step === 'note'}
          />
        )}
        <button type="submit" class={open ? 'button button-primary' : 'button'}>
          {BUTTONS[step]}
        </button>
      </form>
    </details>
  );
}

const TITLES: Readonly<Record<Exclude<StepName, 'startet'>, (shown: ShownCard) => string>> = {
  spurgt: () => 'Spørg borgeren',
  rykket: () => 'Spørg igen med en ny frist',
  svar: () => 'Notér borgerens svar',
  delt: () => 'Del med virksomheden',
  samtale: ({ card }) => (card.stage === 'samtale' ? 'Flyt samtalen' : 'Samtale aftalt'),
  ej: () => 'Afslut: der blev ikke noget af det',
  genaabnet: ({ card }) => (card.stage === 'ej' ? 'Åbn kortet igen' : 'Fortryd det seneste skridt'),
  anonym_profil: () => 'Notér, at den anonyme profil er vist',
  note: () => 'Skriv en note i loggen',
};

const BUTTONS: Readonly<Record<Exclude<StepName, 'startet'>, string>> = {
  spurgt: 'Borgeren er spurgt',
  rykket: 'Sæt den nye frist',
  svar: 'Gem svaret',
  delt: 'Det er delt',
  samtale: 'Gem samtalen',
  ej: 'Afslut kortet',
  genaabnet: 'Tag det tilbage',
  anonym_profil: 'Profilen er vist',
  note: 'Gem noten',
};

function StepFields({ view, shown, step, topics, form }: StepFormProps) {
  switch (step) {
    case 'spurgt':
    case 'rykket':
      return <AskFields view={view} shown={shown} form={form} />;
    case 'svar':
      return (
        <Choice
          form={form}
          name="svar"
          label="Må virksomheden høre om borgeren?"
          hint="Kun det, borgeren selv har sagt om netop denne ordre."
          options={choices({ ja: 'Ja', nej: 'Nej' })}
        />
      );
    case 'delt':
      return <ShareFields shown={shown} topics={topics} form={form} />;
    case 'samtale':
      return <TextField form={form} name="samtale" label="Samtalens dag" type="date" required />;
    case 'ej':
      return (
        <>
          <p class="muted">
            »{labels.formidlingEnd.borger_nej}« og »{labels.formidlingEnd.virksomhed_nej}« sætter også
            borgeren til side for ordren. {shown.card.sharedAt !== null && CANNOT_UNSHARE}
          </p>
          <OutcomeFields form={form} />
        </>
      );
    case 'genaabnet':
      return <p class="muted">{undoText(shown)} Loggen bevarer begge dele.</p>;
    default:
      return null;
  }
}

function undoText({ card }: ShownCard): string {
  if (card.stage === 'ej')
    return 'Kortet kommer tilbage, hvor det stod. Var borgeren sat til side, ophæves det.';
  if (card.stage === 'samtale') return 'Kortet står igen som delt.';
  return card.answer === 'ja'
    ? 'Borgerens ja tages tilbage; intet kan deles, før der er et nyt.'
    : 'Kortet står igen som vurderes.';
}

function AskFields({ view, shown, form }: Pick<StepFormProps, 'view' | 'shown' | 'form'>) {
  const values = { svarfrist: workingDayAfter(view.today, DAYS_TO_ANSWER), ...form.values };
  return (
    <>
      <p class="muted">
        {shown.mayAnswer
          ? 'Fortæl om ordren, og spørg, om virksomheden må høre om borgeren. '
          : `${shown.caseworkerName ?? 'Borgerens sagsbehandler'} spørger borgeren og noterer svaret. `}
        Intet navn forlader huset uden et ja.
      </p>
      <TextField
        form={{ ...form, values }}
        name="svarfrist"
        label="Borgeren svarer senest"
        type="date"
        min={view.today}
        required
      />
    </>
  );
}

function ShareFields({ shown, topics, form }: Pick<StepFormProps, 'shown' | 'topics' | 'form'>) {
  if (topics.length === 0)
    return (
      <p class="note note-warn">
        ! Ingen har noteret, hvad borgeren vil lade virksomheder få at vide. Derfor kan intet deles endnu.{' '}
        {shown.mayAnswer && (
          <a href={paths.citizenDisclosures(shown.person.citizenId)}>Aftal det med borgeren</a>
        )}
      </p>
    );
  const options = DISCLOSURE_TOPICS.filter((topic) => topics.includes(topic)).map(
    (topic): [string, string] => [topic, labels.disclosure[topic]],
  );
  const values = { emner: [...topics], ...form.values };
  return (
    <>
      <Choice
        form={{ ...form, values }}
        name="emner"
        label="Hvad får virksomheden at vide?"
        hint="Kun det, borgeren har sagt ja til, kan vælges."
        options={options}
        many
      />
      <p>
        <a href={paths.cardProfile(shown.card.id)}>Se og udskriv profilen</a>
      </p>
      <p class="note note-warn">! {CANNOT_UNSHARE}</p>
    </>
  );
}

/** A start is a placement: its form asks for hours, days, mentor and follow-up. */
function StartStep({ shown: { card, order } }: { shown: ShownCard }) {
  const from = `virksomhed=${order.pNumber ?? ''}&ordre=${order.id}&formidling=${card.id}`;
  return (
    <p id="trin-startet">
      <a class="button button-primary" href={`${paths.newPlacement}?${from}`}>
        Borgeren starter: opret placering
      </a>
    </p>
  );
}
