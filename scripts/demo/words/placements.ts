/** Words of the fictional placements: functions, goals, mentors, and what follow-ups found. Nothing about health. */
export const FUNCTIONS = [
  'Lager og pakning',
  'Butik og varepåfyldning',
  'Køkkenhjælp',
  'Rengøring',
  'Kantine',
  'Grønne områder',
  'Administration',
  'Montage',
  'Pedelopgaver',
  'Opvask',
  'Reception',
  'Værksted',
];

export const GOALS = [
  'Afprøve opgaverne og finde det rette timetal.',
  'Ordinære timer i virksomheden.',
  'En opdateret reference og et bedre jobmål.',
  'Dansk på arbejdspladsen og faste rutiner.',
  'Flere timer inden for et halvt år.',
];

export const MENTORS = [
  'Bente Friis',
  'Jørgen Ask',
  'Sofie Lykke',
  'Mehmet Yildiz',
  'Karin Østergaard',
  'Åse Nygaard',
];

export const FOLLOW_UP_NOTES = [
  'Går som aftalt.',
  'Flere opgaver fra næste uge.',
  'Møder stabilt. Virksomheden er glad for indsatsen.',
  'Timerne kan sættes op efter ferien.',
  'Ny mentor er fundet.',
  'Vi taler om ordinære timer ved næste opfølgning.',
];

/** Of whoever is no longer there. */
export const GONE_NOTES = [
  'Har fået andet arbejde.',
  'Stoppede efter aftale.',
  'Er begyndt på en uddannelse.',
];
