import { paths } from '../paths.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { ShortcutList, shortcutsFor } from '../ui/shortcuts.tsx';
import type { View } from '../view.ts';

export function ShortcutsPage({ view }: { view: View }) {
  return (
    <Layout view={view} title="Tastaturgenveje">
      <ShortcutList
        shortcuts={shortcutsFor({ roles: view.actor?.roles ?? [] })}
        on={view.actor?.singleKeys ?? false}
      />
    </Layout>
  );
}

/** What one decides for oneself. */
export function OwnPage({ view }: { view: View }) {
  return (
    <Layout view={view} title="Mine indstillinger">
      <div class="panels">
        <SingleKeys view={view} on={view.actor?.singleKeys ?? false} />
      </div>
    </Layout>
  );
}

function SingleKeys({ view, on }: { view: View; on: boolean }) {
  return (
    <section class="panel">
      <h2>Genveje med ét tegn</h2>
      <p>
        De er <strong>slået {on ? 'til' : 'fra'}</strong>. Slå dem fra, hvis du styrer maskinen med stemmen:
        et ord kan ellers blive læst som genveje. <kbd>Ctrl K</kbd> virker altid.{' '}
        <a href={paths.shortcuts}>Se alle genveje</a>
      </p>
      <form method="post" action={paths.ownShortcuts}>
        <FormToken view={view} />
        <input type="hidden" name="genveje" value={on ? 'fra' : 'til'} />
        <button type="submit" class="button">
          Slå {on ? 'fra' : 'til'}
        </button>
      </form>
    </section>
  );
}
