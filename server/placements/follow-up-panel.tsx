import { paths } from '../paths.ts';
import { showDate, showDistance } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, Standing, TextArea, TextField } from '../ui/form.tsx';
import { showHour } from '../ui/hours.ts';
import { choices, labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { PLACEMENT_LIMITS } from './draft.ts';
import type { PlacementDetails } from './find.ts';
import type { PlacementPageProps } from './placement-page.tsx';

type FollowUp = PlacementDetails['followUps'][number];

/** What is planned first, then what somebody found. */
export function FollowUps({ view, details, forms }: PlacementPageProps) {
  const { followUps, mayChange, placement: row } = details;
  const open = mayChange && row.withdrawnAt === null;
  return (
    <>
      <h2>Opfølgning</h2>
      {followUps.length === 0 && <p class="muted">Ingen opfølgning er aftalt.</p>}
      <ul class="rows">
        {followUps.map((followUp) => (
          <li>
            <Line followUp={followUp} today={view.today} />
            {open && (
              <DoneForm
                view={view}
                followUp={followUp}
                form={forms.done?.id === followUp.id ? forms.done.form : undefined}
              />
            )}
          </li>
        ))}
      </ul>
      {open && <PlanForm view={view} id={row.id} form={forms.followUp} />}
    </>
  );
}

function Line({ followUp, today }: { followUp: FollowUp; today: string }) {
  const { kind, dueOn, doneOn, doneByName, stillThere, ordinaryHours, note } = followUp;
  if (doneOn === null)
    return (
      <>
        {labels.followUp[kind]} {showDate(dueOn)} <DueMark date={dueOn} today={today} />
      </>
    );
  const found = [
    stillThere === null ? null : stillThere ? 'Er der stadig' : 'Er der ikke mere',
    ordinaryHours === null ? null : `${showHour(ordinaryHours)} ordinære timer om ugen`,
  ].filter(Boolean);
  return (
    <>
      <span class="mark mark-good">✓ Klaret</span> {labels.followUp[kind]} {showDate(doneOn)}{' '}
      <span class="muted">{doneByName}</span>
      {found.length > 0 && (
        <>
          <br />
          {found.join(' · ')}
        </>
      )}
      {note && <p class="typed">{note}</p>}
    </>
  );
}

export function DueMark({ date, today }: { date: string; today: string }) {
  const [look, sign] =
    date < today ? ['mark-bad', '⚠'] : date === today ? ['mark-warn', '●'] : ['mark-info', '○'];
  return (
    <span class={`mark ${look}`}>
      {sign} {showDistance(date, today)}
    </span>
  );
}

export function keptFinding({ doneOn, stillThere, ordinaryHours, note }: FollowUp) {
  return {
    klaret: doneOn ?? '',
    er_der: stillThere === null ? '' : stillThere ? 'ja' : 'nej',
    ordinaere_timer: ordinaryHours === null ? '' : showHour(ordinaryHours),
    note: note ?? '',
  };
}

function DoneForm({ view, followUp, form }: { view: View; followUp: FollowUp; form: FormState | undefined }) {
  const { id, doneOn } = followUp;
  const kept = keptFinding(followUp);
  const values = { ...kept, klaret: doneOn ?? view.today };
  const state: FormState = { ...(form ?? { errors: [], values }), of: `opfoelgning-${id}` };
  return (
    <details class="more" open={form !== undefined}>
      <summary>{doneOn === null ? 'Skriv, hvad I fandt' : 'Ret'}</summary>
      <form method="post" action={paths.followUpDone(id)}>
        <FormToken view={view} />
        <Standing kept={kept} />
        <ErrorSummary form={state} />
        <TextField form={state} name="klaret" label="Hvornår" type="date" required />
        <Choice form={state} name="er_der" label="Er borgeren der stadig?" options={choices(labels.yesNo)} />
        <TextField
          form={state}
          name="ordinaere_timer"
          label="Ordinære timer om ugen"
          hint="Timer med almindelig løn. Tomt: ikke spurgt."
          inputMode="decimal"
          maxLength={5}
        />
        <TextArea
          form={state}
          name="note"
          label="Note"
          hint="Ingen CPR-numre, intet om helbred."
          rows={3}
          maxLength={PLACEMENT_LIMITS.note}
          required={false}
        />
        <button type="submit" class="button">
          Gem opfølgning
        </button>
      </form>
    </details>
  );
}

function PlanForm({ view, id, form }: { view: View; id: number; form: FormState | undefined }) {
  return (
    <details class="more" open={form !== undefined}>
      <summary>Aftal en opfølgning mere</summary>
      <form method="post" action={paths.placementFollowUps(id)}>
        <FormToken view={view} />
        {form && <ErrorSummary form={form} />}
        <TextField form={form ?? { values: {}, errors: [] }} name="dato" label="Dato" type="date" required />
        <button type="submit" class="button">
          Aftal
        </button>
      </form>
    </details>
  );
}
