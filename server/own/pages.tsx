import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { ShortcutList, shortcutsFor } from '../ui/shortcuts.tsx';
import type { View } from '../view.ts';
import type { feedOf } from './feed.ts';

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
export function OwnPage({ view, feed }: { view: View; feed: ReturnType<typeof feedOf> }) {
  return (
    <Layout view={view} title="Mine indstillinger">
      <div class="panels">
        <Feed view={view} feed={feed} />
        <SignIn />
        <SingleKeys view={view} on={view.actor?.singleKeys ?? false} />
      </div>
    </Layout>
  );
}

function SignIn() {
  return (
    <section class="panel">
      <h2>Log ind</h2>
      <p>
        <a href={paths.ownFactor}>Engangskode og reservekoder</a>
      </p>
      <p>
        <a href={paths.ownPassword}>Skift adgangskode</a>
      </p>
      <p>
        <a href={paths.ownSessions}>Her er du logget ind</a>
      </p>
    </section>
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

function Feed({ view, feed }: { view: View; feed: ReturnType<typeof feedOf> }) {
  return (
    <section class="panel">
      <h2>Kalenderfeed</h2>
      <p>
        Dine næste skridt og ordrernes frister i din egen kalender: virksomhedens navn og hvad det drejer sig
        om, aldrig noget om borgere. Adressen er hemmelig: hvem der har den, kan læse feedet.
      </p>
      {feed && (
        <dl class="facts">
          <dt>Oprettet</dt>
          <dd>{showInstant(feed.createdAt)}</dd>
          <dt>Sidst hentet</dt>
          <dd>{feed.lastFetchedAt ? showInstant(feed.lastFetchedAt) : 'Aldrig'}</dd>
        </dl>
      )}
      <div class="button-row">
        <form method="post" action={paths.ownFeed}>
          <FormToken view={view} />
          <button type="submit" class={feed ? 'button' : 'button button-primary'}>
            {feed ? 'Ny hemmelig adresse' : 'Opret feed'}
          </button>
        </form>
        {feed && (
          <form method="post" action={paths.ownFeedClosed}>
            <FormToken view={view} />
            <button type="submit" class="button">
              Luk feedet
            </button>
          </form>
        )}
      </div>
      {feed && <p class="muted">En ny adresse lukker den gamle med det samme.</p>}
    </section>
  );
}

/** The one time that the secret is shown. */
export function NewFeedPage({ view, address }: { view: View; address: string }) {
  return (
    <Layout view={view} title="Kalenderfeed">
      <p class="note note-done">
        Kopiér adressen nu: den vises kun denne ene gang. Abonnér på den i Outlook eller på telefonen.
      </p>
      <p class="secret">
        <code>{address}</code>
      </p>
      <p>
        <a href={paths.own}>Tilbage til mine indstillinger</a>
      </p>
    </Layout>
  );
}
