import type { ComponentChildren } from 'preact';
import { ShiftFields } from '../job-orders/shift-fields.tsx';
import { shiftFormValues } from '../job-orders/shift-form.ts';
import { groupsOf } from '../job-orders/shifts.ts';
import { paths } from '../paths.ts';
import {
  Choice,
  EMPTY_FORM,
  ErrorSummary,
  type FormState,
  Select,
  TextArea,
  TextField,
} from '../ui/form.tsx';
import { showHour } from '../ui/hours.ts';
import { choices, labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import { hoursOn } from './collisions.ts';
import { PLACEMENT_LIMITS } from './draft.ts';
import type { PlacementPageProps } from './placement-page.tsx';
import { SignatureFields } from './signature-fields.tsx';

interface FoldedProps extends Pick<PlacementPageProps, 'view' | 'details'> {
  title: string;
  action: string;
  submit: string;
  form: FormState | undefined;
  children: ComponentChildren;
}

/** What was typed, beside what is kept now when it came back for that; else what is kept. */
function typedOr(values: FormState['values'], typed: FormState | undefined): FormState {
  return typed ? { ...typed, saved: typed.saved && values } : { values, errors: [] };
}

/** A form that lies folded until it is wanted, or comes back with errors. */
function Folded({ view, details, title, action, submit, form, children }: FoldedProps) {
  return (
    <details class="panel" open={form !== undefined}>
      <summary>{title}</summary>
      <form method="post" action={action}>
        <FormToken view={view} />
        <input type="hidden" name="version" value={String(details.placement.version)} />
        {form && <ErrorSummary form={form} />}
        {children}
        <button type="submit" class="button">
          {submit}
        </button>
      </form>
    </details>
  );
}

export function SignForm(props: PlacementPageProps) {
  const { placement: row, demands } = props.details;
  if (!demands.signatures) return null;
  const kept = {
    arbejdsgiver_underskrev: row.employerSignedOn ?? '',
    repraesentant: row.representativeName ?? '',
    repraesentant_underskrev: row.representativeSignedOn ?? '',
  };
  const form = typedOr(kept, props.forms.signing);
  return (
    <Folded
      {...props}
      title="Underskrifter"
      action={paths.placementSigned(row.id)}
      submit="Gem underskrifter"
      form={props.forms.signing}
    >
      <SignatureFields form={form} />
    </Folded>
  );
}

export function HoursForm(props: PlacementPageProps) {
  const { placement: row, weeklyHours, hours } = props.details;
  const form = props.forms.hours ?? {
    errors: [],
    values: {
      fra: props.view.today,
      timer: showHour(weeklyHours),
      ...shiftFormValues(groupsOf(hoursOn({ hours }, props.view.today).shifts)),
    },
  };
  return (
    <Folded
      {...props}
      title="Nye timer"
      action={paths.placementHours(row.id)}
      submit="Gem nye timer"
      form={props.forms.hours}
    >
      <TextField
        form={form}
        name="fra"
        label="Fra"
        hint="Samme dag som før: timerne rettes."
        type="date"
        required
      />
      <TextField form={form} name="timer" label="Timer om ugen" inputMode="decimal" maxLength={5} />
      <ShiftFields form={form} />
      <OverrideField form={form} />
    </Folded>
  );
}

export function ExtensionForm(props: PlacementPageProps) {
  const { placement: row } = props.details;
  if (row.endsOn === null || row.endedOn !== null) return null;
  const form = props.forms.extension ?? EMPTY_FORM;
  return (
    <Folded
      {...props}
      title="Forlæng"
      action={paths.placementExtension(row.id)}
      submit="Forlæng"
      form={props.forms.extension}
    >
      <TextField form={form} name="slut" label="Ny sidste dag" type="date" required />
      <TextArea
        form={form}
        name="begrundelse"
        label="Hvorfor?"
        rows={3}
        maxLength={PLACEMENT_LIMITS.reason}
        required
      />
      <OverrideField form={form} />
    </Folded>
  );
}

function OverrideField({ form }: { form: FormState }) {
  return (
    <TextArea
      form={form}
      name="fravigelse"
      label="Hvis en regel ikke siger ja: hvorfor fortsætter I?"
      rows={2}
      maxLength={PLACEMENT_LIMITS.reason}
      required={false}
    />
  );
}

export function DetailsForm(props: PlacementPageProps) {
  const { placement: row } = props.details;
  const kept = {
    maal: row.goal ?? '',
    mentor: row.mentorName ?? '',
    kontaktperson: String(row.contactPersonId ?? ''),
  };
  const form = typedOr(kept, props.forms.details);
  const persons = props.persons.filter(({ id, leftOn }) => leftOn === null || id === row.contactPersonId);
  return (
    <Folded
      {...props}
      title="Ret mål, mentor og kontaktperson"
      action={paths.placementDetails(row.id)}
      submit="Gem"
      form={props.forms.details}
    >
      <TextArea
        form={form}
        name="maal"
        label="Mål"
        rows={3}
        maxLength={PLACEMENT_LIMITS.goal}
        required={false}
      />
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
        options={persons.map(({ id, name }): [string, string] => [String(id), name])}
        empty="Ikke valgt"
      />
    </Folded>
  );
}

export function EndForm(props: PlacementPageProps) {
  const { placement: row } = props.details;
  const form = props.forms.end ?? {
    errors: [],
    values: { sidste_dag: row.endedOn ?? endToday(props), ordinaer: '' },
  };
  if (row.endedOn !== null && !props.forms.end) return <ReopenForm {...props} />;
  return (
    <Folded
      {...props}
      title="Ophør"
      action={paths.placementEnd(row.id)}
      submit="Gem ophør"
      form={props.forms.end}
    >
      <TextField form={form} name="sidste_dag" label="Sidste dag" type="date" required />
      <Select
        form={form}
        name="grund"
        label="Hvorfor"
        options={choices(labels.placementEnd)}
        empty="Vælg"
        required
      />
      <Choice
        form={form}
        name="ordinaer"
        label="Blev det til ordinære timer?"
        options={choices(labels.yesNo)}
      />
      <TextField
        form={form}
        name="ordinaere_timer"
        label="Ordinære timer om ugen"
        inputMode="decimal"
        maxLength={5}
      />
    </Folded>
  );
}

/** The agreed last day once it has passed, else today. */
function endToday({ details, view }: PlacementPageProps): string {
  const { endsOn } = details.placement;
  return endsOn !== null && endsOn < view.today ? endsOn : view.today;
}

function ReopenForm(props: PlacementPageProps) {
  const { placement: row } = props.details;
  return (
    <form method="post" action={paths.placementReopened(row.id)} class="button-row">
      <FormToken view={props.view} />
      <input type="hidden" name="version" value={String(row.version)} />
      <button type="submit" class="button">
        Fortryd ophør
      </button>
    </form>
  );
}

export function WithdrawForm(props: PlacementPageProps) {
  const { placement: row } = props.details;
  const sent = props.forms.withdrawal && { ...props.forms.withdrawal, of: 'annullering' };
  return (
    <Folded
      {...props}
      title="Annullér"
      action={paths.placementWithdrawn(row.id)}
      submit="Annullér forløbet"
      form={sent}
    >
      <p class="muted">Det blev ikke til noget, eller det var en fejl. Pladsen bliver fri igen.</p>
      <TextArea
        form={sent ?? { ...EMPTY_FORM, of: 'annullering' }}
        name="begrundelse"
        label="Hvorfor?"
        rows={3}
        maxLength={PLACEMENT_LIMITS.reason}
        required
      />
    </Folded>
  );
}
