import { tokenise } from './text.ts';

export const LEVELS = ['A0', 'A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;

const cefr = /^(a0|a1|a2|b1|b2|c1|c2)$/;
const levelOfExam: Record<string, number> = { '1': 2, '2': 3, '3': 4 };
// Level reached by module 1–6 of Danskuddannelse 1–3 (domain.md section 5).
const levelOfModule: Record<string, number[]> = {
  '1': [1, 1, 2, 2, 2, 2],
  '2': [1, 2, 3, 3, 3, 3],
  '3': [1, 2, 3, 4, 4, 5],
};
const levelOfWord: Record<string, number> = {
  ingen: 0,
  intet: 0,
  begynder: 1,
  lidt: 1,
  basis: 2,
  mellem: 3,
  oevet: 4,
  avanceret: 5,
  flydende: 5,
  modersmaal: 6,
  modersmaalsniveau: 6,
};

/**
 * A Danish level field as typed ("B1", "PD2", "DU3 modul 5", "dansk 2", "D3 m5", "begynder") as a CEFR number:
 * 0 = A0 … 6 = C2; null when blank or not understood. Of two levels ("A2-B1") the lower counts.
 */
export function parseDanishLevel(text: string | null): number | null {
  if (text === null || text.length > 200) return null;
  const tokens = tokenise(text);
  const named = explicitLevel(tokens);
  if (named !== null) return named;
  const levels = tokens.filter((token) => cefr.test(token)).map(cefrNumber);
  if (levels.length > 0) return Math.min(...levels);
  const words = tokens.map((token) => levelOfWord[token]).filter((level) => level !== undefined);
  return words.length > 0 ? Math.min(...words) : null;
}

/**
 * The Danish level named in free text ("Dansk mindst B1", "PD3 bestået"), or null. Words such as "flydende" are
 * no level here, and a level of another language ("engelsk B2") is not taken.
 */
export function danishLevelNamed(text: string): number | null {
  const tokens = tokenise(text.slice(0, 2000));
  const named = explicitLevel(tokens);
  if (named !== null) return named;
  const levels = tokens.flatMap((token, at) => {
    if (!cefr.test(token)) return [];
    const around = [...tokens.slice(Math.max(0, at - 4), at), ...tokens.slice(at + 1, at + 3)];
    return around.some((near) => near.startsWith('dansk')) ? [cefrNumber(token)] : [];
  });
  return levels.length > 0 ? Math.min(...levels) : null;
}

function explicitLevel(tokens: string[]): number | null {
  const text = tokens.join(' ');
  const course = /\b(?:du ?|d ?|danskuddannelse )([123]) ?(?:m ?|mod |modul )([1-6])\b/.exec(text);
  if (course) return levelOfModule[course[1] ?? '']?.[Number(course[2]) - 1] ?? null;
  const exam = /\b(?:pd ?|proeve i dansk |danskproeve |dansk )([123])\b(?! ?(?:aar|gange|timer|dage))/.exec(
    text,
  );
  if (exam) return levelOfExam[exam[1] ?? ''] ?? null;
  return /\bstudieproeven?\b/.test(text) || text === 'sp' ? 5 : null;
}

function cefrNumber(token: string): number {
  return LEVELS.findIndex((level) => level.toLowerCase() === token);
}

export function levelName(level: number): string {
  return LEVELS[level] ?? '?';
}
