/** The texts whose meaning is known, and which half each belongs to. */
import { createHash } from 'node:crypto';
import type { TextKind } from '../../../workers/matching/resolve.ts';
import type { Concept } from '../../../workers/matching/taxonomy.ts';
import type { ConceptKind } from '../../../workers/matching/types.ts';
import { readJsonLines, readRows } from './facts.ts';
import { NOISES, seeded } from './noise.ts';

/** Misses of the held half are counted and never shown: whoever mends the taxonomy looks at the open one alone. */
export type Half = 'open' | 'held';
export const HALVES: Half[] = ['open', 'held'];

/** Fixed for ever by the text or the id. */
export function halfOf(key: string): Half {
  return digest(key).readUInt8(0) % 2 === 0 ? 'open' : 'held';
}

export interface Case {
  text: string;
  kind: TextKind;
  category: string;
  half: Half;
}

/** `expected`: any of them is right. */
export interface Pair extends Case {
  expected: string[];
}

/** `forbidden`: ids that may not be accepted; null: nothing may. */
export interface Refusal extends Case {
  forbidden: string[] | null;
}

export function readPairs(): Pair[] {
  return readRows('pairs.tsv').map(([text = '', kind = '', expected = '', category = '']) => ({
    ...caseOf(text, kind, category),
    expected: expected.split('|'),
  }));
}

/** The words that the invented market is written with, before they are spoilt; what is right is as in the pairs. */
export function readPhrases(concepts: ReadonlyMap<string, Concept>): Pair[] {
  const known = new Map(readPairs().map(({ text, expected }) => [text.toLowerCase(), expected]));
  return readRows('phrases.tsv').flatMap(([id = '', jobs = '', skills = '']) => {
    const kind = concepts.get(id)?.kind;
    const field = kind === 'certifikat' || kind === 'koerekort' || kind === 'sprog' ? kind : 'kompetence';
    const as = (texts: string, to: string, category: string) =>
      texts.split('|').flatMap((text) =>
        text
          ? {
              ...caseOf(text, to, category),
              expected: [...new Set([id, ...(known.get(text.toLowerCase()) ?? [])])],
            }
          : [],
      );
    return [...as(jobs, 'erfaring', 'as a job'), ...as(skills, field, `as a ${field}`)];
  });
}

export function readRefusals(): Refusal[] {
  return readRows('refusals.tsv').map(([text = '', kind = '', expected = '', category = '']) => ({
    ...caseOf(text, kind, category),
    forbidden: expected === '-' ? null : expected.split('|').map((id) => id.slice(1)),
  }));
}

/** `times`: the text is repeated so often. */
export function readBadInputs(): Refusal[] {
  const rows = readJsonLines<{ text: string; times?: number; kind: string; category: string }>(
    'bad-inputs.jsonl',
  );
  return rows.map(({ text, times, kind, category }) => ({
    ...caseOf(text.repeat(times ?? 1), kind, category),
    forbidden: null,
  }));
}

const PER_NOISE = 100;
const FIELD: Partial<Record<ConceptKind, TextKind>> = {
  erhverv: 'erfaring',
  kompetence: 'kompetence',
  vilkaar: 'krav',
};

/**
 * Spoilt labels of the shipped concepts, 100 of each sort of noise. Certificates, licences and languages are left out:
 * they are exact by intent. Left out is also what another concept's label begins with ("Industr."): nobody could tell.
 * Which labels are drawn depends on their own ids, so that a new concept moves few others.
 */
export function makeNoise(concepts: ReadonlyMap<string, Concept>): Pair[] {
  const labels = [...concepts.values()].map((concept) => ({
    ...concept,
    plain: concept.label.toLowerCase(),
  }));
  const fitsAnother = (text: string, id: string) => {
    const start = text.toLowerCase().replace(/\.$/, '');
    return labels.some((other) => other.id !== id && other.plain.startsWith(start));
  };
  return Object.entries(NOISES).flatMap(([category, spoil]) => {
    const drawn = [...concepts.values()]
      .filter(({ kind, replacedBy }) => FIELD[kind] && replacedBy === null)
      .map((concept) => ({ concept, order: digest(category + concept.id) }))
      .sort((a, b) => Buffer.compare(a.order, b.order));
    return drawn
      .flatMap(({ concept: { id, kind, label }, order }) => {
        const text = spoil(label, seeded(order.readInt32LE(0)), kind === 'erhverv');
        if (text === undefined || fitsAnother(text, id)) return [];
        return [{ ...caseOf(text, FIELD[kind] ?? '', category), expected: [id] }];
      })
      .slice(0, PER_NOISE);
  });
}

function caseOf(text: string, kind: string, category: string): Case {
  return { text, kind: kind as TextKind, category, half: halfOf(text) };
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
