import { DISCLOSURE_TOPICS, type DisclosureTopic } from '../../db/schema/citizen-work.ts';
import { paths } from '../paths.ts';
import { showDate, showInstant } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { DateAndSender, HowToPrint } from '../ui/letter.tsx';
import { Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { type Disclosure, standingOn } from './disclosure.ts';

interface Someone {
  id: number;
  name: string;
}

interface PanelProps {
  citizenId: number;
  rows: readonly Disclosure[];
  /** the own sagsbehandler agrees; the team reads */
  isOwn: boolean;
}

/** On the citizen's page: topic by topic, what employers may be told. */
export function DisclosurePanel({ citizenId, rows, isOwn }: PanelProps) {
  return (
    <section class="panel" id="oplysninger-til-virksomheder">
      <h2>Må siges til virksomheder</h2>
      <dl class="facts">
        {DISCLOSURE_TOPICS.map((topic) => (
          <>
            <dt>{labels.disclosure[topic]}</dt>
            <dd>
              <Agreed row={standingOn(rows, topic)} />
            </dd>
          </>
        ))}
      </dl>
      <p>
        {isOwn && <a href={paths.citizenDisclosures(citizenId)}>Aftal og ret</a>}
        {isOwn && ' · '}
        <a href={paths.citizenDisclosureLetter(citizenId)}>Udskriv til borgeren</a>
      </p>
    </section>
  );
}

function Agreed({ row }: { row: Disclosure | undefined }) {
  if (!row) return <span class="mark mark-warn">? Ikke aftalt: må ikke</span>;
  return (
    <>
      <span class={`mark ${row.may ? 'mark-good' : 'mark-bad'}`}>{row.may ? '✓ Ja' : '✕ Nej'}</span>{' '}
      <span class="muted">{showDate(row.agreedOn)}</span>
    </>
  );
}

interface FormPageProps {
  view: View;
  citizen: Someone;
  rows: readonly Disclosure[];
  form: FormState;
  mayUndo: boolean;
}

export function DisclosureFormPage({ view, citizen, rows, form, mayUndo }: FormPageProps) {
  return (
    <Layout
      view={view}
      title={`Må siges til virksomheder: ${citizen.name}`}
      aside={
        <a class="button" href={paths.citizenDisclosureLetter(citizen.id)}>
          Udskriv til borgeren
        </a>
      }
      undo={mayUndo && <UndoForm view={view} citizenId={citizen.id} />}
    >
      <p class="lead">
        Aftal emnerne med <a href={paths.citizen(citizen.id)}>{citizen.name}</a>. Det, der ikke er aftalt, må
        ikke siges. Diagnoser siges aldrig.
      </p>
      <form method="post" action={paths.citizenDisclosures(citizen.id)}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <div class="topic-choices">
          {DISCLOSURE_TOPICS.map((topic) => (
            <Choice
              form={form}
              name={`emne_${topic}`}
              label={labels.disclosure[topic]}
              hint={hintFor(topic, rows)}
              options={[
                ['ja', 'Må siges'],
                ['nej', 'Må ikke'],
              ]}
            />
          ))}
        </div>
        <TextField
          form={form}
          name="aftalt"
          label="Aftalt den"
          hint="Gælder de emner, du ændrer."
          type="date"
          max={view.today}
        />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Gem aftalen
          </button>
          <a href={paths.citizen(citizen.id)}>Fortryd</a>
        </div>
      </form>
      <h2>Historik</h2>
      <Table
        caption="Hvad der har været aftalt"
        url={view.url}
        rows={rows}
        empty="Intet er aftalt endnu."
        columns={[
          { head: 'Emne', cell: (row) => labels.disclosure[row.topic] },
          { head: 'Svar', cell: (row) => (row.may ? '✓ Ja' : '✕ Nej') },
          { head: 'Aftalt', cell: (row) => showDate(row.agreedOn) },
          { head: 'Skrevet', cell: (row) => `${showInstant(row.recordedAt)}, ${row.recordedByName}` },
          {
            head: 'Gjaldt til',
            cell: (row) => (row.supersededAt === null ? 'gælder' : showInstant(row.supersededAt)),
          },
        ]}
      />
    </Layout>
  );
}

function hintFor(topic: DisclosureTopic, rows: readonly Disclosure[]): string {
  const row = standingOn(rows, topic);
  return row ? `${row.may ? 'Ja' : 'Nej'}, aftalt ${showDate(row.agreedOn)}` : 'Ikke aftalt: må ikke siges';
}

function UndoForm({ view, citizenId }: { view: View; citizenId: number }) {
  return (
    <form method="post" action={paths.citizenDisclosuresUndone(citizenId)}>
      <FormToken view={view} />
      <button type="submit" class="link-button">
        Fortryd
      </button>
    </form>
  );
}

interface LetterProps {
  view: View;
  citizen: Someone;
  rows: readonly Disclosure[];
}

/** For the citizen, on paper: what is agreed, and how to change it (databeskyttelsesforordningens artikel 13 and 15). */
export function DisclosureLetterPage({ view, citizen, rows }: LetterProps) {
  const told = DISCLOSURE_TOPICS.filter((topic) => standingOn(rows, topic)?.may === true);
  const withheld = DISCLOSURE_TOPICS.filter((topic) => !told.includes(topic));
  return (
    <Layout
      view={view}
      title="Det må virksomheder få at vide om mig"
      aside={
        <a class="button" href={paths.citizen(citizen.id)}>
          Til borgeren
        </a>
      }
    >
      <div class="letter">
        <dl class="facts">
          <dt>Til</dt>
          <dd>{citizen.name}</dd>
          <DateAndSender view={view} />
        </dl>
        <HowToPrint />
        <h2>Vi må fortælle virksomheder om</h2>
        {told.length === 0 && <p>Intet.</p>}
        <ul>
          {told.map((topic) => (
            <li>
              {labels.disclosure[topic]} <span class="muted">(aftalt {agreedOn(rows, topic)})</span>
            </li>
          ))}
        </ul>
        <h2>Vi må ikke fortælle om</h2>
        <ul>
          {withheld.map((topic) => (
            <li>
              {labels.disclosure[topic]}{' '}
              <span class="muted">
                {standingOn(rows, topic)
                  ? `(aftalt ${agreedOn(rows, topic)})`
                  : '(ikke aftalt, og så må vi ikke)'}
              </span>
            </li>
          ))}
          <li>Diagnoser og sygdom: det fortæller vi aldrig</li>
        </ul>
        <h2>Du kan altid ombestemme dig</h2>
        <p>
          Sig det til din sagsbehandler, så retter vi det med det samme. Vi spørger dig også hver gang, før en
          bestemt virksomhed hører om dig. Det, en virksomhed allerede har fået at vide, kan vi ikke trække
          tilbage.
        </p>
      </div>
    </Layout>
  );
}

function agreedOn(rows: readonly Disclosure[], topic: DisclosureTopic): string {
  return showDate(standingOn(rows, topic)?.agreedOn ?? null);
}
