import { FileProblem, MAX_RECORD } from './records.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const CURLY_OPEN = 0x7b;
const CURLY_CLOSE = 0x7d;
const SQUARE_OPEN = 0x5b;
const SQUARE_CLOSE = 0x5d;

/**
 * between: at the root or between the elements of the record list; record: inside one;
 * around: in a search reply after its list of hits.
 */
type Place = 'between' | 'record' | 'around';

/**
 * Cuts a JSON document into the texts of its records without holding more than one: the objects at the root, the
 * elements of a root array, or those of `hits.hits` in a search reply. Counts brackets only; each record's text is
 * for JSON.parse to judge. Throws FileProblem with the record's number when the document is cut or is no list.
 */
export function splitRecords() {
  let place: Place = 'between';
  let depth = 0;
  /** the depth at which records start: 0 at the root, 1 in a root array, 3 in hits.hits */
  let base = 0;
  let inString = false;
  let escaped = false;
  let expectsComma = false;
  let records = 0;
  let captured: string[] = [];
  let capturedLength = 0;
  /** last string seen and the keys that lead here, followed only where `hits.hits` can stand */
  let word = '';
  let path = ['', '', ''];

  function fail(reason: string): never {
    throw new FileProblem(reason, { line: records + 1 });
  }

  function push(chunk: string): string[] {
    const found: string[] = [];
    let start = 0;
    for (let index = 0; index < chunk.length; index++) {
      const code = chunk.charCodeAt(index);
      if (inString) {
        if (escaped) escaped = false;
        else if (code === BACKSLASH) escaped = true;
        else if (code === QUOTE) inString = false;
        else if (depth <= 2 && word.length < 8) word += chunk[index];
      } else if (place === 'between') {
        if (code === CURLY_OPEN) {
          if (expectsComma) fail('Der mangler et komma mellem to poster');
          place = 'record';
          start = index;
          depth++;
          path = ['', '', ''];
        } else readBetween(code);
      } else if (code === QUOTE) {
        inString = true;
        word = '';
      } else if (code === COLON) {
        if (depth <= 2) path[depth] = word;
      } else if (code === CURLY_OPEN || code === SQUARE_OPEN) {
        depth++;
        if (place === 'record' && base === 0 && code === SQUARE_OPEN && depth === 3 && isHits(path))
          enterHits();
        else if (depth === 2) path[2] = '';
      } else if (code === CURLY_CLOSE || code === SQUARE_CLOSE) {
        depth--;
        if (place === 'record' && depth === base) {
          captured.push(chunk.slice(start, index + 1));
          found.push(captured.join(''));
          captured = [];
          capturedLength = 0;
          records++;
          place = 'between';
          expectsComma = base > 0;
        } else if (place === 'around' && depth === 0) {
          place = 'between';
          base = 0;
        }
      }
    }
    if (place === 'record') keep(chunk.slice(start));
    return found;
  }

  function enterHits(): void {
    base = 3;
    place = 'between';
    expectsComma = false;
    captured = [];
    capturedLength = 0;
  }

  function readBetween(code: number): void {
    if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) return;
    if (code === COMMA && expectsComma) expectsComma = false;
    else if (code === SQUARE_OPEN && depth === 0) {
      depth = 1;
      base = 1;
    } else if (code === SQUARE_CLOSE && depth === base && depth > 0) {
      depth--;
      expectsComma = false;
      place = depth === 0 ? 'between' : 'around';
      if (depth === 0) base = 0;
    } else fail('Her skulle stå et JSON-objekt');
  }

  function keep(text: string): void {
    captured.push(text);
    capturedLength += text.length;
    if (capturedLength > MAX_RECORD) fail('Posten er større end 16 MB');
  }

  function end(): void {
    if (depth > 0 || inString) fail('Filen er afkortet: listen af poster slutter ikke');
  }

  return { push, end };
}

function isHits(path: string[]): boolean {
  return path[1] === 'hits' && path[2] === 'hits';
}
