import { BULK_ACTIONS } from '../../db/schema/firm-work.ts';
import { paths } from '../paths.ts';
import { formsOf } from '../records/rules.ts';
import { showInstant } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, Select, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { BulkEditFacts, BulkPreview } from './bulk.ts';

interface BulkProps {
  view: View;
  form: FormState;
  formKey: string;
  konsulenter: readonly [string, string][];
  /** how many firms were chosen, and which: some by number, or all that fit the filters */
  total: number;
  all: boolean;
  selected: readonly number[];
  query: string;
  preview: BulkPreview | null;
}

const SHOWN = 20;

/** First what, then what it will do to each, then do it. */
export function BulkPage({
  view,
  form,
  formKey,
  konsulenter,
  total,
  all,
  selected,
  query,
  preview,
}: BulkProps) {
  return (
    <Layout
      view={view}
      title="Ret mange på én gang"
      aside={<a href={query ? `${paths.companies}?${query}` : paths.companies}>Tilbage til listen</a>}
    >
      <p>
        {showNumber(total)} {total === 1 ? 'virksomhed' : 'virksomheder'} er valgt.
      </p>
      <form class="narrow" method="post" action={paths.bulkEdits}>
        <FormToken view={view} />
        <input type="hidden" name="formularnoegle" value={formKey} />
        <input type="hidden" name="filtre" value={query} />
        {all && <input type="hidden" name="alle" value="ja" />}
        {selected.map((pNumber) => (
          <input type="hidden" name="valgt" value={pNumber} />
        ))}
        <ErrorSummary form={form} />
        <Choice
          form={form}
          name="handling"
          label="Hvad skal ændres"
          options={BULK_ACTIONS.map((action) => [action, labels.bulkAction[action]])}
        />
        <Select
          form={form}
          name="hvem"
          label="Konsulent"
          hint="Til ansvarlig og stedfortræder."
          empty="Vælg"
          options={[['ingen', 'Ingen (kun ansvarlig)'], ...konsulenter]}
        />
        <Select
          form={form}
          name="slags"
          label="Hvorfor ikke nu"
          hint="Til tilstanden ikke nu."
          empty="Vælg"
          options={formsOf('ikke_nu').map((value) => [value, labels.recordForm[value]])}
        />
        <TextField form={form} name="fra" label="Fra" hint="Til stedfortræder og tilstand." type="date" />
        <TextField
          form={form}
          name="til"
          label="Til"
          hint="Stedfortræder: den første dag uden. Tilstand: den dag, virksomheden kommer tilbage."
          type="date"
        />
        <TextField
          form={form}
          name="note"
          label="Note"
          hint="Til tilstanden."
          required={false}
          maxLength={2000}
        />
        {preview && <Preview preview={preview} />}
        <div class="button-row">
          {preview && preview.changing.length > 0 && (
            <button type="submit" class="button button-primary" name="trin" value="udfoer">
              Ret {showNumber(preview.changing.length)}{' '}
              {preview.changing.length === 1 ? 'virksomhed' : 'virksomheder'}
            </button>
          )}
          <button type="submit" class={preview ? 'button' : 'button button-primary'} name="trin" value="vis">
            Vis, hvad der sker
          </button>
        </div>
      </form>
    </Layout>
  );
}

function Preview({ preview: { changing, skipped } }: { preview: BulkPreview }) {
  return (
    <section class="panel" aria-label="Det vil ske">
      <h2>Det vil ske</h2>
      <p>
        {showNumber(changing.length)} ændres, {showNumber(skipped.length)} springes over.
      </p>
      <ul>
        {changing.slice(0, SHOWN).map(({ name, before }) => (
          <li>
            {name} <span class="muted">(ansvarlig nu: {before})</span>
          </li>
        ))}
      </ul>
      {changing.length > SHOWN && <p class="muted">Og {showNumber(changing.length - SHOWN)} til.</p>}
      {skipped.length > 0 && (
        <details class="more">
          <summary>Springes over ({showNumber(skipped.length)})</summary>
          <ul>
            {skipped.slice(0, SHOWN * 5).map(({ name, reason }) => (
              <li>
                {name}: {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

export function BulkEditPage({ view, edit, mayUndo }: { view: View; edit: BulkEditFacts; mayUndo: boolean }) {
  return (
    <Layout view={view} title="Masseredigering" aside={<a href={paths.companies}>Alle virksomheder</a>}>
      <p>
        {labels.bulkAction[edit.action]} ændret på {showNumber(edit.total)}{' '}
        {edit.total === 1 ? 'virksomhed' : 'virksomheder'} af {edit.byName}, {showInstant(edit.editedAt)}.
      </p>
      {edit.undoneAt ? (
        <p class="note">
          Fortrudt {showInstant(edit.undoneAt)}. Virksomheder, som nogen har rettet siden, står ved magt.
        </p>
      ) : (
        mayUndo && (
          <form method="post" action={paths.bulkEditUndone(edit.id)}>
            <FormToken view={view} />
            <button type="submit" class="button">
              Fortryd det hele
            </button>
          </form>
        )
      )}
      <ul class="rows">
        {edit.rows.map((row) => (
          <li>
            <a href={paths.company(row.pNumber)}>{row.name}</a>
          </li>
        ))}
      </ul>
      {edit.total > edit.rows.length && (
        <p class="muted">Og {showNumber(edit.total - edit.rows.length)} til.</p>
      )}
    </Layout>
  );
}
