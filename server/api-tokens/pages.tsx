import { API_AREAS } from '../../db/schema/api-tokens.ts';
import { ROLES } from '../../db/schema/users.ts';
import { paths } from '../paths.ts';
import { AskFirst } from '../ui/ask-first.tsx';
import { showInstant } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, Select, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { areaField } from './form.ts';
import type { listTokens } from './tokens.ts';

type TokenRow = ReturnType<typeof listTokens>[number];

export function TokensPage({ view, tokens, now }: { view: View; tokens: TokenRow[]; now: string }) {
  return (
    <Layout view={view} title="Adgangsnøgler til programmer" aside={<NewTokenLink />}>
      <p>
        Et andet program viser sin nøgle, når det kalder <a href={paths.apiGuide}>API’et</a>. Det må, hvad
        nøglens roller må, på de områder nøglen åbner, og står med sit navn i loggen over viste borgere.
      </p>
      <Table
        caption="Adgangsnøgler"
        url={view.url}
        rows={tokens}
        empty="Ingen programmer har en nøgle."
        columns={[
          { head: 'Program', cell: (row) => row.name },
          { head: 'Status', cell: (row) => <TokenMark row={row} now={now} /> },
          { head: 'Åbner', cell: (row) => <ScopeList row={row} /> },
          { head: 'Roller', cell: (row) => row.roles.map((role) => labels.role[role]).join(', ') },
          { head: 'Team', cell: (row) => row.teamName ?? '–' },
          { head: 'Kald i minuttet', number: true, cell: (row) => row.requestsPerMinute },
          { head: 'Sidst brugt', cell: (row) => (row.lastUsedAt ? showInstant(row.lastUsedAt) : 'Aldrig') },
          { head: 'Handling', cell: (row) => <Withdraw view={view} row={row} now={now} /> },
        ]}
      />
    </Layout>
  );
}

function NewTokenLink() {
  return (
    <a class="button button-primary" href={paths.newApiToken}>
      Ny nøgle
    </a>
  );
}

const SOON_MS = 14 * 24 * 3_600_000;

function TokenMark({ row, now }: { row: TokenRow; now: string }) {
  if (row.withdrawnAt)
    return <span class="mark mark-bad">✕ Trukket tilbage {showInstant(row.withdrawnAt)}</span>;
  if (row.expiresAt <= now) return <span class="mark mark-bad">✕ Udløbet {showInstant(row.expiresAt)}</span>;
  if (Date.parse(row.expiresAt) - Date.parse(now) < SOON_MS)
    return <span class="mark mark-warn">⚠ Udløber {showInstant(row.expiresAt)}</span>;
  return <span class="mark mark-good">✓ Gælder til {showInstant(row.expiresAt)}</span>;
}

function ScopeList({ row }: { row: TokenRow }) {
  const said = row.scopes.map(([area, reach]) => `${labels.apiArea[area]} (${labels.apiReach[reach]})`);
  return <>{said.join(', ')}</>;
}

function Withdraw({ view, row, now }: { view: View; row: TokenRow; now: string }) {
  if (row.withdrawnAt || row.expiresAt <= now) return null;
  return (
    <AskFirst
      view={view}
      action={paths.apiTokenWithdrawn(row.id)}
      text="Træk tilbage"
      about={row.name}
      consequence="Programmet afvises fra næste kald. En nøgle, der er trukket tilbage, kan ikke tages i brug igen."
    />
  );
}

export function NewTokenPage({ view, form, teams }: { view: View; form: FormState; teams: string[] }) {
  return (
    <Layout view={view} title="Ny adgangsnøgle">
      <form method="post" action={paths.apiTokens}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <div class="narrow">
          <TextField
            form={form}
            name="navn"
            label="Programmets navn"
            hint="Står i loggen over viste borgere og ved alt, programmet ændrer."
            required
            maxLength={100}
            autocomplete="off"
          />
          <Choice
            form={form}
            name="roller"
            label="Roller"
            many
            hint="Programmet må det samme som et menneske med rollen og aldrig se borgere med beskyttet adresse."
            options={ROLES.map((role) => [role, labels.role[role]])}
          />
          <TextField
            form={form}
            name="team"
            label="Team"
            hint="En sagsbehandlers program ser kun sit teams borgere."
            required={false}
            maxLength={60}
            list="teams"
          />
          <datalist id="teams">
            {teams.map((team) => (
              <option value={team} />
            ))}
          </datalist>
        </div>
        <fieldset class="choice">
          <legend class="form-label">Områder</legend>
          <div class="fields">
            {API_AREAS.map((area) => (
              <Select
                form={form}
                name={areaField(area)}
                label={labels.apiArea[area]}
                empty="Ingen adgang"
                options={[
                  ['laes', 'Læse'],
                  ['skriv', 'Læse og skrive'],
                ]}
              />
            ))}
          </div>
        </fieldset>
        <div class="narrow">
          <TextField form={form} name="sidste_dag" label="Sidste dag" type="date" required />
          <TextField
            form={form}
            name="pr_minut"
            label="Højst så mange kald i minuttet"
            inputMode="numeric"
            required
          />
        </div>
        <p class="muted">Systemet danner nøglen og viser den én gang.</p>
        <button type="submit" class="button button-primary">
          Opret nøgle
        </button>
      </form>
    </Layout>
  );
}

/** The one time that the token is shown. */
export function TokenPage({
  view,
  name,
  token,
  publicUrl,
}: {
  view: View;
  name: string;
  token: string;
  publicUrl: string;
}) {
  return (
    <Layout view={view} title={`Adgangsnøgle til ${name}`}>
      <p class="note note-done">
        Kopiér nøglen nu, og læg den, hvor programmets hemmeligheder ligger. Den kan ikke vises igen.
      </p>
      <p class="secret">
        <code>{token}</code>
      </p>
      <pre class="api-example">{`curl -H 'Authorization: Bearer …' ${publicUrl}${paths.api('session')}`}</pre>
      <p>
        <a href={paths.apiTokens}>Til adgangsnøglerne</a>
      </p>
    </Layout>
  );
}
