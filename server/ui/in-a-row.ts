/** Dag, aften og weekend are each a label; in a row only the first begins with a capital. */
export function inARow(words: readonly string[]): string {
  return words.map((word, at) => (at === 0 ? word : word.charAt(0).toLowerCase() + word.slice(1))).join(', ');
}
