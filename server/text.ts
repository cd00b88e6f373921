/** C0 and C1 control characters but tab and line breaks: never typed by a person. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what we look for
const CONTROL = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/;
const CONTROLS = new RegExp(CONTROL, 'g');

/** Text as it is stored, wherever it comes from: one spelling of composed letters and of line breaks, no blanks around it. */
export function tidyText(text: string): string {
  return text
    .replace(/\r\n?|[\v\f]/g, '\n')
    .trim()
    .normalize('NFC');
}

/** U+FFFD is what a letter becomes when an encoding is lost. */
export function hasLostLetters(text: string): boolean {
  return text.includes('\ufffd') || !text.isWellFormed();
}

export function hasControls(text: string): boolean {
  return CONTROL.test(text);
}

/** What is left for a person to look through. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '').toWellFormed();
}
