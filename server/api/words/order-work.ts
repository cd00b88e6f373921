import type { Words } from '../words.ts';

/** What happens around an order: days and times, leads, answers to the employer, the capacity of the place. */
export const ORDER_WORK_WORDS: Words = {
  taken: ['Pladser, som nogen har; trukket tilbage tæller ikke.', 2],
  shifts: ['Dage og tider; uden timer om ugen regnes de ud herfra.'],
  unanswered: ['true: kun ordrer, hvor virksomheden venter på det første svar.'],
  firstAnswerDue: [
    'Da virksomheden senest skal have det første svar (UTC); null: intet løfte.',
    '2026-11-13T09:30:00.000Z',
  ],
  firstAnswerAt: ['Da den fik det første svar (UTC); null: ikke endnu.', '2026-11-12T12:00:00.000Z'],
  answeredAt: ['Da svaret blev givet (UTC).', '2026-11-12T12:00:00.000Z'],
  weekdays: ['Ugedage: mandag er 1, søndag 7.'],
};
