import { paths } from '../paths.ts';
import { Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { Found, HitGroup } from './find.ts';

/** The same answer without JavaScript, and behind a link that one can send. */
export function SearchPage({ view, typed, found }: { view: View; typed: string; found: Found }) {
  return (
    <Layout view={view} title="Søg">
      <form class="find search-form" method="get" action={paths.search}>
        <label class="form-label" for="soeg">
          Virksomhed, jobordre, borger, kollega eller side
        </label>
        <div class="row-line">
          <input class="form-input" id="soeg" type="search" name="q" value={typed} maxLength={100} />
          <button type="submit" class="button button-primary">
            Søg
          </button>
        </div>
      </form>
      {found.groups.map((group) => (
        <section>
          <h2>{group.name}</h2>
          <ul class="rows">
            {group.hits.map((hit) => (
              <li>
                <a href={hit.href}>{hit.title}</a> <span class="muted">{hit.detail}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {found.groups.length === 0 && (
        <p class="empty">
          {typed.trim().length < 2
            ? 'Skriv mindst to bogstaver.'
            : 'Intet fundet. Prøv færre ord, et CVR-nummer eller en ordres nøgle.'}
        </p>
      )}
    </Layout>
  );
}

/** The answer inside the command palette: options of its list box. */
export function PaletteHits({ groups }: { groups: readonly HitGroup[] }) {
  let number = 0;
  return (
    <>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a list box has groups of options (WAI-ARIA), not field sets
        <div role="group" aria-label={group.name}>
          <div class="palette-head" aria-hidden="true">
            {group.name}
          </div>
          {group.hits.map((hit) => {
            number += 1;
            return (
              <a role="option" aria-selected="false" id={`palette-${number}`} href={hit.href} tabIndex={-1}>
                {hit.title} <span class="muted">{hit.detail}</span>
              </a>
            );
          })}
        </div>
      ))}
    </>
  );
}
