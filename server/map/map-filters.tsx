import { paths } from '../paths.ts';
import { Choice, type FormState, Select, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import type { SavedView } from '../views/views.ts';

const HERE = ['tavs', 'ikke_kontaktet_siden', 'ikke_besoegt_siden', 'vis'];

interface FiltersProps {
  form: FormState;
  /** all filters as they stand in the address */
  query: string;
  views: readonly SavedView[];
}

/** The filters one changes on the map, those of the list that go along, and the saved views as maps. */
export function MapFilters({ form, query, views }: FiltersProps) {
  const others = [...new URLSearchParams(query)].filter(([name]) => !HERE.includes(name));
  return (
    <details class="more-filters no-print" open={form.errors.length > 0}>
      <summary>
        Filtre{query && ' (i brug)'}
        {views.length > 0 && ' og gemte visninger'}
      </summary>
      <form class="filters" method="get" action={paths.map}>
        {others.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <TextField form={form} name="ikke_kontaktet_siden" label="Ikke kontaktet siden" type="date" />
        <TextField form={form} name="ikke_besoegt_siden" label="Ikke besøgt siden" type="date" />
        <Select
          form={form}
          name="tavs"
          label="Tid siden kontakt"
          options={choices(labels.silence)}
          empty="Alle"
        />
        <Choice form={form} name="vis" label="Vis" many options={[['mine', 'Kun mine']]} />
        <button type="submit" class="button">
          Vis
        </button>
        {query && <a href={paths.map}>Fjern alle filtre</a>}
      </form>
      {views.length > 0 && (
        <ul class="group-links" aria-label="Gemte visninger">
          {views.map((one) => (
            <li>
              <a href={`${paths.map}?${one.query}`} aria-current={one.query === query ? 'true' : undefined}>
                {one.name}
              </a>
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
