/** Text as searched and sorted: lower case with æøå kept, one spelling of composed letters (NFC). */
export function foldText(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
