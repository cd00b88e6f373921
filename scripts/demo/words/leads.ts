import type { OrderType } from '../../../workers/matching/types.ts';

/** What firms said they might need, as a konsulent notes it. */
export const LEADS: readonly { title: string; note: string | null; type: OrderType | null }[] = [
  { title: 'Måske to til lageret', note: 'Når den nye hal står færdig.', type: null },
  { title: 'Hjælp i køkkenet om formiddagen', note: 'De vil tale om det efter nytår.', type: 'smaajob' },
  { title: 'En elev til kontoret', note: null, type: 'elevplads' },
  { title: 'Afløser til rengøringen', note: 'Hvis den store kunde forlænger.', type: 'ordinaer' },
  { title: 'Plads til en i praktik', note: 'De har haft god erfaring før.', type: 'virksomhedspraktik' },
  { title: 'Chauffør med C', note: 'Venter på en ny vogn.', type: 'ordinaer' },
  { title: 'Få timer i butikken om lørdagen', note: null, type: 'smaajob' },
  { title: 'Fleksjob i værkstedet', note: 'Vil høre om ordningen først.', type: 'fleksjob' },
];
