import type { KeptHead } from './verify.ts';

/** A head on one line, as `npm run audit -- head` prints it and `verify --head` reads it again. */
export function headLine({ number, hash, at }: KeptHead): string {
  return `${number} ${hash} ${at}`;
}

/** The heads of a file, a line each; null when a line is none. */
export function readHeads(text: string): KeptHead[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const heads = lines.flatMap((line) => {
    const [, number, hash, at] = /^(\d{1,15}) ([0-9a-f]{64}) (\S{20,30})$/.exec(line.trim()) ?? [];
    return number && hash && at && !Number.isNaN(Date.parse(at))
      ? [{ number: Number(number), hash, at }]
      : [];
  });
  return heads.length === lines.length ? heads : null;
}
