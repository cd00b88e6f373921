import type { Words } from '../words.ts';

/** What happens around an order: days and times, leads, answers to the employer, the capacity of the place. */
export const ORDER_WORK_WORDS: Words = {
  taken: ['Pladser, som nogen har; trukket tilbage tæller ikke.', 2],
  shifts: ['Dage og tider; uden timer om ugen regnes de ud herfra.'],
  weekdays: ['Ugedage: mandag er 1, søndag 7.'],
};
