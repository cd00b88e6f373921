import { VIEW_SHARES } from '../../db/schema/firm-work.ts';
import { paths } from '../paths.ts';
import { type FormState, Select, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { type SavedView, VIEW_NAME_LIMIT } from './views.ts';

interface LinksProps {
  view: View;
  views: readonly SavedView[];
  /** the list's filters as they stand now */
  query: string;
}

/** The views as links above the list, and a way to keep what it shows now. */
export function SavedViewLinks({ view, views, query }: LinksProps) {
  return (
    <div class="saved-views">
      {views.length > 0 && (
        <ul class="group-links" aria-label="Gemte visninger">
          {views.map((one) => (
            <li>
              <a
                href={`${paths.companies}?${one.query}`}
                aria-current={one.query === query ? 'true' : undefined}
                title={one.userId === view.actor?.userId ? undefined : `Delt af ${one.ownerName}`}
              >
                {one.name}
              </a>
            </li>
          ))}
          <li>
            <a href={paths.savedViews}>Ret visninger</a>
          </li>
        </ul>
      )}
      <details class="more">
        <summary>Gem filtrene som en visning</summary>
        <form class="filters" method="post" action={paths.savedViews}>
          <FormToken view={view} />
          <input type="hidden" name="filtre" value={query} />
          <ViewFields form={{ values: { deles_med: 'mig' }, errors: [] }} />
          <button type="submit" class="button">
            Gem visningen
          </button>
        </form>
      </details>
    </div>
  );
}

export function ViewFields({ form }: { form: FormState }) {
  return (
    <>
      <TextField form={form} name="navn" label="Visningens navn" required maxLength={VIEW_NAME_LIMIT} />
      <Select
        form={form}
        name="deles_med"
        label="Hvem ser den"
        options={VIEW_SHARES.map((share) => [share, labels.viewShare[share]])}
      />
    </>
  );
}
