import {
  WEIGHT_PARTS,
  type WeightLine,
  type WeightPart,
  type Weights,
} from '../../workers/matching/engine.ts';
import { type ExclusionReason, ORDER_TYPES, type OrderType } from '../../workers/matching/types.ts';
import { MOST_YEARS, weightsOn } from '../../workers/matching/weights.ts';
import { showNumber } from '../ui/table.tsx';

/** What each part is called, and what earns it. */
export const WEIGHT_WORDS: Readonly<Record<WeightPart, { name: string; meaning: string }>> = {
  krav: {
    name: 'Krav',
    meaning: 'Deles mellem ordrens krav. Arbejdet selv tæller mere end personlige egenskaber.',
  },
  oensker: { name: 'Ønsker', meaning: 'Deles mellem ordrens ønsker.' },
  kan_laeres: { name: 'Kan læres på jobbet', meaning: 'Deles mellem det, der kan læres på jobbet.' },
  sprog: { name: 'Sprog', meaning: 'Deles mellem de sprog, ordren nævner ud over dansk.' },
  jobmaal_a: { name: 'Jobmål A', meaning: 'Jobbet er borgerens første jobmål.' },
  jobmaal_b: { name: 'Jobmål B', meaning: 'Jobbet er borgerens andet jobmål.' },
  jobmaal_c: { name: 'Jobmål C', meaning: 'Jobbet er borgerens tredje jobmål.' },
  jobmaal_d: { name: 'Senere jobmål', meaning: 'Jobbet er et jobmål længere nede.' },
  erfaring_har: { name: 'Erfaring', meaning: 'Borgeren har arbejdet med det, titlen nævner.' },
  erfaring_aar: { name: 'Erfaring, pr. år', meaning: `For hvert år, højst ${MOST_YEARS}.` },
  erfaring_nylig: { name: 'Ny erfaring', meaning: 'Brugt inden for de sidste to år.' },
  erfaring_tidligere: {
    name: 'Tidligere erfaring',
    meaning: 'Brugt inden for fem år, eller årstal ikke oplyst.',
  },
  rejse_15: { name: 'Rejse til 15 minutter', meaning: 'Højst 15 minutter hver vej.' },
  rejse_30: { name: 'Rejse til 30 minutter', meaning: 'Højst 30 minutter hver vej.' },
  rejse_45: { name: 'Rejse til 45 minutter', meaning: 'Højst 45 minutter hver vej.' },
  rejse_60: { name: 'Rejse til 60 minutter', meaning: 'Højst 60 minutter hver vej.' },
  formaal: { name: 'Formål', meaning: 'Pladsens formål er det, borgerens næste plads skal bruges til.' },
  opfoelgning: { name: 'Opfølgning', meaning: 'Der er aftalt opfølgning på pladsen. Ens for alle.' },
  mentor: { name: 'Mentorstøtte', meaning: 'Virksomheden har en mentor, og borgeren har brug for en.' },
  jobaabning: { name: 'Jobåbning', meaning: 'Pladsen kan føre til ordinære timer. Ens for alle.' },
  beslaegtet_procent: {
    name: 'Beslægtet',
    meaning: 'Noget, der kun ligner, får så stor en del af pointene og vises for sig.',
  },
  ukendt: { name: 'Ukendt', meaning: 'For hver oplysning, ordren spørger efter, som ikke er oplyst.' },
  behov: { name: 'Skal aftales', meaning: 'For hvert behov, virksomheden ikke har sagt ja til endnu.' },
};

/** What each hard rule asks. */
export const RULE_MEANINGS: Readonly<Record<ExclusionReason, string>> = {
  virksomhed: 'i blokade, konflikt, spærret eller ophørt.',
  maa_ikke_deles: 'borgeren har sagt nej, eller kun egen sagsbehandler må se borgeren.',
  sat_til_side: 'et menneske har sat borgeren til side for netop den ordre.',
  maalgruppe: 'de daterede regler siger nej til typen.',
  har_arbejdsgiver: 'gælder kun ordinære job.',
  i_forloeb: 'ingen andre aftalte forløb fylder borgerens uge, når jobbet begynder; gælder ikke småjob.',
  koerekort: 'det krævede, gyldigt på startdatoen; et større giver det mindre.',
  certifikat: 'det krævede, gyldigt på startdatoen.',
  danskniveau: 'mindst det niveau, ordren beder om; mundtligt og skriftligt hver for sig.',
  timer: 'borgerens og ordrens timer skal mødes.',
  arbejdstid: 'mindst én af tiderne; alle, hvor ordren siger det.',
  startdato: 'borgeren kan begynde senest den dag.',
  rejsetid: 'højst så langt, som borgeren har sagt.',
  vilkaar: 'det, ordren siger ikke kan undgås.',
};

export interface PartInForce {
  part: WeightPart;
  name: string;
  meaning: string;
  points: number;
  /** 1.000, +40, −60 or 25 % */
  shown: string;
}

/** Every part as it counts for an order type on a date. */
export function inForce(weights: Weights, type: OrderType, date: string): PartInForce[] {
  const points = weightsOn(weights, type, date);
  return WEIGHT_PARTS.map((part) => ({
    part,
    ...WEIGHT_WORDS[part],
    points: points[part],
    shown: showWeight(part, points[part]),
  }));
}

export function showWeight(part: WeightPart, points: number): string {
  if (part === 'beslaegtet_procent') return `${points} %`;
  return showNumber(points);
}

/** What counts for most types on a date, and where a type counts otherwise. */
export function tableOn(weights: Weights, date: string) {
  const general = inForce(
    { ...weights, lines: weights.lines.filter(({ type }) => type === '*') },
    'ordinaer',
    date,
  );
  const own = ORDER_TYPES.map((type) => ({
    type,
    parts: inForce(weights, type, date).filter(({ points }, at) => points !== general[at]?.points),
  }));
  return { general, own: own.filter(({ parts }) => parts.length > 0) };
}

export interface WeightChange extends WeightLine {
  /** what counts until then */
  before: number;
}

/** The changes after a date, soonest first. */
export function changesAfter(weights: Weights, date: string): WeightChange[] {
  return weights.lines
    .filter(({ validFrom }) => validFrom > date)
    .sort((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0))
    .map((line) => {
      const earlier = {
        ...weights,
        lines: weights.lines.filter(({ validFrom }) => validFrom < line.validFrom),
      };
      const type = line.type === '*' ? 'ordinaer' : line.type;
      return { ...line, before: weightsOn(earlier, type, line.validFrom)[line.part] };
    });
}

/** The dates on which something changes, newest first. */
export function datesOf({ lines }: Weights): string[] {
  return [...new Set(lines.map(({ validFrom }) => validFrom))].sort().reverse();
}
