import { FirmFrame } from '../companies/firm-frame.tsx';
import type { FirmHead } from '../companies/head.ts';
import { paths } from '../paths.ts';
import { ErrorSummary, type FormState, Select, TextArea } from '../ui/form.tsx';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { HolderButtons, NoteRows, StepButton } from './note-rows.tsx';
import { type ColleagueNote, NOTE_LIMIT } from './notes.ts';

interface NotesPageProps {
  view: View;
  mine: readonly ColleagueNote[];
  queue: readonly ColleagueNote[];
  sent: readonly ColleagueNote[];
}

/** What waits for me, what waits for anybody, and what became of what I wrote. */
export function ColleagueNotesPage({ view, mine, queue, sent }: NotesPageProps) {
  return (
    <Layout view={view} title="Mellem kolleger">
      <h2 class="first">Til dig</h2>
      {mine.length === 0 && <p class="muted">Ingen beskeder venter på dig.</p>}
      <NoteRows notes={mine}>{(note) => <HolderButtons view={view} note={note} />}</NoteRows>
      <h2>Fælles kø</h2>
      {queue.length === 0 && <p class="muted">Køen er tom. Her ligger det, som kolleger har lagt tilbage.</p>}
      <NoteRows notes={queue}>
        {(note) => <StepButton view={view} note={note} step="tildelt" text="Tildel mig" />}
      </NoteRows>
      <h2>Skrevet af dig</h2>
      {sent.length === 0 && (
        <p class="muted">
          Du har ikke skrevet til nogen. Skriv fra en virksomheds side, eller nævn @initialer i en note.
        </p>
      )}
      <NoteRows notes={sent}>
        {(note) => (
          <span class="muted">{note.doneAt ? '✓ Klaret' : `Hos ${note.holderName ?? 'fælles kø'}`}</span>
        )}
      </NoteRows>
    </Layout>
  );
}

interface NoteFormProps {
  view: View;
  firm: FirmHead;
  form: FormState;
  formKey: string;
  colleagues: readonly [string, string][];
}

export function NewNotePage({ view, firm, form, formKey, colleagues }: NoteFormProps) {
  return (
    <FirmFrame view={view} firm={firm} tab="overview">
      <h2>Skriv til en kollega</h2>
      <form class="narrow" method="post" action={paths.newColleagueNote(firm.pNumber)}>
        <FormToken view={view} />
        <input type="hidden" name="formularnoegle" value={formKey} />
        <ErrorSummary form={form} />
        <Select form={form} name="kollega" label="Kollega" options={colleagues} empty="Vælg" required />
        <TextArea
          form={form}
          name="besked"
          label="Besked"
          hint="Om virksomheden. Står på kollegaens Min dag, til den er klaret. Aldrig CPR-numre eller oplysninger om borgere."
          maxLength={NOTE_LIMIT}
          required
        />
        <NoteButtons pNumber={firm.pNumber} text="Send" />
      </form>
    </FirmFrame>
  );
}

interface HandoverProps extends Omit<NoteFormProps, 'formKey'> {
  ownerName: string | null;
}

/** The firm changes hands, and the new konsulent reads why on Min dag. */
export function HandoverPage({ view, firm, form, colleagues, ownerName }: HandoverProps) {
  return (
    <FirmFrame view={view} firm={firm} tab="facts">
      <h2>Giv ansvaret videre</h2>
      <p class="muted">Ansvarlig nu: {ownerName ?? 'Ingen'}</p>
      <form class="narrow" method="post" action={paths.handover(firm.pNumber)}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <Select form={form} name="kollega" label="Ny ansvarlig" options={colleagues} empty="Vælg" required />
        <TextArea
          form={form}
          name="besked"
          label="Besked til den nye ansvarlige"
          hint="Hvad er aftalt, og hvad haster? Aldrig CPR-numre eller oplysninger om borgere."
          maxLength={NOTE_LIMIT}
          required={false}
        />
        <NoteButtons pNumber={firm.pNumber} text="Giv ansvaret videre" />
      </form>
    </FirmFrame>
  );
}

function NoteButtons({ pNumber, text }: { pNumber: number; text: string }) {
  return (
    <div class="button-row at-hand">
      <button type="submit" class="button button-primary">
        {text}
      </button>
      <a class="button" href={paths.company(pNumber)}>
        Fortryd
      </a>
    </div>
  );
}
