import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** What may stand in no file but where it is sealed, by what it is; each also as a URL writes it. */
export type Canaries = ReadonlyMap<string, string>;

export function spellings(text: string): string[] {
  const cpr = /^\d{6}-\d{4}$/.test(text)
    ? [text.replace('-', ''), text.replace('-', '%2D'), text.replace('-', ' ')]
    : [];
  return [
    ...new Set([
      text,
      ...cpr,
      encodeURIComponent(text),
      new URLSearchParams({ a: text }).toString().slice(2),
    ]),
  ];
}

/** The files of a folder, those in it too, in which a canary stands. */
export function canariesIn(place: string, canaries: Canaries): string[] {
  const files = statSync(place).isFile()
    ? [place]
    : readdirSync(place, { recursive: true, withFileTypes: true }).flatMap((entry) =>
        entry.isFile() ? [path.join(entry.parentPath, entry.name)] : [],
      );
  return files.flatMap((file) => {
    const bytes = readFileSync(file);
    return [...canaries].flatMap(([what, text]) =>
      spellings(text).flatMap((spelling) => {
        const at = bytes.indexOf(spelling);
        return at < 0
          ? []
          : [`${what} in ${path.basename(file)}: …${bytes.subarray(Math.max(0, at - 120), at).toString()}…`];
      }),
    );
  });
}
