import { ROLES, type Role } from '../../db/schema/users.ts';
import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, Standing, TextField } from '../ui/form.tsx';
import { labels } from '../ui/labels.ts';
import { FormToken, Layout } from '../ui/layout.tsx';
import { Table } from '../ui/table.tsx';
import type { View } from '../view.ts';

export interface UserRow {
  id: number;
  username: string;
  name: string;
  roles: Role[];
  teamName: string | null;
  disabledAt: string | null;
}

export function UserListPage({ view, users }: { view: View; users: UserRow[] }) {
  return (
    <Layout view={view} title="Brugere" aside={<NewUserLink />}>
      <p>
        Andre programmer har ikke brugere, men <a href={paths.apiTokens}>adgangsnøgler</a>.
      </p>
      <Table
        caption="Brugere"
        url={view.url}
        rows={users}
        empty="Der er ingen brugere endnu."
        columns={[
          { head: 'Navn', cell: (user) => <a href={paths.user(user.id)}>{user.name}</a> },
          { head: 'Brugernavn', cell: (user) => user.username },
          { head: 'Roller', cell: (user) => user.roles.map((role) => labels.role[role]).join(', ') },
          { head: 'Team', cell: (user) => user.teamName ?? '–' },
          { head: 'Adgang', cell: (user) => <AccessMark disabledAt={user.disabledAt} /> },
        ]}
      />
    </Layout>
  );
}

function NewUserLink() {
  return (
    <a class="button button-primary" href={paths.newUser}>
      Ny bruger
    </a>
  );
}

function AccessMark({ disabledAt }: { disabledAt: string | null }) {
  return disabledAt ? (
    <span class="mark mark-bad">✕ Deaktiveret</span>
  ) : (
    <span class="mark mark-good">✓ Aktiv</span>
  );
}

interface UserFormProps {
  view: View;
  form: FormState;
  teams: string[];
}

export function NewUserPage({ view, form, teams }: UserFormProps) {
  return (
    <Layout view={view} title="Ny bruger">
      <form class="narrow" method="post" action={paths.users}>
        <FormToken view={view} />
        <ErrorSummary form={form} />
        <TextField
          form={form}
          name="brugernavn"
          label="Brugernavn"
          required
          maxLength={60}
          autocomplete="off"
        />
        <UserFields form={form} teams={teams} />
        <p class="muted">Systemet danner en adgangskode og viser den én gang.</p>
        <button type="submit" class="button button-primary">
          Opret bruger
        </button>
      </form>
    </Layout>
  );
}

interface UserPageProps extends UserFormProps {
  user: UserRow & { email: string | null };
}

export function keptUser({ name, email, roles, teamName }: UserPageProps['user']) {
  return { navn: name, email: email ?? '', roller: roles, team: teamName ?? '' };
}

export function UserPage({ view, user, form, teams }: UserPageProps) {
  return (
    <Layout view={view} title={user.name} aside={<AccessMark disabledAt={user.disabledAt} />}>
      <div class="columns">
        <form method="post" action={paths.user(user.id)}>
          <FormToken view={view} />
          <Standing kept={keptUser(user)} />
          <ErrorSummary form={form} />
          <p>
            Brugernavn: <strong>{user.username}</strong>
          </p>
          <UserFields form={form} teams={teams} />
          <button type="submit" class="button button-primary">
            Gem
          </button>
        </form>
        <div class="panel one-below-another">
          <h2>Adgang</h2>
          {user.disabledAt && <p>Deaktiveret {showInstant(user.disabledAt)}.</p>}
          <form method="post" action={paths.userAccess(user.id)}>
            <FormToken view={view} />
            <input type="hidden" name="adgang" value={user.disabledAt ? 'ja' : 'nej'} />
            <button type="submit" class="button">
              {user.disabledAt ? 'Giv adgang igen' : 'Luk adgangen nu'}
            </button>
            <p class="muted">{user.disabledAt ? '' : 'Brugeren logges ud med det samme.'}</p>
          </form>
          <form method="post" action={paths.userPassword(user.id)}>
            <FormToken view={view} />
            <button type="submit" class="button">
              Dan ny adgangskode
            </button>
          </form>
          <form method="post" action={paths.userSessionsEnded(user.id)}>
            <FormToken view={view} />
            <button type="submit" class="button">
              Log ud overalt
            </button>
          </form>
          <p>
            <a href={paths.userIdentities(user.id)}>Kommunens login</a>
          </p>
          {user.id !== view.actor?.userId && (
            <form method="post" action={paths.userFactorReset(user.id)}>
              <FormToken view={view} />
              <button type="submit" class="button">
                Nulstil engangskoder
              </button>
              <p class="muted">Når telefonen er væk. Brugeren slår dem til igen efter næste login.</p>
            </form>
          )}
        </div>
      </div>
    </Layout>
  );
}

function UserFields({ form, teams }: { form: FormState; teams: string[] }) {
  return (
    <>
      <TextField form={form} name="navn" label="Navn" required maxLength={100} />
      <TextField form={form} name="email" label="Mail" required={false} type="email" maxLength={200} />
      <Choice
        form={form}
        name="roller"
        label="Roller"
        many
        hint="En jobformidler er både virksomhedskonsulent og sagsbehandler."
        options={ROLES.map((role) => [role, labels.role[role]])}
      />
      <TextField form={form} name="team" label="Team" required={false} maxLength={60} list="teams" />
      <datalist id="teams">
        {teams.map((team) => (
          <option value={team} />
        ))}
      </datalist>
    </>
  );
}

export function PasswordPage({
  view,
  name,
  username,
  password,
}: {
  view: View;
  name: string;
  username: string;
  password: string;
}) {
  return (
    <Layout view={view} title={`Adgangskode til ${name}`}>
      <p>Giv den videre nu. Den kan ikke vises igen.</p>
      <dl class="facts panel narrow">
        <dt>Brugernavn</dt>
        <dd>{username}</dd>
        <dt>Adgangskode</dt>
        <dd>
          <code>{password}</code>
        </dd>
      </dl>
      <p class="button-row">
        <a class="button" href={paths.users}>
          Til brugerlisten
        </a>
      </p>
    </Layout>
  );
}
