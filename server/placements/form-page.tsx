import { BarMark } from '../companies/marks.tsx';
import type { Firm } from '../job-orders/order-firms.ts';
import { ShiftFields } from '../job-orders/shift-fields.tsx';
import { paths } from '../paths.ts';
import type { ContactPerson } from '../persons/queries.ts';
import { Choice, ErrorSummary, errorOf, type FormState, Select, TextArea, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { ShownCitizen } from './access.ts';
import { PLACEMENT_LIMITS } from './draft.ts';
import { FOLLOW_UP_FIELDS } from './form.ts';
import { OpinionPanel } from './opinion-panel.tsx';
import type { Preview } from './preview.ts';
import { SignatureFields } from './signature-fields.tsx';
import type { openCardsAt } from './who.ts';
import { placementBarRefusal } from './words.ts';

interface ChooseProps {
  view: View;
  text: string;
  firms: Firm[];
  /** the citizen that the page was opened from; '' : none */
  citizenId: string;
}

export function ChoosePlacePage({ view, text, firms, citizenId }: ChooseProps) {
  const form = { values: { q: text }, errors: [] };
  const linkTo = (pNumber: number) =>
    `${paths.newPlacement}?virksomhed=${pNumber}${citizenId && `&borger=${citizenId}`}`;
  return (
    <Layout view={view} title="Nyt forløb: vælg arbejdssted">
      <form class="filters" method="get" action={paths.newPlacement}>
        {citizenId && <input type="hidden" name="borger" value={citizenId} />}
        <TextField
          form={form}
          name="q"
          label="Navn, P-nummer eller CVR-nummer"
          type="search"
          maxLength={100}
        />
        <button type="submit" class="button button-primary">
          Søg
        </button>
      </form>
      {text !== '' && firms.length === 0 && (
        <p class="empty">Ingen aktive arbejdssteder passer til »{text}«.</p>
      )}
      <ul class="rows">
        {firms.map((firm) => (
          <li>
            <a href={linkTo(firm.pNumber)}>{firm.name}</a> <BarMark bar={firm.bar} />
            <br />
            <span class="muted">
              {[firm.street, firm.postcode, firm.city].filter(Boolean).join(' ')} · P {firm.pNumber}
            </span>
          </li>
        ))}
      </ul>
    </Layout>
  );
}

interface NewPlacementProps {
  view: View;
  form: FormState;
  firm: Firm;
  /** the citizen, once it is known who */
  shown: ShownCitizen | undefined;
  order: { id: number; title: string } | undefined;
  /** where the citizen stands on a board of this firm's, when no order is named */
  cards: ReturnType<typeof openCardsAt>;
  persons: readonly ContactPerson[];
  preview: Preview | null;
  formKey: string;
}

export function NewPlacementPage(props: NewPlacementProps) {
  const { view, form, firm, preview, formKey } = props;
  return (
    <Layout view={view} title="Nyt forløb">
      <p class="lead" id="felt-virksomhed">
        Hos <a href={paths.company(firm.pNumber)}>{firm.name}</a> <BarMark bar={firm.bar} />
      </p>
      {firm.bar && (
        <p class="note note-bad">
          ✕ {placementBarRefusal(firm.bar)} Et forløb, der begyndte før, kan stadig skrives ned.
        </p>
      )}
      {props.cards.map(({ id, title, stage }) => (
        <p class="note">
          Borgeren står på tavlen for »{title}« her ({labels.formidlingStage[stage].toLowerCase()}).{' '}
          <a href={`${paths.newPlacement}?formidling=${id}`}>Opret forløbet fra tavlen</a>, så følger kortet
          med.
        </p>
      ))}
      <form method="post" action={paths.newPlacement}>
        <FormToken view={view} />
        <input type="hidden" name="virksomhed" value={String(firm.pNumber)} />
        <input type="hidden" name="formularnoegle" value={formKey} />
        <ErrorSummary form={form} />
        <div class="columns columns-form">
          <div>
            <Who {...props} />
            <Work form={form} persons={props.persons} />
            <Agreement form={form} />
          </div>
          <div>
            <OpinionPanel preview={preview} live />
            <Reason form={form} preview={preview} />
          </div>
        </div>
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Opret forløb
          </button>
          <button type="submit" class="button" formaction={paths.newPlacementRules} formnovalidate>
            Vis reglernes svar og foreslå opfølgning
          </button>
          <a href={paths.company(firm.pNumber)}>Fortryd</a>
        </div>
      </form>
    </Layout>
  );
}

function Who({ form, shown, order }: NewPlacementProps) {
  return (
    <>
      {order && (
        <p id="felt-ordre">
          Jobordre: <a href={paths.jobOrder(order.id)}>{order.title}</a>
          <input type="hidden" name="ordre" value={String(order.id)} />
          {errorOf(form, 'ordre') && <span class="form-error-message">{errorOf(form, 'ordre')}</span>}
        </p>
      )}
      <input type="hidden" name="formidling" value={valueIn(form, 'formidling')} />
      {shown && valueIn(form, 'borgernoegle') === '' ? (
        <p id="felt-borgernoegle">
          Borger: <strong>{shown.name}</strong>
          <input type="hidden" name="borger" value={String(shown.citizenId)} />
        </p>
      ) : (
        <TextField
          form={form}
          name="borgernoegle"
          label="Borgerens id i fagsystemet"
          hint={
            shown
              ? `Fundet: ${shown.name}`
              : 'En sagsbehandler kan også begynde på borgerens side, og en konsulent på ordrens tavle.'
          }
          required
          maxLength={60}
          autocomplete="off"
        />
      )}
    </>
  );
}

function Work({ form, persons }: { form: FormState; persons: readonly ContactPerson[] }) {
  const there = persons.filter(({ leftOn }) => leftOn === null);
  return (
    <>
      <Choice form={form} name="type" label="Type" options={choices(labels.orderType)} />
      <Select
        form={form}
        name="formaal"
        label="Formål med praktikken"
        hint="Kun for virksomhedspraktik."
        options={choices(labels.purpose)}
        empty="Intet"
      />
      <TextField
        form={form}
        name="funktion"
        label="Funktion"
        hint="Hvad borgeren skal lave. To forløb samtidig skal være forskellige funktioner."
        required
        maxLength={PLACEMENT_LIMITS.jobFunction}
      />
      <TextArea
        form={form}
        name="maal"
        label="Mål"
        hint="Hvad forløbet skal føre til. Ingen CPR-numre, intet om helbred."
        rows={3}
        maxLength={PLACEMENT_LIMITS.goal}
        required={false}
      />
      <div class="fields">
        <TextField form={form} name="start" label="Første dag" type="date" required />
        <TextField
          form={form}
          name="slut"
          label="Sidste dag"
          hint="Tom: ingen slutdato er aftalt."
          type="date"
        />
        <TextField form={form} name="timer" label="Timer om ugen" inputMode="decimal" maxLength={5} />
      </div>
      <ShiftFields form={form} />
      <Choice
        form={form}
        name="seneste_arbejdsgiver"
        label="Er virksomheden borgerens seneste arbejdsgiver?"
        hint="Spørges ved praktik og løntilskud."
        options={choices(labels.yesNo)}
      />
      <div class="fields">
        <TextField
          form={form}
          name="mentor"
          label="Mentor"
          maxLength={PLACEMENT_LIMITS.name}
          required={false}
        />
        <Select
          form={form}
          name="kontaktperson"
          label="Kontaktperson"
          options={there.map(({ id, name }): [string, string] => [String(id), name])}
          empty="Ikke valgt"
        />
      </div>
    </>
  );
}

function Agreement({ form }: { form: FormState }) {
  return (
    <>
      <h2>Underskrifter</h2>
      <p class="muted">Kan skrives senere. Nogle typer må først begynde, når de er der.</p>
      <SignatureFields form={form} />
      <h2>Opfølgning</h2>
      <p class="muted">
        Efter 13 og 26 uger bliver der spurgt af sig selv: i et job fra den første dag, i en ordning fra den
        sidste.
      </p>
      <div class="fields">
        {FOLLOW_UP_FIELDS.map((name, at) => (
          <TextField form={form} name={name} label={`Opfølgning ${at + 1}`} type="date" />
        ))}
      </div>
    </>
  );
}

/** Open as soon as a rule does not say yes: it must be found without an error first. */
function Reason({ form, preview }: { form: FormState; preview: Preview | null }) {
  const wanted = preview?.opinions.some(({ answer }) => answer !== 'ja') ?? false;
  return (
    <details class="more" open={wanted || errorOf(form, 'fravigelse') !== undefined}>
      <summary>Fortsæt, selv om en regel ikke siger ja</summary>
      <TextArea
        form={form}
        name="fravigelse"
        label="Hvorfor fortsætter I?"
        hint="Gemmes med reglens svar, dit navn og tidspunktet."
        rows={3}
        maxLength={PLACEMENT_LIMITS.reason}
      />
    </details>
  );
}

function valueIn(form: FormState, name: string): string {
  return [form.values[name] ?? ''].flat()[0] ?? '';
}
