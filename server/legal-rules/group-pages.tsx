import { paths } from '../paths.ts';
import { addDays, showDate } from '../ui/dates.ts';
import { Choice, ErrorSummary, type FormState, Select, Standing, TextField } from '../ui/form.tsx';
import { FormToken, Layout } from '../ui/layout.tsx';
import { type Column, showNumber, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { CONFIDENCE_WORDS } from './rule-words.ts';
import { ConfidenceMark, DateField, RuleTabs } from './rules-page.tsx';
import { groupsOn, type TargetGroup } from './target-groups.ts';

interface GroupsPageProps {
  view: View;
  groups: readonly TargetGroup[];
  /** only those that exist on the day; undefined: all there have been */
  date: string | undefined;
  /** how many citizens are recorded with each code */
  citizens: ReadonlyMap<string, number>;
}

/** The target groups with the time in which they exist and what follows them. */
export function GroupsPage({ view, groups, date, citizens }: GroupsPageProps) {
  const mayEdit = view.actor?.roles.includes('administrator') ?? false;
  const labelOf = (code: string) => groups.find((group) => group.code === code)?.label ?? code;
  return (
    <Layout
      view={view}
      title="Målgrupper"
      aside={
        mayEdit && (
          <a class="button button-primary" href={paths.newTargetGroup}>
            Ny målgruppe
          </a>
        )
      }
    >
      <RuleTabs current="maalgrupper" />
      <p class="lead">
        En borger beholder den målgruppe, fagsystemet skrev. Hvad den hedder efter en reform, følger af, hvem
        der afløser den.
      </p>
      <form method="get" action={paths.targetGroups} class="filters">
        <DateField name="dato" label="Findes den (kan udelades)" value={date ?? ''} />
        <button type="submit" class="button">
          Vis
        </button>
      </form>
      <Table
        caption="Målgrupper"
        url={view.url}
        rows={date ? groupsOn(groups, date) : groups}
        empty="Ingen målgruppe findes på den dag."
        columns={columnsFor({ mayEdit, labelOf, citizens })}
      />
    </Layout>
  );
}

interface Telling {
  mayEdit: boolean;
  labelOf: (code: string) => string;
  citizens: ReadonlyMap<string, number>;
}

function columnsFor({ mayEdit, labelOf, citizens }: Telling): Column<TargetGroup>[] {
  return [
    {
      head: 'Målgruppe',
      cell: ({ code, label }) => (mayEdit ? <a href={paths.targetGroup(code)}>{label}</a> : label),
    },
    { head: 'Nr.', cell: ({ number }) => number ?? '–' },
    { head: 'Kode', cell: ({ code }) => <code>{code}</code> },
    { head: 'Fra', cell: ({ fromDate }) => showDate(fromDate) },
    {
      head: 'Til',
      cell: ({ untilDate }) => (untilDate ? showDate(addDays(untilDate, -1)) : 'indtil videre'),
    },
    {
      head: 'Afløses af',
      cell: ({ successors, untilDate }) => {
        if (successors.length > 1)
          return `${successors.map(labelOf).join(' eller ')} (sagsbehandleren siger hvilken)`;
        if (successors.length === 1) return labelOf(successors[0] ?? '');
        return untilDate ? <span class="mark mark-warn">? Ingen</span> : '–';
      },
    },
    { head: 'Borgere', number: true, cell: ({ code }) => showNumber(citizens.get(code) ?? 0) },
    { head: 'Kilde', cell: ({ source }) => source },
    { head: 'Sikkerhed', cell: ({ confidence }) => <ConfidenceMark confidence={confidence} /> },
  ];
}

interface NewGroupProps {
  view: View;
  form: FormState;
  /** codes of the groups it can follow, with what they are called */
  groups: readonly [string, string][];
}

/** A group from a day, and which it follows. */
export function NewGroupPage({ view, form, groups }: NewGroupProps) {
  return (
    <Layout view={view} title="Ny målgruppe">
      <ErrorSummary form={form} />
      <form method="post" action={paths.targetGroups}>
        <FormToken view={view} />
        <TextField form={form} name="navn" label="Navn" required maxLength={120} />
        <TextField
          form={form}
          name="kode"
          label="Kode"
          hint="Som fagsystemet sender den i importfilen, fx jobparat."
          required
          maxLength={60}
        />
        <TextField form={form} name="nummer" label="Nummer i loven" required={false} maxLength={10} />
        <TextField form={form} name="fra" label="Findes fra" type="date" required />
        <TextField form={form} name="kilde" label="Kilde" required maxLength={300} />
        <Select
          form={form}
          name="sikkerhed"
          label="Hvor sikker er kilden?"
          options={Object.entries(CONFIDENCE_WORDS)}
          empty="Vælg"
        />
        <Choice
          form={form}
          name="afloeser"
          label="Afløser"
          hint="De valgte målgrupper ophører dagen før. Bliver en målgruppe delt, skal begge de nye vælge den: så spørger programmet sagsbehandleren."
          options={groups}
          many
        />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Gem målgruppen
          </button>
          <a href={paths.targetGroups}>Fortryd</a>
        </div>
      </form>
    </Layout>
  );
}

interface GroupPageProps extends NewGroupProps {
  group: TargetGroup;
}

export function keptEnd({ untilDate, successors }: TargetGroup) {
  return { sidste: untilDate === null ? '' : addDays(untilDate, -1), afloesere: [...successors] };
}

/** When a group ends, and which follow it. */
export function GroupPage({ view, form, group, groups }: GroupPageProps) {
  return (
    <Layout view={view} title={group.label}>
      <ErrorSummary form={form} />
      <p class="lead">
        Findes fra {showDate(group.fromDate)}. Kode: <code>{group.code}</code>. Kilde: {group.source}.
      </p>
      <form method="post" action={paths.targetGroupEnded(group.code)}>
        <FormToken view={view} />
        <Standing kept={keptEnd(group)} />
        <TextField
          form={form}
          name="sidste"
          label="Sidste dag"
          hint="Tomt: indtil videre. Svar for dage, der er gået, ændrer sig ikke."
          type="date"
          required={false}
        />
        <Choice
          form={form}
          name="afloesere"
          label="Afløses af"
          hint="Flere: sagsbehandleren skal sige hvilken, og til det er sket, mangler svaret."
          options={groups}
          many
        />
        <div class="button-row">
          <button type="submit" class="button button-primary">
            Gem
          </button>
          <a href={paths.targetGroups}>Fortryd</a>
        </div>
      </form>
    </Layout>
  );
}
