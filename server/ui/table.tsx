import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  head: string;
  /** key of the sort this column offers in the URL */
  sort?: string;
  number?: boolean;
  cell: (row: Row) => ComponentChildren;
}

interface TableProps<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  /** what to say when there is nothing, with what to do about it */
  empty: ComponentChildren;
  /** the page's own URL: sorting keeps the filters in it */
  url: string;
}

/** Dense table: numbers right-aligned, headings that sort, and cards below 576 px. */
export function Table<Row>({ caption, columns, rows, empty, url }: TableProps<Row>) {
  if (rows.length === 0) return <div class="empty">{empty}</div>;
  const sorted = new URL(url, 'http://localhost').searchParams.get('sort');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable from the keyboard (WCAG 2.1.1)
    <section class="table-scroll" aria-label={caption} tabIndex={0}>
      <table class="dense">
        <caption class="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading column={column} url={url} sorted={sorted} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map((column) => (
                <td class={column.number ? 'number' : undefined} data-head={column.head}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Heading<Row>({ column, url, sorted }: { column: Column<Row>; url: string; sorted: string | null }) {
  const current = column.sort && sorted?.replace(/^-/, '') === column.sort ? sorted : null;
  const descending = current?.startsWith('-') ?? false;
  return (
    <th
      scope="col"
      class={column.number ? 'number' : undefined}
      aria-sort={current ? (descending ? 'descending' : 'ascending') : undefined}
    >
      {column.sort ? (
        <a
          href={withQuery(url, {
            sort: current && !descending ? `-${column.sort}` : column.sort,
            side: null,
          })}
        >
          {column.head}
          {current && <span aria-hidden="true">{descending ? ' ↓' : ' ↑'}</span>}
        </a>
      ) : (
        column.head
      )}
    </th>
  );
}

interface PagingProps {
  url: string;
  page: number;
  pageSize: number;
  total: number;
}

/** "51–100 af 1.045", with links. Page numbers live in the URL as `side`. */
export function Paging({ url, page, pageSize, total }: PagingProps) {
  const first = (page - 1) * pageSize + 1;
  const last = Math.min(page * pageSize, total);
  if (total === 0) return null;
  return (
    <nav class="paging" aria-label="Sider">
      {page > 1 ? (
        <a rel="prev" href={withQuery(url, { side: String(page - 1) })}>
          ← Forrige
        </a>
      ) : (
        <span />
      )}
      <span>
        {showNumber(first)}–{showNumber(last)} af {showNumber(total)}
      </span>
      {last < total ? (
        <a rel="next" href={withQuery(url, { side: String(page + 1) })}>
          Næste →
        </a>
      ) : (
        <span />
      )}
    </nav>
  );
}

/** The same address with some query fields changed; null takes one away. */
export function withQuery(url: string, changes: Readonly<Record<string, string | null>>): string {
  const { pathname, search } = new URL(url, 'http://localhost');
  // Its own, not the address': that one is written anew at each change.
  const params = new URLSearchParams(search);
  params.delete('besked');
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  const query = params.toString();
  return query ? `${pathname}?${query}` : pathname;
}

const numbers = new Intl.NumberFormat('da-DK');
const shares = new Intl.NumberFormat('da-DK', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

/** With the sign that is as wide as a figure: Danish formats write a hyphen. */
export function showNumber(value: number): string {
  return numbers.format(value).replace('-', '−');
}

/** 1 borger, 2.300 borgere */
export function showCount(count: number, one: string, many: string): string {
  return `${showNumber(count)} ${count === 1 ? one : many}`;
}

/** 0.253 → 25,3 % */
export function showShare(value: number | null): string {
  return value === null ? '–' : shares.format(value);
}
