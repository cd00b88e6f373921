import type { ComponentChildren } from 'preact';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { ColleagueNote, NOTE_STEPS, NoteWithSteps } from './notes.ts';

/** On Min dag: what colleagues want one to see. Nothing when there is nothing. */
export function ToYouPanel({ view, notes }: { view: View; notes: readonly ColleagueNote[] }) {
  if (notes.length === 0) return null;
  return (
    <section class="panel" id="til-dig">
      <h2>
        Til dig <span class="mark mark-warn">● {notes.length}</span>
      </h2>
      <NoteRows notes={notes}>{(note) => <HolderButtons view={view} note={note} />}</NoteRows>
      <p>
        <a href={paths.colleagueNotes}>Alle beskeder mellem kolleger</a>
      </p>
    </section>
  );
}

export function NoteRows({
  notes,
  children,
}: {
  notes: readonly ColleagueNote[];
  children?: (note: ColleagueNote) => ComponentChildren;
}) {
  return (
    <ul class="rows">
      {notes.map((note) => (
        <li class="row-line note-row">
          <span>
            <a href={paths.company(note.pNumber)}>{note.firmName}</a>{' '}
            <span class="mark mark-info">{labels.colleagueNote[note.kind]}</span>
            <br />
            <span class="typed">{noteText(note)}</span>
            <br />
            <span class="muted">
              {note.writtenByName}, {showInstant(note.writtenAt)}
            </span>
          </span>
          {children?.(note)}
        </li>
      ))}
    </ul>
  );
}

const LONGEST_EXCERPT = 240;

function noteText({ kind, text, contactNote }: ColleagueNote): string {
  if (text !== null) return text;
  if (kind === 'overdragelse') return 'Du har fået ansvaret for virksomheden.';
  if (contactNote === null) return 'Noten er rettet siden: se historikken.';
  return contactNote.length > LONGEST_EXCERPT ? `${contactNote.slice(0, LONGEST_EXCERPT)} …` : contactNote;
}

export function HolderButtons({ view, note }: { view: View; note: ColleagueNote }) {
  return (
    <span class="button-row">
      <StepButton view={view} note={note} step="klaret" text="✓ Klaret" />
      <StepButton view={view} note={note} step="lagt_tilbage" text="Læg tilbage" />
    </span>
  );
}

interface StepButtonProps {
  view: View;
  note: ColleagueNote;
  step: (typeof NOTE_STEPS)[number];
  text: string;
}

export function StepButton({ view, note, step, text }: StepButtonProps) {
  return (
    <form method="post" action={paths.colleagueNoteStep(note.id)}>
      <FormToken view={view} />
      <input type="hidden" name="til" value={view.url.split('?')[0]} />
      <button
        type="submit"
        class="button button-small"
        name="trin"
        value={step}
        aria-label={`${text}: ${note.firmName}`}
      >
        {text}
      </button>
    </form>
  );
}

/** On the firm's page: what was said between colleagues, and who had it. */
export function FirmNotesPanel({
  pNumber,
  notes,
  mayWrite,
}: {
  pNumber: number;
  notes: readonly NoteWithSteps[];
  mayWrite: boolean;
}) {
  if (notes.length === 0 && !mayWrite) return null;
  return (
    <section class="panel" id="kolleger">
      <h2>Mellem kolleger</h2>
      <ul class="rows">
        {notes.map((note) => (
          <li>
            <span class="mark mark-info">{labels.colleagueNote[note.kind]}</span> {note.writtenByName}{' '}
            {note.doneAt === null ? `til ${note.holderName ?? 'fælles kø'}` : '✓ klaret'}
            {note.kind !== 'omtale' && note.text && (
              <>
                <br />
                <span class="typed">{note.text}</span>
              </>
            )}
            <details class="more">
              <summary>Forløb</summary>
              <ul class="rows">
                {note.steps.map(({ step, at, byName, holderName }) => (
                  <li>
                    {labels.colleagueNoteStep[step]} {step === 'sendt' ? holderName : byName}{' '}
                    <span class="muted">{showInstant(at)}</span>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
      {mayWrite && (
        <p>
          <a href={paths.newColleagueNote(pNumber)}>Skriv til en kollega</a>
        </p>
      )}
    </section>
  );
}
