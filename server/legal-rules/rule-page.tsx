import { paths } from '../paths.ts';
import { addDays, showDate, showInstant } from '../ui/dates.ts';
import { Layout } from '../ui/layout.tsx';
import { type Column, Table } from '../ui/table.tsx';
import type { View } from '../view.ts';
import { contentLines } from './content-words.ts';
import type { RuleVersion } from './history.ts';
import { ruleName } from './rule-words.ts';
import type { LegalRules } from './rules.ts';
import { ConfidenceMark, RuleTabs } from './rules-page.tsx';

interface RulePageProps {
  view: View;
  rule: RuleVersion;
  history: readonly RuleVersion[];
  groups: LegalRules['groups'];
}

/** One version of a rule in full, and every other there has been. */
export function RulePage({ view, rule, history, groups }: RulePageProps) {
  const mayEdit = view.actor?.roles.includes('administrator') ?? false;
  const { kind, subject } = rule;
  const about = new URLSearchParams({ art: kind, emne: subject }).toString();
  const lines = contentLines(kind, rule.content, groups);
  return (
    <Layout
      view={view}
      title={ruleName(rule)}
      aside={
        mayEdit && (
          <a class="button button-primary" href={`${paths.newLegalRule}?${about}`}>
            Ny udgave
          </a>
        )
      }
    >
      <RuleTabs current="regler" />
      {rule.supersededAt !== null && (
        <p class="note">
          Denne udgave blev rettet {showInstant(rule.supersededAt)} og gælder ikke mere. Svar, der blev givet
          før, hvilede på den.
        </p>
      )}
      <p class="lead">{rule.sentence}</p>
      <div class="columns">
        <section aria-labelledby="indhold-titel">
          <h2 id="indhold-titel">Hvad reglen siger</h2>
          {lines.length === 0 ? (
            <p class="note">
              Reglen har intet indhold: den er ophævet, eller indholdet er ikke fundet. Programmet svarer
              »mangler« og gætter ikke.
            </p>
          ) : (
            <ul class="rule-content">
              {lines.map(({ name, value, depth }) => (
                <li class={`depth-${Math.min(depth, 3)}`}>
                  {value === '' ? <strong>{name}</strong> : `${name}: ${value}`}
                </li>
              ))}
            </ul>
          )}
        </section>
        <section class="panel" aria-label="Om udgaven">
          <dl class="facts">
            <dt>Gælder fra</dt>
            <dd>{showDate(rule.fromDate)}</dd>
            <dt>Gælder til</dt>
            <dd>{rule.untilDate === null ? 'indtil videre' : showDate(addDays(rule.untilDate, -1))}</dd>
            <dt>Kilde</dt>
            <dd>{rule.source}</dd>
            <dt>Sikkerhed</dt>
            <dd>
              <ConfidenceMark confidence={rule.confidence} />
            </dd>
            <dt>Skrevet af</dt>
            <dd>{authorOf(rule)}</dd>
            <dt>Begrundelse</dt>
            <dd>{rule.changeReason ?? '–'}</dd>
          </dl>
          {mayEdit && rule.supersededAt === null && (
            <p class="button-row">
              <a class="button button-small" href={paths.correctLegalRule(rule.id)}>
                Ret en fejl
              </a>
              <a class="button button-small" href={`${paths.newLegalRule}?${about}&ophaev=ja`}>
                Ophæv
              </a>
            </p>
          )}
        </section>
      </div>
      <h2>Alle udgaver</h2>
      <Table
        caption="Alle udgaver"
        url={view.url}
        rows={history}
        empty="Ingen."
        columns={historyColumns(rule.id)}
      />
    </Layout>
  );
}

function authorOf({ recordedByName, recordedAt }: RuleVersion): string {
  return recordedByName ? `${recordedByName}, ${showInstant(recordedAt)}` : 'Fulgte med programmet';
}

function historyColumns(shown: number): Column<RuleVersion>[] {
  return [
    {
      head: 'Gælder fra',
      cell: ({ id, fromDate }) =>
        id === shown ? (
          <strong>{showDate(fromDate)}</strong>
        ) : (
          <a href={paths.legalRule(id)}>{showDate(fromDate)}</a>
        ),
    },
    {
      head: 'Siger',
      cell: ({ sentence, content, supersededAt }) => (
        <>
          {content === null && (
            <>
              <span class="mark mark-warn">? Mangler</span>{' '}
            </>
          )}
          {supersededAt !== null && (
            <>
              <span class="mark">rettet {showInstant(supersededAt)}</span>{' '}
            </>
          )}
          {sentence}
        </>
      ),
    },
    { head: 'Begrundelse', cell: ({ changeReason }) => changeReason ?? '–' },
    { head: 'Skrevet af', cell: authorOf },
  ];
}
