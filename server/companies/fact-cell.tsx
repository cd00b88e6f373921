import { OWN_SOURCES } from '../../db/schema/firm-work.ts';
import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import { PhoneLink } from '../ui/reach-links.tsx';
import type { View } from '../view.ts';
import type { FactDraft, FactValue, ListFact } from './list-facts.ts';
import { StepDate } from './steps.tsx';

/** What a cell is doing; one cell of a list at most is anything but shown. */
export type CellState =
  | { is: 'open'; draft?: FactDraft; error?: string }
  | { is: 'saved'; before: Pick<FactValue, 'value' | 'source'> };

interface CellProps {
  view: View;
  firm: { pNumber: number; name: string };
  fact: ListFact;
  now: FactValue;
  /** the list's own address: where one comes back to without script */
  listUrl: string;
  mayEdit: boolean;
  konsulenter: readonly [string, string][];
  state?: CellState;
}

/** What a link of a cell asks for with htmx, said once for all of them, around the list: the cell alone is fetched. */
export function cellsInPlace(listUrl: string) {
  return {
    'hx-target:inherited': 'closest .list-fact',
    'hx-swap:inherited': 'outerHTML',
    'hx-vals:inherited': JSON.stringify({ til: listUrl }),
  };
}

/** A fact in its cell, set right where it stands; without htmx the list comes back. */
export function FactCell(props: CellProps) {
  const { firm, fact, mayEdit, state } = props;
  const open = state?.is === 'open';
  return (
    <div class="list-fact" id={cellId(firm.pNumber, fact)}>
      {open ? <span class="list-fact-under">{shown(props)}</span> : shown(props)}
      {mayEdit && open && <FactForm {...props} state={state} />}
      {mayEdit && state?.is === 'saved' && <UndoFact {...props} before={state.before} />}
      {mayEdit && !state && canBeSet(props) && pencil(props)}
    </div>
  );
}

export function cellId(pNumber: number, fact: ListFact): string {
  return `fakta-${pNumber}-${fact}`;
}

/** A promise can be moved; a new one is made by logging the contact in which it was given. */
function canBeSet({ fact, now }: Pick<CellProps, 'fact' | 'now'>): boolean {
  return fact !== 'naeste_skridt' || now.value !== '';
}

// Called for every cell of a list, not components: mounting one takes longer than what it says.

function shown({ view, fact, now }: CellProps) {
  if (now.text === null) return '–';
  if (fact === 'telefon') return PhoneLink({ phone: now.text });
  if (fact === 'ansvarlig') return now.text;
  return <span title={now.about ?? undefined}>{StepDate({ date: now.text, today: view.today })}</span>;
}

function pencil({ firm, fact, listUrl }: CellProps) {
  const toOpen = `${listUrl}${listUrl.includes('?') ? '&' : '?'}ret=${firm.pNumber}-${fact}`;
  return (
    <>
      {' '}
      <a
        class="fact-pencil"
        href={`${toOpen}#${cellId(firm.pNumber, fact)}`}
        hx-get={cellAddress(firm.pNumber, fact, 'aaben')}
        aria-label={`Ret ${labels.listFact[fact].toLowerCase()}: ${firm.name}`}
      >
        ✎
      </a>
    </>
  );
}

function cellAddress(pNumber: number, fact: ListFact, shows: 'aaben' | 'lukket'): string {
  return `${paths.listFact(pNumber, fact)}?vis=${shows}`;
}

function FactForm(props: CellProps & { state: Extract<CellState, { is: 'open' }> }) {
  const { firm, fact, now, listUrl, state } = props;
  const id = cellId(firm.pNumber, fact);
  const value = state.draft?.value ?? (now.value || (fact === 'telefon' ? (now.text ?? '') : ''));
  const field = {
    name: 'vaerdi',
    'aria-label': `${labels.listFact[fact]}: ${firm.name}`,
    'aria-invalid': state.error ? ('true' as const) : undefined,
    'aria-describedby': state.error ? `${id}-fejl` : undefined,
    'data-focus': '',
  };
  return (
    <form class="fact-form" {...posting(props)}>
      <FactKeys {...props} seen={now.version} />
      {fact === 'ansvarlig' ? (
        <select class="form-select" {...field}>
          <option value="" selected={value === ''}>
            Ingen
          </option>
          {props.konsulenter.map(([userId, name]) => (
            <option value={userId} selected={userId === value}>
              {name}
            </option>
          ))}
        </select>
      ) : (
        <input
          class="form-input"
          // Preact's types tie each type to its own attributes; ours are valid for both.
          type={(fact === 'telefon' ? 'tel' : 'date') as 'tel'}
          value={value}
          maxLength={20}
          autocomplete="off"
          {...field}
        />
      )}
      {fact === 'telefon' && <SourceSelect source={state.draft?.source ?? now.source} />}
      <button type="submit" class="button button-small">
        Gem
      </button>
      <a data-leave="" href={`${listUrl}#${id}`} hx-get={cellAddress(firm.pNumber, fact, 'lukket')}>
        Fortryd
      </a>
      {state.error && (
        <span class="fact-error" id={`${id}-fejl`} role="alert">
          <span aria-hidden="true">⚠ </span>
          {state.error}
        </span>
      )}
    </form>
  );
}

function SourceSelect({ source }: { source: FactValue['source'] }) {
  return (
    <select class="form-select" name="kilde" aria-label="Hvor ved vi det fra">
      {OWN_SOURCES.filter((one) => one !== 'sammenlaegning').map((one) => (
        <option value={one} selected={one === source}>
          {labels.ownSource[one]}
        </option>
      ))}
    </select>
  );
}

/** Saved a moment ago: what stood before comes back with one tap. */
export function UndoFact(props: CellProps & { before: Pick<FactValue, 'value' | 'source'> }) {
  const { fact, now, before } = props;
  return (
    <form class="fact-undo" {...posting(props)}>
      <FactKeys {...props} seen={now.version} />
      <input type="hidden" name="vaerdi" value={before.value} />
      {before.source && <input type="hidden" name="kilde" value={before.source} />}
      <span class="sr-only" role="status">
        {labels.listFact[fact]} er gemt.
      </span>
      <button type="submit" class="button button-small">
        Fortryd
      </button>
    </form>
  );
}

function posting({ firm, fact }: CellProps) {
  const action = paths.listFact(firm.pNumber, fact);
  return {
    method: 'post' as const,
    action,
    'hx-post': action,
    'hx-target': `#${cellId(firm.pNumber, fact)}`,
    'hx-swap': 'outerHTML',
  };
}

function FactKeys({ view, listUrl, seen }: CellProps & { seen: string }) {
  return (
    <>
      <FormToken view={view} />
      <input type="hidden" name="set" value={seen} />
      <input type="hidden" name="til" value={listUrl} />
    </>
  );
}
