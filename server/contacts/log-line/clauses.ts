/** What belongs together in a flat line: clauses within sentences. */
export interface Clause {
  from: number;
  to: number;
  sentence: number;
}

/** A sign, "men", "så", "i stedet", or a new subject begins a clause; "de" before its noun does too, which does no harm. */
const SIGN =
  ' (?:[.;!:,()/-]|men|i stedet|(?:og )?saa(?= (?:jeg|vi|ring|ringer|ringede|send|skal|kom|snakkede) ))(?= )';
const AND = ' og (?=(?:de|vi|jeg|han|hun|foelg|ring|ringer|ringede|send|sendt|skal|igen) )';
/** Not where verb and subject have changed places ("ringede jeg") or "de" belongs to a noun ("til de to"). */
const SUBJECT =
  '(?<! (?:skal|vil|kan|har|er|ringede|ringet|besoegte|talte|snakkede|ringer|send|skriv|mailer|besoeger|foelg|vender|var|at|om|hvis|naar|som|hvad|hvor|fordi|end|siger|sagde|beder|spurgte|og|til|med|hos|fra|paa|i|for|af|moedes|saa|men|gik|fik|kom|aftalt|bad)) (?=(?:de|vi|jeg|han|hun) )';
const BREAK = new RegExp(`${SIGN}|${AND}|${SUBJECT}`, 'g');

export function splitClauses(flat: string): Clause[] {
  const clauses: Clause[] = [];
  let from = 0;
  let sentence = 0;
  for (const match of flat.matchAll(BREAK)) {
    const at = match.index;
    if (at > from) clauses.push({ from, to: at, sentence });
    if (/^ [.;!]/.test(match[0])) sentence += 1;
    from = at;
  }
  clauses.push({ from, to: flat.length, sentence });
  return clauses;
}

export function clauseAt(clauses: readonly Clause[], offset: number): Clause {
  const found = clauses.findLast((clause) => clause.from <= offset);
  return found ?? { from: 0, to: 0, sentence: 0 };
}
