import type { Words } from '../words.ts';

/** The law as dated rows. */
export const RULE_WORDS: Words = {
  sentence: ['Svaret, som det stod.', 'Op til 4 uger.'],
  confidence: ['Hvor sikker kilden er; lav: kontrolleres af jurist.'],
  content: ['Hvad reglen siger, i artens form; null: ophævet, eller ikke fundet og ikke gættet.'],
  code: ['Kode, som fagsystemet sender den.', 'dagpenge'],
  number: ['Nummer i lovens opregning; null: har intet.', '1'],
  retroactive: ['true: reglen gælder med tilbagevirkende kraft; changeReason siger hvorfor.'],
  follows: ['Koder på de målgrupper, den afløser.', ['dagpenge']],
  ruleId: ['Reglens udgave; null: ingen gjaldt på dagen.', 7],
  placementId: ['Forløbet; null: intet.', 7],
  successors: ['Koder på dem, der afløser; flere: et menneske siger hvilken.', ['jobparat']],
};
