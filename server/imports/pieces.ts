/** How long others wait for a piece of a large import or of an undo, apart from the disk. */
const PIECE_MS = 5;

/** Has a piece lasted long enough? `most`: rows of a piece, instead of as many as a few milliseconds let in. */
export function isFull(rows: number, started: number, most: number | undefined): boolean {
  return most === undefined ? performance.now() - started >= PIECE_MS : rows >= most;
}
