import type { Confidence, RuleKind } from '../../db/schema/legal-rules.ts';
import { labels } from '../ui/labels.ts';

/** What each kind of rule is called, and what it is about in a sentence; the order of the page. */
export const KIND_WORDS: Readonly<Record<RuleKind, { name: string; about: string }>> = {
  hvem_maa: {
    name: 'Hvem må',
    about: 'Hvilke målgrupper der må få en plads af typen, og på hvilke betingelser.',
  },
  varighed: {
    name: 'Varighed',
    about: 'Hvor længe en plads af typen må vare, og hvordan den kan forlænges.',
  },
  timer: { name: 'Timer', about: 'Hvor mange timer om ugen en plads af typen højst må være på.' },
  forholdstal: {
    name: 'Forholdstal',
    about: 'Hvor mange støttede et arbejdssted må have (rimelighedskravet).',
  },
  merbeskaeftigelse: { name: 'Merbeskæftigelse', about: 'At en støttet plads kommer oven i de ordinære.' },
  seneste_arbejdsgiver: {
    name: 'Seneste arbejdsgiver',
    about: 'Hvem der ikke må få en plads af typen hos den, de sidst var ansat hos.',
  },
  sats: { name: 'Satser', about: 'Tilskud og timeløn i kroner.' },
  arbejdspligt: { name: 'Arbejdspligt', about: 'Hvem der har arbejdspligt, og hvor mange timer.' },
  fritidsjob: { name: 'Fritidsjob', about: 'Unges arbejdstid efter alder.' },
  voksenlaerling: { name: 'Voksenlærling', about: 'Tilskud til voksenlærlinge.' },
  refusion: { name: 'Refusion', about: 'Statens andel af ydelsen, efter antal uger på ydelse.' },
  svarfrist: {
    name: 'Svarfrist',
    about:
      'Hvornår virksomheden har vores første svar (løfteuret). Står der både timer og hverdage, gælder det, der kommer først.',
  },
  myndighedsalder: {
    name: 'Myndighedsalder',
    about:
      'Hvornår man ikke længere er ung: for målgruppen af unge, og for hvem der tæller i forholdstallet.',
  },
};

const RATES: Readonly<Record<string, string>> = {
  loentilskud_privat: 'Løntilskud, privat',
  loentilskud_offentlig: 'Løntilskud, offentlig',
  loentilskud_hoej: 'Løntilskud, høj sats',
  offentlig_timeloen: 'Højeste timeløn, offentligt løntilskud',
};

/** What a rule is about within its kind: a type of order, a rate; the kind's own name where there is one only. */
export function subjectName(kind: RuleKind, subject: string): string {
  if (kind === 'sats') return RATES[subject] ?? subject;
  const types: Readonly<Record<string, string>> = labels.orderType;
  return types[subject] ?? KIND_WORDS[kind].name;
}

/** Hvem må: Løntilskud, privat */
export function ruleName({ kind, subject }: { kind: RuleKind; subject: string }): string {
  return subject === '' ? KIND_WORDS[kind].name : `${KIND_WORDS[kind].name}: ${subjectName(kind, subject)}`;
}

export const CONFIDENCE_WORDS: Readonly<Record<Confidence, string>> = {
  hoej: 'Høj',
  mellem: 'Mellem',
  lav: 'Lav: kontrolleres af jurist',
};
