import { anyPhrase } from './phrases.ts';

/** What makes an order of the post that follows: the firm needs it, offers it or has agreed to it. */
export const NEEDS = anyPhrase(`
  vil .... har/prove/proeve/tage/gerne
  mangler
  soeger
  oensker
  skal .. bruge
  kunne/kan .. bruge
  har .. brug/behov for
  brug/behov for
  leder efter/for
  tager
  kan tage
  finde
  skaffe
  faar
  ansaetter
  tilbyder
  betaler
  opretter
  giver
  laver
  har plads
  plads/pladser til
  aabner for
  paa plads
  ja tak? til
  sagde/siger ja
  aftalt
  aftale om
  aftale med .. om
  enig/enige om
`);

/** What makes none of it: refused, asked about, or merely talked of. */
export const DENIED = anyPhrase(`
  hverken
  aflyst
  annullere*
  svar paa
  ikke
  ingen plads/brug/behov
  uden
  vil ikke
  vil har har
  skulle har
  i stedet for
  nej til
  nej tak til
  takker nej til
  hvis
  kender
  overvejer
  taenker paa
  interesseret i
  muligheden for
  om mulighed* for
  om de vil har
  spurgte
  spurgt
  spoerger til
  om
  omkring
  ang
  vedr
  dialog
  droeftet
  opfoelgning
  opfoelgning paa
  se/ser
`);
