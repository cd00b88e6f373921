import { createHmac } from 'node:crypto';
import type { TermDecision } from '../../db/schema/taxonomy.ts';
import type { Role } from '../../db/schema/users.ts';
import type { Engine, Resolution, TextKind } from '../../workers/matching/engine.ts';
import type { ConceptKind } from '../../workers/matching/types.ts';
import { madeReady } from '../field-cipher.ts';

/** Whoever talks with citizens and firms says what their words mean; a leder or administrator sees, and can take back. */
export const DECIDERS = ['konsulent', 'sagsbehandler'] as const satisfies Role[];
export const READERS = ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const satisfies Role[];

/** STAR's and our own lists hold short names; a longer text is no word for something. */
export const LONGEST_TERM = 200;

export const TERM_TABS = ['ukendt', 'foreslaaet', 'besluttet'] as const;
export type TermTab = (typeof TERM_TABS)[number];

/** The fields that people type words into. */
export type FieldKind = Exclude<TextKind, 'fri'>;

export interface Suggestion {
  conceptId: string;
  label: string;
  kind: ConceptKind | null;
  score: number;
}

/** What the engine makes of a text in the fields it stands in. */
export interface Reading {
  status: 'forstaaet' | 'foreslaaet' | 'ukendt';
  /** the fields in which it is not understood */
  openKinds: FieldKind[];
  /** the best guess of any of them */
  suggestion: Suggestion | null;
}

/** A text is understood when it is in every field it stands in. */
export function readTerm(engine: Engine, text: string, kinds: readonly FieldKind[]): Reading {
  const answers = kinds.map((kind) => ({ kind, answer: engine.resolve(text, kind) }));
  const open = answers.filter(({ kind, answer }) => !isUnderstood(kind, answer));
  const suggestion = open.reduce<Suggestion | null>((best, { answer }) => {
    const { status, conceptId, label, score } = answer;
    if (status !== 'suggested' || conceptId === null || label === null) return best;
    const kind = engine.concepts.get(conceptId)?.kind ?? null;
    return best && best.score >= score ? best : { conceptId, label, kind, score };
  }, null);
  const status = open.length === 0 ? 'forstaaet' : suggestion ? 'foreslaaet' : 'ukendt';
  return { status, openKinds: open.map(({ kind }) => kind), suggestion };
}

/** "PD2" among the certificates is a Danish level: understood, though no concept. */
function isUnderstood(kind: TextKind, { status, danish }: Resolution): boolean {
  return status === 'accepted' || (danish !== null && kind !== 'jobmaal');
}

/** The text's name in addresses. Keyed, because a text may be a CPR number, of which there are few enough to guess. */
export function termRef(formKey: Buffer, key: string): string {
  return createHmac('sha256', madeReady(formKey)).update(`term ${key}`).digest('base64url').slice(0, 22);
}

/** A certificate or licence is never concluded from likeness: without a person's yes nobody has it. */
export function needsPerson(kind: ConceptKind | null): kind is 'certifikat' | 'koerekort' {
  return kind === 'certifikat' || kind === 'koerekort';
}

/** ja: it is that concept; nej: it is not that one; ingen: it is none at all */
export const ANSWERS = ['ja', 'nej', 'ingen'] as const;
export type AnswerKind = (typeof ANSWERS)[number];

interface Decided {
  decision: TermDecision;
  /** null: the text names no concept */
  conceptId: string | null;
}

/**
 * What an answer is remembered as; null when it names no concept that there is. Ja to what was suggested confirms,
 * ja to anything else corrects.
 */
export function decisionOf(
  { answer, conceptId }: { answer: AnswerKind; conceptId: string | undefined },
  reading: Reading | null,
  concepts: Engine['concepts'],
): Decided | null {
  if (answer === 'ingen') return { decision: 'afvist', conceptId: null };
  if (conceptId === undefined || !concepts.has(conceptId)) return null;
  if (answer === 'nej') return { decision: 'afvist', conceptId };
  const decision = reading?.suggestion?.conceptId === conceptId ? 'bekraeftet' : 'rettet';
  return { decision, conceptId };
}
