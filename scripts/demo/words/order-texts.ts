/** Kinds of orders, how many, and the sentences that go with each. */
import type { FunctionalNeed, OrderType } from '../../../workers/matching/types.ts';

export interface OrderKind {
  type: OrderType;
  /** All kinds together are 320. */
  count: number;
  /** Where the law or the scheme puts it. */
  sector: 'private' | 'municipal' | 'any';
  hours: [min: number, max: number][];
  /** Shares of orders with hard requirements, a Danish minimum and (kan læres), in per cent. */
  strictness: number;
  offers: [FunctionalNeed, percent: number][];
  /** Before the title of the work: "Småjob: Opvasker". */
  prefixes: string[];
  sentences: string[];
}

export const ORDER_KINDS: OrderKind[] = [
  {
    type: 'ordinaer',
    count: 95,
    sector: 'any',
    strictness: 100,
    hours: [
      [37, 37],
      [37, 37],
      [37, 37],
      [30, 37],
      [32, 37],
      [25, 32],
      [20, 30],
    ],
    offers: [
      ['oplaering', 34],
      ['fleksibel_arbejdstid', 14],
      ['sprogstoette', 8],
      ['mentor', 9],
    ],
    prefixes: ['', '', '', 'Søges: '],
    sentences: [
      'Løn efter overenskomst.',
      'Start hurtigst muligt.',
      'Fast stilling efter 3 mdr.',
      'Ring til os, vi vil gerne tale med folk før de sender noget.',
      'Ansøgning er ikke nødvendig, et CV er nok.',
      'Vi har haft svært ved at finde nogen.',
    ],
  },
  {
    type: 'smaajob',
    count: 60,
    sector: 'any',
    strictness: 45,
    hours: [
      [3, 6],
      [5, 8],
      [5, 10],
      [6, 10],
      [8, 12],
      [10, 15],
      [10, 12],
      [12, 20],
    ],
    offers: [
      ['faa_timer', 96],
      ['oplaering', 46],
      ['fleksibel_arbejdstid', 38],
      ['ingen_tunge_loeft', 28],
      ['sprogstoette', 18],
      ['rolige_omgivelser', 20],
    ],
    prefixes: ['Småjob: ', 'Småjob: ', '', 'Få timer: '],
    sentences: [
      'Timerne kan lægges efter aftale.',
      'Almindelig timeløn.',
      'Kan udvides senere, hvis det går godt.',
      '2-3 formiddage om ugen.',
      'Vi mangler bare en hånd i spidsbelastningen.',
      'Godt for en der ikke kan tage fuld tid.',
    ],
  },
  {
    type: 'loentilskud_privat',
    count: 30,
    sector: 'private',
    strictness: 45,
    hours: [
      [37, 37],
      [37, 37],
      [30, 37],
      [25, 37],
    ],
    offers: [
      ['oplaering', 78],
      ['mentor', 30],
      ['sprogstoette', 24],
      ['fleksibel_arbejdstid', 16],
    ],
    prefixes: ['Løntilskud: ', ''],
    sentences: [
      'Vi søger med løntilskud i op til 6 måneder.',
      'Målet er en fast stilling bagefter.',
      'Merbeskæftigelse er tjekket med bogholderen.',
      'God mulighed for at lære faget.',
    ],
  },
  {
    type: 'loentilskud_offentlig',
    count: 20,
    sector: 'municipal',
    strictness: 35,
    hours: [
      [25, 37],
      [30, 37],
      [20, 37],
    ],
    offers: [
      ['oplaering', 84],
      ['mentor', 44],
      ['sprogstoette', 30],
      ['rolige_omgivelser', 20],
    ],
    prefixes: ['Offentligt løntilskud: ', ''],
    sentences: [
      'Løntilskud i 4 måneder.',
      'Drøftet med tillidsrepræsentanten.',
      'Du er ekstra på holdet.',
      'Vi hjælper med referencer og ansøgninger.',
    ],
  },
  {
    type: 'virksomhedspraktik',
    count: 50,
    sector: 'any',
    strictness: 10,
    hours: [
      [10, 20],
      [15, 25],
      [20, 30],
      [25, 37],
      [5, 15],
      [8, 15],
    ],
    offers: [
      ['oplaering', 88],
      ['mentor', 46],
      ['faa_timer', 52],
      ['sprogstoette', 36],
      ['fleksibel_arbejdstid', 32],
      ['ingen_tunge_loeft', 32],
      ['rolige_omgivelser', 28],
    ],
    prefixes: ['Praktik: ', 'Praktikplads: ', ''],
    sentences: [
      'Fast kontaktperson på stedet.',
      'Vi evaluerer hver anden uge.',
      'Opgaverne tilpasses efter hvad man kan.',
      'Timerne kan sættes op undervejs.',
      'Vi har haft flere i praktik med godt resultat.',
    ],
  },
  {
    type: 'nytteindsats',
    count: 12,
    sector: 'municipal',
    strictness: 0,
    hours: [
      [10, 20],
      [20, 30],
      [15, 37],
    ],
    offers: [
      ['oplaering', 60],
      ['sprogstoette', 40],
      ['faa_timer', 42],
      ['ingen_tunge_loeft', 26],
    ],
    prefixes: ['Nytteindsats: '],
    sentences: [
      'Opgaver der ellers ikke bliver løst.',
      'Arbejde på hold med arbejdsleder.',
      'Mødetid kl. 8 på pladsen.',
    ],
  },
  {
    type: 'fleksjob',
    count: 18,
    sector: 'any',
    strictness: 30,
    hours: [
      [4, 8],
      [6, 10],
      [8, 12],
      [10, 15],
      [12, 18],
      [5, 10],
    ],
    offers: [
      ['faa_timer', 96],
      ['fleksibel_arbejdstid', 72],
      ['ingen_tunge_loeft', 52],
      ['rolige_omgivelser', 46],
      ['mentor', 22],
      ['oplaering', 44],
    ],
    prefixes: ['Fleksjob: ', 'Fleksjob: ', ''],
    sentences: [
      'Skånehensyn aftales.',
      'Pauser efter behov.',
      'Timerne kan stige over tid.',
      'Vi har to i fleksjob i forvejen.',
    ],
  },
  {
    type: 'elevplads',
    count: 14,
    sector: 'any',
    strictness: 15,
    hours: [[37, 37]],
    offers: [
      ['oplaering', 100],
      ['mentor', 26],
    ],
    prefixes: [''],
    sentences: [
      'Grundforløb skal være bestået eller i gang.',
      'Løn efter elevoverenskomst.',
      'Vi er godkendt lærested.',
      'Praktik en uge først, så vi ser hinanden an.',
    ],
  },
  {
    type: 'voksenlaerling',
    count: 9,
    sector: 'any',
    strictness: 20,
    hours: [[37, 37]],
    offers: [
      ['oplaering', 100],
      ['mentor', 20],
    ],
    prefixes: ['Voksenlærling: '],
    sentences: [
      'Du er fyldt 25 og vil lære faget.',
      'Voksenlærlingeløn.',
      'Gerne med noget erfaring som ufaglært.',
      'Vi er godkendt lærested.',
    ],
  },
  {
    type: 'fritidsjob',
    count: 12,
    sector: 'private',
    strictness: 0,
    hours: [
      [3, 8],
      [4, 8],
      [4, 10],
      [5, 12],
    ],
    offers: [
      ['faa_timer', 90],
      ['oplaering', 86],
      ['mentor', 24],
    ],
    prefixes: ['Fritidsjob: ', 'Fritidsjob: '],
    sentences: [
      'For dig mellem 15 og 17 år.',
      'Et par eftermiddage efter skole, aldrig efter kl. 20.',
      'Ungarbejderløn.',
      'Vi lærer dig det hele.',
    ],
  },
];

export const INTERNSHIP_PURPOSES = ['genoptraening', 'afklaring', 'opkvalificering', 'rekruttering'] as const;

export const PURPOSE_SENTENCES: Record<(typeof INTERNSHIP_PURPOSES)[number], string> = {
  genoptraening: 'Start med få timer, og så bygger vi på.',
  afklaring: 'Vi kan se på hvad man kan klare i et almindeligt job.',
  opkvalificering: 'Der læres et fag fra bunden.',
  rekruttering: 'Vi ansætter, hvis vi passer sammen.',
};
