import { paths } from '../paths.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import type { Opinion } from './opinions.ts';
import type { Preview } from './preview.ts';

const SIGNS = {
  ja: ['mark-good', '✓'],
  nej: ['mark-bad', '✕'],
  mangler: ['mark-warn', '?'],
} as const;

const CONFIDENCE = {
  hoej: '',
  mellem: ' · nogenlunde sikker kilde',
  lav: ' · usikker kilde: kontrolleres af jurist',
};

/** Beside the form: what the rules say of what stands in it. They never decide. */
export function OpinionPanel({ preview, live }: { preview: Preview | null; live: boolean }) {
  const follow = live
    ? {
        'hx-post': paths.newPlacementRules,
        // Quoted: htmx reads an unquoted value as far as the next space.
        'hx-trigger': 'change from:"closest form" delay:300ms',
        'hx-include': 'closest form',
        'hx-select': '#regler',
        'hx-target': '#regler',
        'hx-swap': 'outerHTML',
      }
    : {};
  return (
    <section class="panel" id="regler" aria-live="polite" {...follow}>
      <h2>Hvad reglerne siger</h2>
      {preview === null ? (
        <p class="muted">Vælg borger, type og første dag, så står svarene her.</p>
      ) : (
        <>
          {preview.collision && <p class="note note-bad">✕ {preview.collision}</p>}
          <OpinionList opinions={preview.opinions} live={live} />
        </>
      )}
      <p class="muted">Reglerne afgør intet. I kan fortsætte med en begrundelse, som bliver gemt.</p>
    </section>
  );
}

export function OpinionList({ opinions, live = false }: { opinions: readonly Opinion[]; live?: boolean }) {
  return (
    <ul class="rows">
      {opinions.map((opinion) => (
        <li>
          <AnswerMark answer={opinion.answer} /> <strong>{labels.ruleAbout[opinion.about]}</strong>
          <br />
          {opinion.sentence}
          {live ? <LastDays opinion={opinion} /> : <br />}
          <span class="muted">
            {opinion.source}
            {CONFIDENCE[opinion.confidence]}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The rule's own last days, to be put into the form with one tap. */
function LastDays({ opinion }: { opinion: Opinion }) {
  const days = [opinion.lastDay, opinion.extendableTo].filter((day) => typeof day === 'string');
  if (days.length === 0) return <br />;
  return (
    <div class="date-shortcuts after-rule">
      {days.map((day) => (
        <button type="button" class="button button-small" data-date-for="felt-slut" data-date={day}>
          Til og med {showDate(day)}
        </button>
      ))}
    </div>
  );
}

export function AnswerMark({ answer }: { answer: Opinion['answer'] }) {
  const [look, sign] = SIGNS[answer];
  return (
    <span class={`mark ${look}`}>
      <span aria-hidden="true">{sign} </span>
      {labels.ruleAnswer[answer]}
    </span>
  );
}
