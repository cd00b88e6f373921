import type { CitizenTerm } from '../../workers/matching/types.ts';
import type { CitizenRow } from '../matching/market.ts';

export interface ProfileGap {
  /** what is missing */
  what: string;
  /** why it is worth asking */
  why: string;
}

interface Known {
  row: CitizenRow;
  terms: CitizenTerm[];
  /** how many topics are agreed, whether ja or nej */
  disclosed: number;
  /** stretches of days and times */
  shifts: number;
}

/** What is blank, in the order in which an answer opens most doors. */
export function profileGaps({ row, terms, disclosed, shifts }: Known): {
  gaps: ProfileGap[];
  known: number;
  asked: number;
} {
  const has = (...kinds: CitizenTerm['kind'][]) => terms.some((term) => kinds.includes(term.kind));
  const checks: [boolean, string, string][] = [
    [
      row.mayBeShared !== null,
      'Må oplysninger deles?',
      'Uden et ja kan borgeren ikke vises for en virksomhed.',
    ],
    [
      row.protectedAddress !== null,
      'Beskyttet adresse?',
      'Uden svar behandles borgeren som beskyttet og foreslås ikke.',
    ],
    [
      disclosed > 0,
      'Hvad må siges til virksomheder?',
      'Det, der ikke er aftalt, må ikke siges, heller ikke efter et ja.',
    ],
    [has('jobmaal'), 'Jobmål A, B og C', 'Forslag begynder med det, borgeren gerne vil.'],
    [
      has('kompetence', 'erfaring'),
      'Kompetencer og erfaring',
      'Uden dem er der for få oplysninger til at finde job.',
    ],
    [row.hoursMin !== null || row.hoursMax !== null, 'Timer om ugen', 'Afgør, hvilke ordrer der er mulige.'],
    [
      row.workingTimes.length > 0 || shifts > 0,
      'Arbejdstid',
      'Dag, aften, nat eller weekend, eller dage og tider.',
    ],
    [
      row.danish !== null || row.danishOral !== null || row.danishWritten !== null,
      'Danskniveau',
      'Mange ordrer har et mindste niveau.',
    ],
    [row.postcode !== null, 'Postnummer', 'Bruges kun til rejsetid.'],
    [row.transports.length > 0, 'Transport', 'Bruges til rejsetid.'],
    [row.maxTravelMinutes !== null, 'Længste rejsetid', 'Bruges til rejsetid.'],
    [row.canStart !== null, 'Kan starte', 'Ordrer med fast start kræver en dato.'],
    [has('koerekort'), 'Kørekort', 'Et krævet kørekort uden svar holder borgeren ude.'],
    [has('certifikat'), 'Certifikater', 'Et krævet bevis uden svar holder borgeren ude.'],
    [row.education !== null, 'Uddannelse', 'Afgør, om der er krav om 6 måneder på ydelse før løntilskud.'],
    [
      row.benefitSince !== null || row.unemployedSince !== null,
      'Ydelse siden',
      'Bruges i reglerne for løntilskud og voksenlærling.',
    ],
    [row.hasEmployer !== null, 'Har en arbejdsgiver?', 'Med en arbejdsgiver foreslås ingen ordinære job.'],
  ];
  const gaps = checks.filter(([known]) => !known).map(([, what, why]) => ({ what, why }));
  return { gaps, known: checks.length - gaps.length, asked: checks.length };
}
