import type { ComponentChildren } from 'preact';
import { ShiftFields } from '../job-orders/shift-fields.tsx';
import { paths } from '../paths.ts';
import { Choice, ErrorSummary, errorOf, type FormState, TextArea, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { LINE_LIMIT, rowsOfForm } from './edit-form.ts';

interface EditPageProps {
  view: View;
  citizen: { id: number; name: string; version: number };
  form: FormState;
  /** somebody else has changed the citizen while this was typed */
}

/** What the citizen can and wants: written by the own sagsbehandler, on the phone too. */
export function EditCitizenPage({ view, citizen, form }: EditPageProps) {
  return (
    <Layout view={view} title={`Ret: ${citizen.name}`}>
      <form method="post" action={paths.editCitizen(citizen.id)}>
        <FormToken view={view} />
        <input type="hidden" name="version" value={String(citizen.version)} />
        <ErrorSummary form={form} />
        <p class="muted">Skriv behov og ønsker, aldrig diagnoser og aldrig CPR-numre.</p>
        <h2>Jobmål</h2>
        <p class="muted">
          Det, borgeren helst vil, står øverst. Byt om på linjerne for at bytte om på målene.
        </p>
        <Lines form={form} fields={['jobmaal']} atLeast={3}>
          {(row) => (
            <TextField
              form={form}
              name={`jobmaal_${row}`}
              label={`Jobmål ${'ABCDEFGHIJKL'[row - 1] ?? row}`}
              maxLength={LINE_LIMIT}
            />
          )}
        </Lines>
        <h2>Kan og har</h2>
        <div class="fields fields-wide">
          <TextArea form={form} name="kompetencer" label="Kompetencer" hint="En på hver linje." rows={5} />
          <TextArea
            form={form}
            name="sprog"
            label="Andre sprog end dansk"
            hint="Et på hver linje."
            rows={3}
          />
          <TextArea
            form={form}
            name="koerekort"
            label="Kørekort"
            hint="Fx B, C, BE: et på hver linje."
            rows={3}
          />
        </div>
        <h3>Erfaring</h3>
        <Lines form={form} fields={['erfaring', 'erfaring_aar', 'erfaring_til']} atLeast={2}>
          {(row) => (
            <div class="term-row">
              <TextField form={form} name={`erfaring_${row}`} label="Job" maxLength={LINE_LIMIT} />
              <TextField
                form={form}
                name={`erfaring_aar_${row}`}
                label="År"
                inputMode="decimal"
                maxLength={5}
              />
              <TextField
                form={form}
                name={`erfaring_til_${row}`}
                label="Til (årstal)"
                inputMode="numeric"
                maxLength={4}
              />
            </div>
          )}
        </Lines>
        <h3>Certifikater og beviser</h3>
        <Lines form={form} fields={['certifikat', 'certifikat_udloeber']} atLeast={2}>
          {(row) => (
            <div class="term-row">
              <TextField form={form} name={`certifikat_${row}`} label="Bevis" maxLength={LINE_LIMIT} />
              <TextField form={form} name={`certifikat_udloeber_${row}`} label="Gælder til" type="date" />
            </div>
          )}
        </Lines>
        <h3>Dansk</h3>
        <p class="muted">Fx A2, B1, PD2 eller DU3 modul 5. Tomt: ikke oplyst.</p>
        <div class="fields">
          <TextField form={form} name="danskniveau" label="I det hele" maxLength={100} />
          <TextField form={form} name="danskniveau_mundtlig" label="Mundtligt" maxLength={100} />
          <TextField form={form} name="danskniveau_skriftlig" label="Skriftligt" maxLength={100} />
        </div>
        <h2>Hvornår</h2>
        <div class="fields">
          <TextField
            form={form}
            name="timer_min"
            label="Timer om ugen, fra"
            inputMode="decimal"
            maxLength={6}
          />
          <TextField
            form={form}
            name="timer_max"
            label="Timer om ugen, til"
            inputMode="decimal"
            maxLength={6}
          />
          <TextField form={form} name="kan_starte" label="Kan starte" type="date" />
        </div>
        <Choice form={form} name="arbejdstid" label="Arbejdstid" options={choices(labels.workingTime)} many />
        <ShiftFields form={form} hint={SHIFT_HINT} />
        <h2>Rejse</h2>
        <Choice form={form} name="transport" label="Transport" options={choices(labels.transport)} many />
        <div class="fields">
          <TextField
            form={form}
            name="max_rejsetid_min"
            label="Længste rejsetid, minutter"
            inputMode="numeric"
            maxLength={4}
          />
          <TextField form={form} name="postnummer" label="Postnummer" inputMode="numeric" maxLength={4} />
        </div>
        <h2>Behov og deling</h2>
        <Choice
          form={form}
          name="behov"
          label="Behov på arbejdspladsen"
          options={choices(labels.need)}
          many
        />
        <Choice form={form} name="har_arbejdsgiver" label="Har en arbejdsgiver" options={choices(UNKNOWN)} />
        <Choice
          form={form}
          name="maa_deles"
          label="Må virksomheder høre om borgeren?"
          hint="Borgerens eget svar. Ikke spurgt er ikke et ja."
          options={choices(labels.yesNo)}
        />
        <Choice
          form={form}
          name="beskyttet_adresse"
          label="Beskyttet adresse"
          hint="Ikke oplyst behandles som ja."
          options={choices(UNKNOWN)}
        />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            {form.saved ? 'Gem min tekst alligevel' : 'Gem'}
          </button>
          <a href={paths.citizen(citizen.id)}>Fortryd</a>
        </div>
      </form>
    </Layout>
  );
}

const UNKNOWN = { ja: 'Ja', nej: 'Nej', '': 'Ikke oplyst' };

const SHIFT_HINT =
  'Kan udelades. De dage og tider, borgeren kan arbejde, når mere er kendt end dag, aften, nat og weekend. Slutter det næste morgen, så skriv blot det tidspunkt: 22:00 til 06:00.';

interface LinesProps {
  form: FormState;
  /** the fields of a row, without its number */
  fields: string[];
  atLeast: number;
  children: (row: number) => ComponentChildren;
}

/** The rows that are used and one more; the rest lie folded away. */
function Lines({ form, fields, atLeast, children }: LinesProps) {
  const rows = rowsOfForm(form.values);
  const used = rows.findLast((row) =>
    fields.some((field) => {
      const name = `${field}_${row}`;
      return [form.values[name] ?? ''].flat().join('') !== '' || errorOf(form, name) !== undefined;
    }),
  );
  const shown = Math.min(Math.max(atLeast, (used ?? 0) + 1), rows.length);
  return (
    <>
      {rows.slice(0, shown).map(children)}
      {shown < rows.length && (
        <details class="more">
          <summary>Flere</summary>
          {rows.slice(shown).map(children)}
        </details>
      )}
    </>
  );
}
