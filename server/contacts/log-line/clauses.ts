/** What belongs together in a flat line: clauses within sentences. */
export interface Clause {
  from: number;
  to: number;
  sentence: number;
}

/** A sign, "men", "så", "i stedet", or a new subject begins a clause; "de" before its noun does too, which does no harm. */
const BREAK = / (?:[.;!:,()/-]|(?:og )?saa(?= (?:jeg|vi|ring\\w*|send\\w*|skal|kom|snak\\w*))|men|og (?=(?:de|vi|jeg|han|hun|foelg|ring|ringer|send|sendte?|soeger|vil|leder|er|skal|igen) )|i stedet|(?=(?:de|vi|jeg|han|hun) ))(?= )/g;

export function splitClauses(flat: string): Clause[] {
  const clauses: Clause[] = [];
  let from = 0;
  let sentence = 0;
  for (const match of flat.matchAll(BREAK)) {
    const at = match.index;
    if (at > from) clauses.push({ from, to: at, sentence });
    if (/^ [.;!]$/.test(match[0])) sentence += 1;
    from = at;
  }
  clauses.push({ from, to: flat.length, sentence });
  return clauses;
}

export function clauseAt(clauses: readonly Clause[], offset: number): Clause {
  const found = clauses.findLast((clause) => clause.from <= offset);
  return found ?? { from: 0, to: 0, sentence: 0 };
}
