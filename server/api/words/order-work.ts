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
  leadId: ['Muligheden, som bliver til ordren.', 7],
  weeklyHours: ['Timer om ugen; null: ikke sagt.', 7.5],
  likelyFrom: ['Tidligst fra, ÅÅÅÅ-MM-DD; null: ikke sagt.', '2027-02-01'],
  followUpOn: ['Dagen, der skal følges op, ÅÅÅÅ-MM-DD.', '2026-12-09'],
  jobOrderId: ['Ordren, det blev til; null: ingen.', 42],
  ended: ['Hvorfor det endte; null: det er åbent.', 'intet_behov'],
  textChecked: ['true: der er spurgt til ord i teksten, og de skal stå.'],
  weekdays: ['Ugedage: mandag er 1, søndag 7.'],
};
