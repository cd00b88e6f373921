import { paths } from '../paths.ts';
import { labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { AnswerForm, touchedInWords, Warning } from './answer.tsx';
import type { TermRow } from './list.ts';
import type { ConceptHit } from './picker.ts';

interface PickPageProps {
  view: View;
  row: TermRow;
  /** the list's filters, to come back to */
  query: string;
  searched: string;
  hits: ConceptHit[];
}

/** Says what a text means: among the names that look like it, or by a search of one's own. */
export function PickPage({ view, row, query, searched, hits }: PickPageProps) {
  return (
    <Layout view={view} title={`Hvad betyder »${row.text}«?`} aside={<BackToList query={query} />}>
      <p>
        Står som {row.kinds.map((kind) => labels.textKind[kind].toLowerCase()).join(', ')} hos{' '}
        {touchedInWords(row)}. Dit svar gælder for dem alle.
      </p>
      <form class="filters" method="get" action={paths.term(row.ref)}>
        {[...new URLSearchParams(query)].map(([name, value]) => (
          <input type="hidden" name={name === 'q' ? 'liste_q' : name} value={value} />
        ))}
        <div class="form-group">
          <label class="form-label" for="felt-soeg">
            Søg blandt alle begreber
          </label>
          <input
            class="form-input"
            id="felt-soeg"
            type="search"
            name="soeg"
            value={searched}
            maxLength={60}
            autocomplete="off"
            hx-get={paths.term(row.ref)}
            hx-trigger="input changed delay:250ms"
            hx-include="closest form"
            hx-select="#fundet"
            hx-target="#fundet"
            hx-swap="outerHTML"
          />
        </div>
        <button type="submit" class="button">
          Søg
        </button>
      </form>
      {/* Above what is found: that grows and shrinks with each letter, and nothing below it moves. */}
      <div class="button-row">
        {row.suggestion && (
          <AnswerForm
            view={view}
            row={row}
            query={query}
            answer="nej"
            conceptId={row.suggestion.conceptId}
            plain
          >
            Det er ikke {row.suggestion.label}
          </AnswerForm>
        )}
        <AnswerForm view={view} row={row} query={query} answer="ingen" plain>
          Ordet er ingen kompetence
        </AnswerForm>
      </div>
      <p class="muted">Så bliver der ikke spurgt igen.</p>
      <Hits view={view} row={row} query={query} searched={searched} hits={hits} />
    </Layout>
  );
}

function BackToList({ query }: { query: string }) {
  return (
    <a class="button" href={`${paths.terms}?${query}`}>
      Til listen
    </a>
  );
}

function Hits({ view, row, query, searched, hits }: PickPageProps) {
  return (
    <section id="fundet" class="picks" aria-live="polite">
      <h2>{searched ? `Fundet for »${searched}«` : 'Mente du …?'}</h2>
      {hits.length === 0 && (
        <p class="empty">
          {searched ? 'Ingen begreber ligner det. Prøv et andet ord.' : 'Intet ligner. Søg med et andet ord.'}
        </p>
      )}
      <ul class="rows">
        {hits.map((hit) => (
          <li class="row-line">
            <div>
              <strong>{hit.label}</strong> <span class="mark">{labels.conceptKind[hit.kind]}</span>{' '}
              {hit.alias && <span class="muted">kaldes også »{hit.alias}«</span>}
              <Warning suggestion={hit} row={row} />
            </div>
            <AnswerForm view={view} row={row} query={query} answer="ja" conceptId={hit.id} plain>
              Det er det<span class="sr-only">: {hit.label}</span>
            </AnswerForm>
          </li>
        ))}
      </ul>
    </section>
  );
}
