import type { RuleAnswer } from '../../workers/matching/types.ts';
import { paths } from '../paths.ts';
import { Choice, ErrorSummary, type FormState, Select, TextField } from '../ui/form.tsx';
import { choices, labels } from '../ui/labels.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { RuleOpinion } from './rules.ts';
import { ConfidenceMark, RuleTabs } from './rules-page.tsx';

interface AskPageProps {
  view: View;
  form: FormState;
  groups: readonly [string, string][];
  answers: readonly [string, RuleOpinion][];
}

const YES_NO = [
  ['ja', 'Ja'],
  ['nej', 'Nej'],
] as const satisfies readonly [string, string][];

/** What the rules say about a type, a target group and some days, without any citizen. */
export function AskPage({ view, form, groups, answers }: AskPageProps) {
  return (
    <Layout view={view} title="Spørg reglerne">
      <RuleTabs current="spoerg" />
      <p class="lead">
        Se, hvad reglerne siger, uden at slå en borger op. Intet bliver gemt, og et menneske afgør.
      </p>
      <ErrorSummary form={form} />
      {answers.length > 0 && (
        <Table caption="Reglernes svar" url={view.url} rows={answers} empty="" columns={COLUMNS} />
      )}
      <form method="get" action={paths.askRules} class="rule-question">
        <Select form={form} name="type" label="Type" options={choices(labels.orderType)} empty="Vælg" />
        <Select form={form} name="maalgruppe" label="Målgruppe" options={groups} empty="Vælg" />
        <TextField
          form={form}
          name="start"
          label="Første dag"
          hint="Tom: i dag."
          type="date"
          required={false}
        />
        <TextField form={form} name="slut" label="Sidste dag" type="date" required={false} />
        <TextField form={form} name="ydelse" label="På ydelse siden" type="date" required={false} />
        <TextField
          form={form}
          name="foedselsaar"
          label="Fødselsår"
          inputMode="numeric"
          maxLength={4}
          required={false}
        />
        <TextField
          form={form}
          name="timer"
          label="Timer om ugen"
          inputMode="decimal"
          maxLength={5}
          required={false}
        />
        <Select
          form={form}
          name="uddannelse"
          label="Uddannelse"
          options={[
            ['ingen', 'Ingen kompetencegivende'],
            ['kompetencegivende', 'Kompetencegivende'],
          ]}
          empty="Ikke oplyst"
        />
        <Choice form={form} name="enlig" label="Enlig forsørger" options={YES_NO} />
        <Choice form={form} name="arbejdsgiver" label="Har en arbejdsgiver" options={YES_NO} />
        <Choice form={form} name="skole" label="Går i skole" options={YES_NO} />
        <button type="submit" class="button button-primary">
          Spørg
        </button>
      </form>
    </Layout>
  );
}

const MARKS: Readonly<Record<RuleAnswer, [string, string]>> = {
  ja: ['mark mark-good', '✓ Ja'],
  nej: ['mark mark-bad', '✕ Nej'],
  mangler: ['mark mark-warn', '? Mangler oplysning'],
};

const COLUMNS: Column<readonly [string, RuleOpinion]>[] = [
  {
    head: 'Regel',
    cell: ([name, { ruleId }]) => (ruleId === null ? name : <a href={paths.legalRule(ruleId)}>{name}</a>),
  },
  { head: 'Svar', cell: ([, { answer }]) => <span class={MARKS[answer][0]}>{MARKS[answer][1]}</span> },
  { head: 'Fordi', cell: ([, { sentence }]) => sentence },
  { head: 'Kilde', cell: ([, { source }]) => source },
  { head: 'Sikkerhed', cell: ([, { confidence }]) => <ConfidenceMark confidence={confidence} /> },
];
