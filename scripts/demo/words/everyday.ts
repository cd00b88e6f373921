/** What staff type whatever the line of work: about citizens, and beside orders. */
import type { FunctionalNeed } from '../../../workers/matching/types.ts';

export const COMMON_SKILLS = [
  'mødestabil',
  'gode samarbejdsevner',
  'basal IT',
  'word og excel',
  'kan arbejde selvstændigt',
  'fysisk stærk',
  'serviceminded',
  'praktiske opgaver',
  'hurtig til at lære',
  'vant til tidligt op',
  'rengøring',
  'kundebetjening',
  'kørekort og bil',
  'madlavning',
  'god til børn',
  'systematisk',
  'frivilligt arbejde',
  'kan arbejde stående',
  'stabil',
  'håndelag',
  'smilende',
  'ren straffeattest',
];

export const VAGUE_GOALS = [
  'ved ikke',
  'noget praktisk',
  'alt har interesse',
  'rengøring',
  'lager',
  'butik',
  'noget med mennesker',
  'køkken',
  'få timer',
  'småjob',
  'ufaglært arbejde',
  'praktik først',
  'uafklaret',
  'noget med dyr',
  'kontor?',
  'chauffør hvis kørekort',
];

export const COMMON_CERTIFICATES: [text: string, years: number | null][] = [
  ['førstehjælp', 2],
  ['førstehj.', 2],
  ['hygiejnebevis', null],
  ['truck B', null],
  ['pc-kørekort', null],
];

/** Danish as a case worker writes it, with weights; natives are mostly written C2 or not at all. */
export const LEARNER_DANISH: [text: string, weight: number][] = [
  ['A0', 3],
  ['A1', 11],
  ['A2', 17],
  ['B1', 14],
  ['B2', 7],
  ['C1', 2],
  ['PD1', 5],
  ['PD2', 10],
  ['PD3', 6],
  ['DU1 modul 3', 3],
  ['DU1 modul 5', 3],
  ['DU2 modul 3', 4],
  ['DU2 modul 4', 5],
  ['DU2 modul 5', 4],
  ['DU3 modul 2', 3],
  ['DU3 modul 4', 4],
  ['DU3 modul 5', 4],
  ['dansk 1', 2],
  ['dansk 2', 4],
  ['studieprøven', 1],
];

export const FOREIGN_LANGUAGES = [
  'engelsk',
  'engelsk flydende',
  'lidt engelsk',
  'engelsk og tysk',
  'tysk',
  'svensk',
  'engelsk (godt)',
  'fransk',
];

export const NEED_WEIGHTS: [need: FunctionalNeed, weight: number][] = [
  ['mentor', 16],
  ['oplaering', 20],
  ['faa_timer', 20],
  ['ingen_tunge_loeft', 18],
  ['fleksibel_arbejdstid', 10],
  ['rolige_omgivelser', 12],
  ['sprogstoette', 9],
];

/** `intern_kommentar` of orders. */
export const INTERNAL_COMMENTS = [
  'Virksomheden vil gerne ringes op når der er kandidater.',
  'Chefen er svær at få fat i, ring før kl. 9.',
  'Har fået to fra os før, begge er der endnu.',
  'Aftalt at vi sender højst 3.',
  'Obs: vil ikke have masse-cv.',
  'Hjemtaget ved besøg.',
  'Haster, de mister ordrer.',
  'Rimelighedskrav tjekket.',
  'Søger også selv på Jobnet.',
  'Kom ind via netværksmøde.',
  'Kunne også blive til løntilskud.',
  'Sidste kandidat dukkede ikke op, vær sikre på motivationen.',
];

export const WANTED_LANGUAGES = ['engelsk', 'arabisk', 'tyrkisk', 'tysk', 'polsk'];
