import { paths } from '../paths.ts';
import { FormToken } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import type { OrderTemplate } from './templates.ts';

interface TemplatesProps {
  view: View;
  pNumber: number;
  templates: readonly OrderTemplate[];
}

/** On the firm's page: what they usually ask for. */
export function OrderTemplates({ view, pNumber, templates }: TemplatesProps) {
  if (templates.length === 0) return null;
  return (
    <details class="more">
      <summary>Ny jobordre fra en skabelon</summary>
      <ul class="rows">
        {templates.map(({ id, name }) => (
          <li class="row-line">
            <a href={`${paths.newJobOrder}?virksomhed=${pNumber}&skabelon=${id}`}>{name}</a>
            <form method="post" action={paths.templateRetired(id)}>
              <FormToken view={view} />
              <button type="submit" class="button button-small" aria-label={`Lad ${name} udgå`}>
                Lad udgå
              </button>
            </form>
          </li>
        ))}
      </ul>
    </details>
  );
}
