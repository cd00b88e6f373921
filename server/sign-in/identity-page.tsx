import { paths } from '../paths.ts';
import { showInstant } from '../ui/dates.ts';
import { ErrorSummary, type FormState, Select, TextField } from '../ui/form.tsx';
import { FormToken, Layout } from '../ui/layout.tsx';
import { Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { identitiesOf, identitiesOfOthers } from './identity.ts';

interface IdentitiesProps {
  view: View;
  user: { id: number; name: string };
  issuers: readonly string[];
  identities: ReturnType<typeof identitiesOf>;
  others: ReturnType<typeof identitiesOfOthers>;
  form: FormState;
}

export function IdentitiesPage({ view, user, issuers, identities, others, form }: IdentitiesProps) {
  return (
    <Layout view={view} title={`Kommunens login for ${user.name}`}>
      <p>
        Den, der knyttes, logger ind som {user.name} hos kommunen. Roller og team kommer derefter fra
        kommunens login ved hvert login.
      </p>
      <Table
        caption="Kommunens login"
        url={view.url}
        rows={identities}
        empty="Brugeren logger kun ind med brugernavn."
        columns={[
          { head: 'Udsteder', cell: (row) => row.issuer },
          { head: 'Nummer hos udstederen', cell: (row) => row.subject },
          { head: 'Knyttet', cell: (row) => showInstant(row.createdAt) },
          {
            head: 'Handling',
            cell: (row) => (
              <form method="post" action={paths.userIdentityRemoved(user.id)}>
                <FormToken view={view} />
                <input type="hidden" name="udsteder" value={row.issuer} />
                <input type="hidden" name="nummer" value={row.subject} />
                <button type="submit" class="button button-small">
                  Fjern<span class="sr-only"> {row.subject}</span>
                </button>
              </form>
            ),
          },
        ]}
      />
      {issuers.length === 0 ? (
        <p class="note">Kommunens login er ikke sat op. Se vejledningen docs/log-ind.md.</p>
      ) : (
        <LinkForm view={view} user={user} issuers={issuers} others={others} form={form} />
      )}
      <p>
        <a href={paths.user(user.id)}>Tilbage til {user.name}</a>
      </p>
    </Layout>
  );
}

function LinkForm({ view, user, issuers, others, form }: Omit<IdentitiesProps, 'identities'>) {
  // Whoever has been here stands in the list above, with both.
  const required = others.length === 0;
  return (
    <form class="narrow" method="post" action={paths.userIdentities(user.id)}>
      <h2>Knyt et login</h2>
      <FormToken view={view} />
      <ErrorSummary form={form} />
      {others.length > 0 && (
        <Select
          form={form}
          name="kendt"
          label="Har været her med kommunens login"
          hint="Den bruger, der blev oprettet dengang, lukkes. Det, den har gjort, bliver stående."
          required={false}
          empty="Ingen af dem"
          options={others.map(({ issuer, subject, name }) => [
            `${issuer} ${subject}`,
            `${name} (${subject})`,
          ])}
        />
      )}
      <Select
        form={form}
        name="udsteder"
        label="Udsteder"
        required={required}
        {...(issuers.length > 1 && { empty: 'Vælg udsteder' })}
        options={issuers.map((issuer) => [issuer, issuer])}
      />
      <TextField
        form={form}
        name="nummer"
        label="Nummer hos udstederen"
        hint="OpenID Connect: sub. SAML: NameID."
        required={required}
        maxLength={255}
        autocomplete="off"
      />
      <button type="submit" class="button button-primary">
        Knyt
      </button>
    </form>
  );
}
