/**
 * One pattern of many phrases of a flat line, one to a line of the list. Words that may stand in one place are parted by
 * "/", those of several words joined by "_". "at?" may be left out, "kontor*" has any ending, ".." is up to one word of any
 * kind, "..." up to two and so on, "!til" at the end: not when this follows. § is a date.
 */
export function anyPhrase(list: string): RegExp {
  const phrases = list
    .trim()
    .split('\n')
    .map((phrase) => phrase.trim().split(' ').map(wordPattern).join(''));
  return new RegExp(`(?:${phrases.join('|')})(?= )`);
}

function wordPattern(word: string): string {
  if (/^\.{2,}$/.test(word)) return `(?: \\S+){0,${word.length - 1}}`;
  const choices = `(?:${word
    .replace(/^!|\?$/g, '')
    .replaceAll('/', '|')
    .replaceAll('_', ' ')
    .replaceAll('*', '\\S*')
    .replaceAll('§', '§+')})`;
  if (word.startsWith('!')) return `(?! ${choices} )`;
  return word.endsWith('?') ? `(?: ${choices})?` : ` ${choices}`;
}
