import type { Words } from '../words.ts';

/** What people may ask of us about their data, and how long we keep them. */
export const RIGHTS_WORDS: Words = {
  receivedOn: ['Dagen, henvendelsen kom, ÅÅÅÅ-MM-DD; i dag eller før.', '2026-11-20'],
  extendedReason: ['Hvorfor fristen er forlænget med to måneder; null: det er den ikke.', 'Mange sager.'],
  closedOn: ['Dagen, den blev besvaret, ÅÅÅÅ-MM-DD; null: venter på svar.', '2026-12-01'],
  inForce: ['true: den gælder i dag.'],
  onDate: ['Natten til denne dag, ÅÅÅÅ-MM-DD.', '2026-11-29'],
};
