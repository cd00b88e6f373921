/** What konsulenter write about agreements, plans, states and warnings in the demo town. */
export const SCHOOLS = [
  'Egelundskolen',
  'Herstedøster Skole',
  'Herstedvester Skole',
  'Herstedlund Skole',
  'NEXT Albertslund',
  'Ungecentret',
];

export const NETWORKS = [
  'Albertslund Erhvervsnetværk',
  'Vestegnens Erhvervsforening',
  'Lager og transport på Vestegnen',
  'Dansk Industri Hovedstaden',
  'Grøn omstilling i Hersted Industripark',
];

export const AGREEMENT_NOTES = [
  'Fast møde hvert halve år. Praktik kan blive til småjob.',
  'Virksomheden tager imod hold på besøg og melder ledige timer først til os.',
  'Mentor på pladsen de første fire uger. Vi ringer ugentligt i opstarten.',
  'Rekruttering sker gennem os, før stillingen slås op.',
];

export const STRATEGIC_NOTES = [
  'Byens største private arbejdsgiver i branchen.',
  'Flytter 60 arbejdspladser hertil næste år.',
  'Har været med til at udvikle småjob-modellen.',
];

export const PLAN_NOTES = ['Sæsonen topper i foråret.', 'Nyt holdskifte fra sommeren.', null];

export const NOT_NOW_NOTES = [
  'Ring igen efter årsskiftet.',
  'De er ved at flytte.',
  'Fuldt bemandet indtil videre.',
  null,
];

export const NEVER_NOTES = [
  'Ønsker ikke at blive ringet op af kommunen.',
  'Ejeren driver alt selv og ansætter ikke.',
];

export const WARNINGS = [
  ['arbejdsmiljoe', 'Påbud om støj. Spørg til handleplanen, før der aftales praktik.'],
  ['loen_og_vilkaar', 'Uenighed om overenskomst. Tal med teamlederen først.'],
  ['afbrudte_forloeb', 'Tre forløb er stoppet før tid det sidste år. Aftal oplæring skriftligt.'],
  ['betaling', 'Refusion er under afklaring. Nye aftaler skal forbi økonomi.'],
] as const;

export const LEGAL_BASES = [
  ['samtykke', 'Indehaveren sagde ja på mail.'],
  ['virksomhedsservice', 'Virksomheden har bedt om hjælp til rekruttering.'],
  ['igangvaerende_sag', 'Vi har et forløb kørende på stedet.'],
] as const;

export const ADDRESS_NOTES = [
  'Indgang fra gården.',
  'Ring på hos lageret, port 3.',
  'Parkering bag bygningen.',
];
