import { showAddress } from '../companies/firm-columns.tsx';
import { CountButtons } from '../companies/headcount-panel.tsx';
import { showBounds } from '../companies/marks.tsx';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { type FormState, Select, TextField } from '../ui/form.tsx';
import { FormToken, Layout } from '../ui/layout.tsx';
import { Paging, showNumber } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { givenFigure, UndecidedRow, undecidedFirms } from './undecided.ts';

interface UndecidedProps {
  view: View;
  found: ReturnType<typeof undecidedFirms>;
  form: FormState;
  konsulenter: readonly [string, string][];
  limit: number;
  maySettle: boolean;
  /** just settled: the way back */
  given: ReturnType<typeof givenFigure>;
  error: string | null;
}

/** Ask at the next talk, tap the number: the firm is settled. */
export function UndecidedPage(props: UndecidedProps) {
  const { view, found, form, konsulenter, limit, maySettle, given, error } = props;
  return (
    <Layout
      view={view}
      title="Uafklarede virksomheder"
      aside={<a href={paths.companies}>Alle virksomheder</a>}
      undo={given && <UndoForm view={view} given={given} />}
    >
      <p class="muted">
        {showNumber(found.total)} {found.total === 1 ? 'virksomhed' : 'virksomheder'}, hvor CVR kun har et
        interval. De tæller som »måske« i dækningen, til nogen spørger, om der er flere end{' '}
        {limit === 2 ? 'to' : limit} ansatte.
      </p>
      {error && <p class="note note-bad">✕ {error}</p>}
      <form class="filters" method="get" action={paths.undecided}>
        <Select
          form={form}
          name="ansvarlig"
          label="Ansvarlig"
          empty="Alle"
          options={[['mig', 'Mine'], ...konsulenter]}
        />
        <TextField form={form} name="postnr" label="Postnummer" inputMode="numeric" maxLength={4} />
        <TextField form={form} name="branche" label="Branche" maxLength={100} />
        <Select
          form={form}
          name="sort"
          label="Rækkefølge"
          options={[
            ['interval', 'Mindste interval først'],
            ['-interval', 'Største interval først'],
            ['sidst', 'Længst tavse først'],
            ['-sidst', 'Senest kontaktet først'],
            ['navn', 'Navn'],
          ]}
        />
        <button type="submit" class="button button-primary">
          Vis
        </button>
      </form>
      {found.rows.length === 0 && (
        <div class="empty">
          Ingen uafklarede virksomheder passer. <a href={paths.undecided}>Fjern alle filtre</a>
        </div>
      )}
      <ul class="rows undecided">
        {found.rows.map((row) => (
          <UndecidedItem view={view} row={row} maySettle={maySettle} />
        ))}
      </ul>
      <Paging url={view.url} page={found.page} pageSize={found.pageSize} total={found.total} />
    </Layout>
  );
}

interface ItemProps {
  view: View;
  row: UndecidedRow;
  maySettle: boolean;
}

/** With htmx the item is replaced where it stands; without it the page comes back. */
export function UndecidedItem({ view, row, maySettle }: ItemProps) {
  const { firm, sources } = row;
  return (
    <li id={itemId(firm.pNumber)} class="undecided-item">
      <ItemHead row={row} />
      {maySettle && (
        <form
          class="settle"
          method="post"
          action={paths.undecidedSettled(firm.pNumber)}
          hx-post={paths.undecidedSettled(firm.pNumber)}
          hx-target={`#${itemId(firm.pNumber)}`}
          hx-swap="outerHTML"
        >
          <FormToken view={view} />
          <input type="hidden" name="til" value={view.url} />
          <label class="sr-only" for={`kilde-${firm.pNumber}`}>
            Hvor ved vi det fra
          </label>
          <select class="form-select" id={`kilde-${firm.pNumber}`} name="kilde">
            {sources.map(({ id, note }) => (
              <option value={id}>{note}</option>
            ))}
            <option value="">Oplyst i dag</option>
          </select>
          <CountButtons minCount={firm.minCount} maxCount={firm.maxCount} firmName={firm.name} />
        </form>
      )}
    </li>
  );
}

interface SettledProps {
  view: View;
  row: UndecidedRow;
  given: NonNullable<ReturnType<typeof givenFigure>>;
}

/** The same height as before, so that nothing below moves. */
export function SettledItem({ view, row, given }: SettledProps) {
  return (
    <li id={itemId(row.firm.pNumber)} class="undecided-item">
      <ItemHead row={row} />
      <div class="settle" role="status">
        <span class="mark mark-good">
          <span aria-hidden="true">✓ </span>
          {showNumber(given.count ?? 0)} ansatte
        </span>
        <span class="muted">{given.note}</span>
        <UndoForm view={view} given={given} inPlace={itemId(row.firm.pNumber)} />
      </div>
    </li>
  );
}

function itemId(pNumber: number): string {
  return `uafklaret-${pNumber}`;
}

function ItemHead({ row: { firm } }: { row: UndecidedRow }) {
  return (
    <div>
      <a href={paths.company(firm.pNumber)}>{firm.name}</a>{' '}
      {firm.minCount !== firm.maxCount && <span class="mark mark-warn">? {showBounds(firm)}</span>}
      <br />
      <span class="muted">
        {[
          showAddress(firm),
          firm.branchText,
          firm.lastContactDate ? `sidst ${showDate(firm.lastContactDate)}` : 'aldrig kontaktet',
          firm.ownerName,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </div>
  );
}

interface UndoProps {
  view: View;
  given: NonNullable<ReturnType<typeof givenFigure>>;
  inPlace?: string;
}

function UndoForm({ view, given, inPlace }: UndoProps) {
  const action = paths.undecidedUndone(given.id);
  const swap = inPlace ? { 'hx-post': action, 'hx-target': `#${inPlace}`, 'hx-swap': 'outerHTML' } : {};
  return (
    <form method="post" action={action} {...swap}>
      <FormToken view={view} />
      <input type="hidden" name="til" value={view.url} />
      <button type="submit" class="button button-small" data-focus={inPlace ? '' : undefined}>
        Fortryd
      </button>
    </form>
  );
}
