import { paths } from '../paths.ts';
import { ErrorSummary, type FormState } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import type { View } from '../view.ts';
import { ViewFields } from './view-links.tsx';
import type { SavedView } from './views.ts';

interface ViewsProps {
  view: View;
  views: readonly SavedView[];
  /** the form that came back with errors, and whose it is: 0 is a new view's */
  failed: { id: number; form: FormState } | null;
  /** filters of a new view that was refused */
  query: string;
}

export function SavedViewsPage({ view, views, failed, query }: ViewsProps) {
  return (
    <Layout view={view} title="Gemte visninger" aside={<a href={paths.companies}>Alle virksomheder</a>}>
      {failed?.id === 0 && (
        <form class="narrow" method="post" action={paths.savedViews}>
          <FormToken view={view} />
          <input type="hidden" name="filtre" value={query} />
          <ErrorSummary form={failed.form} />
          <ViewFields form={failed.form} />
          <button type="submit" class="button button-primary">
            Gem visningen
          </button>
        </form>
      )}
      {views.length === 0 && (
        <div class="empty">
          Ingen visninger endnu. Vælg filtre på <a href={paths.companies}>listen over virksomheder</a>, og gem
          dem under et navn.
        </div>
      )}
      <ul class="rows">
        {views.map((one) => (
          <li>
            <a href={`${paths.companies}?${one.query}`}>{one.name}</a>{' '}
            <span class="muted">
              {labels.viewShare[one.share]}
              {one.userId !== view.actor?.userId && `, delt af ${one.ownerName}`}
            </span>
            {one.userId === view.actor?.userId && <Edit view={view} one={one} failed={failed} />}
          </li>
        ))}
      </ul>
    </Layout>
  );
}

function Edit({ view, one, failed }: { view: View; one: SavedView; failed: ViewsProps['failed'] }) {
  const form =
    failed?.id === one.id ? failed.form : { values: { navn: one.name, deles_med: one.share }, errors: [] };
  return (
    <details class="more" open={failed?.id === one.id}>
      <summary>Ret eller slet</summary>
      <form class="filters" method="post" action={paths.savedView(one.id)}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <ViewFields form={form} />
        <button type="submit" class="button">
          Gem
        </button>
      </form>
      <form method="post" action={paths.savedViewDeleted(one.id)}>
        <FormToken view={view} />
        <button type="submit" class="button button-small" aria-label={`Slet ${one.name}`}>
          Slet
        </button>
      </form>
    </details>
  );
}
