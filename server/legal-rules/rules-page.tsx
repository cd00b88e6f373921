import { RULE_KINDS, type RuleKind } from '../../db/schema/legal-rules.ts';
import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import type { Coming } from './history.ts';
import { subjectsOf } from './rule-form.ts';
import { CONFIDENCE_WORDS, KIND_WORDS, ruleName, subjectName } from './rule-words.ts';
import type { Rule } from './rules.ts';

interface RulesPageProps {
  view: View;
  date: string;
  /** an earlier day by whose end the answer is to be known; undefined: as known now */
  knownOn: string | undefined;
  kind: RuleKind | undefined;
  inForce: readonly { rule: Rule; next: Rule | undefined }[];
  coming: readonly Coming[];
}

/** What the law says on a day, by kind, and what changes next. */
export function RulesPage({ view, date, knownOn, kind, inForce, coming }: RulesPageProps) {
  const kinds = RULE_KINDS.filter((each) => !kind || each === kind);
  const mayEdit = view.actor?.roles.includes('administrator') ?? false;
  return (
    <Layout view={view} title="Regler">
      <RuleTabs current="regler" />
      <p class="lead">
        En regel svarer ja, nej eller mangler oplysning, med sin kilde. Den afgør intet: et menneske kan gå
        videre med en begrundelse.
      </p>
      <form method="get" action={paths.legalRules} class="filters">
        <DateField name="dato" label="Gælder den" value={date} />
        <DateField name="kendt" label="Som kendt den (kan udelades)" value={knownOn ?? ''} />
        <div class="form-group">
          <label class="form-label" for="art">
            Art
          </label>
          <select class="form-select" id="art" name="art">
            <option value="">Alle</option>
            {RULE_KINDS.map((each) => (
              <option value={each} selected={each === kind}>
                {KIND_WORDS[each].name}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" class="button">
          Vis
        </button>
      </form>
      <Changes coming={coming} date={date} />
      {kinds.map((each) => (
        <section class="rule-kind" aria-labelledby={`art-${each}`}>
          <h2 id={`art-${each}`}>{KIND_WORDS[each].name}</h2>
          <p class="muted">
            {KIND_WORDS[each].about}{' '}
            {mayEdit && each === 'sats' && <a href={`${paths.newLegalRule}?art=sats`}>Ny sats</a>}
            {mayEdit && <WithoutRule kind={each} ruled={inForce.map(({ rule }) => rule)} />}
          </p>
          <Table
            caption={KIND_WORDS[each].name}
            url={view.url}
            rows={inForce.filter(({ rule }) => rule.kind === each)}
            empty={`Ingen regel gælder den ${showDate(date)}.`}
            columns={COLUMNS}
          />
        </section>
      ))}
    </Layout>
  );
}

/** Types of which the kind says nothing on the day: where a first rule of them is written. */
function WithoutRule({ kind, ruled }: { kind: RuleKind; ruled: readonly Rule[] }) {
  const subjects = subjectsOf(kind);
  if (subjects === 'free') return null;
  const missing = subjects.filter(
    (subject) => !ruled.some((rule) => rule.kind === kind && rule.subject === subject),
  );
  if (missing.length === 0) return null;
  return (
    <>
      Skriv en for:{' '}
      {missing.map((subject, at) => (
        <>
          {at > 0 && ', '}
          <a href={`${paths.newLegalRule}?${new URLSearchParams({ art: kind, emne: subject })}`}>
            {subjectName(kind, subject)}
          </a>
        </>
      ))}
      .
    </>
  );
}

/** The pages of the law. */
export function RuleTabs({ current }: { current: 'regler' | 'maalgrupper' | 'spoerg' | 'fravigelser' }) {
  const tabs = [
    ['regler', paths.legalRules, 'Regler'],
    ['maalgrupper', paths.targetGroups, 'Målgrupper'],
    ['spoerg', paths.askRules, 'Spørg reglerne'],
    ['fravigelser', paths.ruleOverrides, 'Fravigelser'],
  ] as const;
  return (
    <nav aria-label="Regler">
      <ul class="page-tabs">
        {tabs.map(([key, href, text]) => (
          <li>
            <a href={href} aria-current={key === current ? 'page' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function DateField({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <div class="form-group">
      <label class="form-label" for={name}>
        {label}
      </label>
      <input class="form-input" type="date" id={name} name={name} value={value} />
    </div>
  );
}

function Changes({ coming, date }: { coming: readonly Coming[]; date: string }) {
  if (coming.length === 0) return <p class="note">Ingen ændring er skrevet ind efter {showDate(date)}.</p>;
  return (
    <section class="panel" aria-labelledby="kommer">
      <h2 id="kommer">Det ændrer sig</h2>
      <ul class="rows">
        {coming.map(({ on, rules, begin, end }) => (
          <li>
            <strong>{showDate(on)}</strong>
            {rules.map((rule) => (
              <>
                {' · '}
                <a href={paths.legalRule(rule.id)}>{ruleName(rule)}</a>
              </>
            ))}
            {begin.length > 0 && <> · nye målgrupper: {begin.join('; ')}</>}
            {end.length > 0 && <> · målgrupper ophører: {end.join('; ')}</>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Said with a word, never with colour alone. */
export function ConfidenceMark({ confidence }: Pick<Rule, 'confidence'>) {
  const look = { hoej: 'mark mark-good', mellem: 'mark', lav: 'mark mark-warn' }[confidence];
  return <span class={look}>{CONFIDENCE_WORDS[confidence]}</span>;
}

const COLUMNS: Column<{ rule: Rule; next: Rule | undefined }>[] = [
  {
    head: 'Regel',
    cell: ({ rule }) => <a href={paths.legalRule(rule.id)}>{subjectName(rule.kind, rule.subject)}</a>,
  },
  {
    head: 'Siger',
    cell: ({ rule }) => (
      <>
        {rule.content === null && (
          <>
            <span class="mark mark-warn">? Mangler</span>{' '}
          </>
        )}
        {rule.sentence}
      </>
    ),
  },
  { head: 'Siden', cell: ({ rule }) => showDate(rule.fromDate) },
  {
    head: 'Ændres',
    cell: ({ next }) => (next ? <a href={paths.legalRule(next.id)}>{showDate(next.fromDate)}</a> : '–'),
  },
  { head: 'Kilde', cell: ({ rule }) => rule.source },
  { head: 'Sikkerhed', cell: ({ rule }) => <ConfidenceMark confidence={rule.confidence} /> },
];
