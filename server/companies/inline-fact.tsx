import type { ComponentChildren } from 'preact';
import { OWN_SOURCES, type OwnField } from '../../db/schema/firm-work.ts';
import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import { MailLink, PhoneLink } from '../ui/reach-links.tsx';
import type { View } from '../view.ts';
import { OWN_VALUE_LIMIT, type OwnValue, standingValue } from './own-values.ts';

interface FactProps {
  view: View;
  firm: { pNumber: number; ownValues: readonly OwnValue[] };
  field: OwnField;
  /** the register's, when it has one */
  registered: string | null;
  mayEdit: boolean;
}

/** A fact of ours beside the register's, set right where it is read; without script the form unfolds all the same. */
export function InlineFact({ view, firm, field, registered, mayEdit }: FactProps) {
  const own = standingValue(firm.ownValues, field);
  return (
    <>
      <dt>{labels.ownField[field]}</dt>
      <dd>
        {own?.value ? (
          <>
            <Shown field={field} text={own.value} />{' '}
            <span class="muted">({labels.ownSource[own.source].toLowerCase()})</span>
            {registered && registered !== own.value && (
              <>
                <br />
                <span class="muted">
                  CVR: <Shown field={field} text={registered} />
                </span>
              </>
            )}
          </>
        ) : (
          (registered && <Shown field={field} text={registered} />) || '–'
        )}{' '}
        {mayEdit && <FactForm view={view} firm={firm} field={field} value={own?.value ?? registered ?? ''} />}
      </dd>
    </>
  );
}

function Shown({ field, text }: { field: OwnField; text: string }): ComponentChildren {
  if (field === 'telefon') return <PhoneLink phone={text} />;
  return field === 'mail' ? <MailLink email={text} /> : text;
}

const INPUT_TYPES: Partial<Record<OwnField, 'tel' | 'email'>> = { telefon: 'tel', mail: 'email' };

function FactForm({
  view,
  firm,
  field,
  value,
}: Pick<FactProps, 'view' | 'firm' | 'field'> & { value: string }) {
  const label = labels.ownField[field];
  const seen = firm.ownValues.find((own) => own.field === field && own.supersededAt === null);
  return (
    <details class="inline-edit" data-inline-edit>
      <summary aria-label={`Ret ${label.toLowerCase()}`}>Ret</summary>
      <form method="post" action={paths.ownValues(firm.pNumber)}>
        <FormToken view={view} />
        <input type="hidden" name="felt" value={field} />
        <input type="hidden" name="dato" value={view.today} />
        <input type="hidden" name="set" value={String(seen?.id ?? 0)} />
        <input type="hidden" name="til" value={paths.company(firm.pNumber)} />
        <input
          class="form-input"
          name="vaerdi"
          aria-label={label}
          // Preact's types tie each type to its own attributes; ours are valid for all of them.
          type={(INPUT_TYPES[field] ?? 'text') as 'text'}
          value={value}
          maxLength={OWN_VALUE_LIMIT}
          autocomplete="off"
        />
        <select class="form-select" name="kilde" aria-label="Hvor ved vi det fra">
          {OWN_SOURCES.filter((source) => source !== 'sammenlaegning').map((source) => (
            <option value={source}>{labels.ownSource[source]}</option>
          ))}
        </select>
        <button type="submit" class="button button-small">
          Gem
        </button>
      </form>
    </details>
  );
}

/** Beside "er gemt": the value before comes back. */
export function UndoOwnValue({ view, edit }: { view: View; edit: { id: number } | null }) {
  if (edit === null) return null;
  return (
    <form method="post" action={paths.ownValueUndone(edit.id)}>
      <FormToken view={view} />
      <button type="submit" class="button button-small">
        Fortryd
      </button>
    </form>
  );
}
