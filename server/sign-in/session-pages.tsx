import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { openSessions } from './sessions.ts';

interface SessionsPageProps {
  view: View;
  sessions: ReturnType<typeof openSessions>;
  current: string | null;
}

export function SessionsPage({ view, sessions, current }: SessionsPageProps) {
  return (
    <Layout view={view} title="Her er du logget ind">
      <Table
        caption="Åbne logins"
        url={view.url}
        rows={sessions}
        empty="Du er ikke logget ind nogen steder."
        columns={[
          { head: 'Logget ind', cell: (row) => showInstant(row.createdAt) },
          { head: 'Sidst brugt', cell: (row) => showInstant(row.lastSeenAt) },
          { head: 'Med', cell: (row) => labels.signInMethod[row.method] },
          { head: 'Hvor', cell: (row) => (row.idHash === current ? 'Her' : 'Et andet sted') },
        ]}
      />
      <form method="post" action={paths.ownSessionsEnded}>
        <FormToken view={view} />
        <p>
          Kender du ikke et af dem, så log ud overalt, og <a href={paths.ownPassword}>skift adgangskode</a>,
          når du er logget ind igen.
        </p>
        <button type="submit" class="button button-primary">
          Log ud overalt
        </button>
      </form>
    </Layout>
  );
}

/** On the way to the issuer's own sign-out, where the browser goes by itself. */
export function SignedOutPage({ view, elsewhere }: { view: View; elsewhere: string }) {
  return (
    <Layout view={view} title="Du er logget ud her">
      <p>Du logges nu også ud af kommunens login.</p>
      <p>
        <a href={elsewhere}>Gå videre, hvis det ikke sker af sig selv</a>
      </p>
    </Layout>
  );
}
