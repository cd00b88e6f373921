export interface Nasty {
  what: string;
  text: string;
}

/** What people paste and others try, of which every letter is to come back. */
export const NASTY: readonly Nasty[] = [
  { what: 'quotes', text: `"'»«''""\`´„“` },
  { what: 'search operators', text: 'C++ "a AND NEAR(b* -x ^y col:z OR NOT' },
  { what: 'wildcards', text: '100%_\\%%__*?[a-z]' },
  { what: 'SQL', text: "'; DROP TABLE contact;--/**/" },
  { what: 'HTML', text: '<b>&amp;</b><!--&#x27;-->' },
  { what: 'templates', text: '$\u007bx}{{y}}%s%d\\n\\u0041%41%' },
  { what: 'right to left', text: 'مرحبا \u202eabc\u202c שלום' },
  { what: 'zero width', text: 'a\u200bb\u200d\u2060\ufeffc\u00ad' },
  { what: 'emoji', text: '👩‍👩‍👧‍👦🇩🇰👍🏽❤️' },
  { what: 'letters apart', text: 'A\u030a a\u030a ø\u0301 e\u0301 \u1e9b\u0323' },
  { what: 'letters together', text: 'Å å ǿ é ÆØÅ æøå' },
  { what: 'blanks', text: 'a  b\u00a0c\u2003d\te' },
  { what: 'line breaks', text: 'a\r\nb\rc\nd' },
  { what: 'line separators', text: 'a\u2028b\u2029c' },
  { what: 'letters of case', text: 'ﬁ Ⅷ ½ İ ı ẞ ß Σς 𝒳 𠮷' },
  { what: 'no characters', text: 'a\ufffe\uffffb\u{1fffe}' },
  { what: 'commas', text: 'a, b; c | d / e: f' },
  { what: 'many wildcards', text: '%'.repeat(60_000) },
  { what: 'very long', text: 'æ'.repeat(12_000) },
];

/** What is refused in words, and never stored. */
export const REFUSED: readonly Nasty[] = [
  { what: 'NUL', text: 'a\u0000b' },
  { what: 'controls', text: 'a\u0007\u001b[31mb\u009b' },
  { what: 'a lost letter', text: 'K\ufffdbenhavn' },
];

/** Whether this is the text, or a part of a list that people write as lines or with commas between; a title is one line. */
export function isListOf(stored: string, text: string): boolean {
  if (stored.includes(text) || stored.includes(text.replaceAll('\n', ' '))) return true;
  const trimmed = (parts: string[]) => parts.map((part) => part.trim());
  return trimmed(text.split('\n')).includes(stored) || trimmed(text.split(/[\n,;]/)).includes(stored);
}
