import { showDate, showDistance, showInstant } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import type { LogEntry } from './queries.ts';
import type { Card } from './rules.ts';

/** What a card waits for, in one line. */
export function CardLine({ card, today }: { card: Card; today: string }) {
  switch (card.stage) {
    case 'vurderes':
      return <span class="muted">Ikke spurgt endnu</span>;
    case 'spurgt':
      return card.answer === 'ja' ? (
        <span class="card-mark mark mark-good">
          ✓ Sagde ja {showDate(card.answeredAt?.slice(0, 10) ?? null)}
        </span>
      ) : (
        <AnswerBy answerBy={card.answerBy ?? ''} today={today} />
      );
    case 'delt':
      return <span class="muted">Delt {showDate(card.sharedAt?.slice(0, 10) ?? null)}</span>;
    case 'samtale':
      return <InterviewOn date={card.interviewOn ?? ''} today={today} />;
    case 'startet':
      return <span class="card-mark mark mark-good">✓ Startet</span>;
    case 'ej':
      return <span class="card-mark mark">– {card.ended && labels.formidlingEnd[card.ended]}</span>;
  }
}

function AnswerBy({ answerBy, today }: { answerBy: string; today: string }) {
  const late = answerBy < today;
  return (
    <span class={late ? 'card-mark mark mark-bad' : 'card-mark mark mark-warn'}>
      {late ? '⚠ Svarfristen er passeret' : '○ Svar senest'} {showDate(answerBy)} (
      {showDistance(answerBy, today)})
    </span>
  );
}

function InterviewOn({ date, today }: { date: string; today: string }) {
  return date < today ? (
    <span class="card-mark mark mark-warn">! Samtale {showDate(date)}: hvad kom der ud af den?</span>
  ) : (
    <span class="card-mark mark mark-info">
      ● Samtale {showDate(date)} ({showDistance(date, today)})
    </span>
  );
}

/** Formidlingslog (bek. 442/2023 § 137): what happened, when, by whom. */
export function LogList({ entries }: { entries: readonly LogEntry[] }) {
  return (
    <ol class="timeline">
      {entries.map((entry) => (
        <li>
          <time dateTime={entry.at}>{showInstant(entry.at)}</time> · {entry.byName ?? 'Systemet'}
          <br />
          <strong>{labels.formidlingEvent[entry.event]}</strong>
          {entry.comment && (
            <>
              <br />
              <span class="typed">{entry.comment}</span>
            </>
          )}
        </li>
      ))}
    </ol>
  );
}
