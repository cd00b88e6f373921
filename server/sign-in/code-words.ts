/** What is said of a code that does not open. */
export const WRONG_CODE = {
  wrong: 'Koden er forkert eller brugt. Vent på den næste i appen.',
  unreadable:
    'Driften har skiftet en nøgle, så koder fra appen ikke længere kan læses. Brug en reservekode, eller bed en administrator om at nulstille dine engangskoder.',
} as const;
