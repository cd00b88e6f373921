const PEOPLE =
  '(?:ansatte|medarbejdere|mand|md|personer|hoveder|fastansatte|fuldtidsansatte|haandvaerkere|svende)';
const N = '(\\d{1,5})';

/** How many the firm says it has; later and surer forms first. */
const TOLD: RegExp[] = [
  new RegExp(` (?:i alt|ialt|total) ${N} `, 'g'),
  new RegExp(` nu(?: kun| nede paa| oppe paa)? ${N} (?=[,.;]|$)`, 'g'),
  new RegExp(` tilbage (?:er|bliver)(?: de| der| kun)* ${N} `, 'g'),
  new RegExp(` ${N} (?:nu (?=[,.]|$)|paa loenningslisten )`, 'g'),
  new RegExp(` (?:headcount|antal ansatte|ansatte :)(?: \\S+)? ${N} `, 'g'),
  new RegExp(` = ${N} (?:i alt|ialt|mand|ansatte|personer)? ?`, 'g'),
  new RegExp(` ${N} (?:mand |ansatte |personer )?(?:i alt|ialt|tilbage|total) `, 'g'),
  new RegExp(` fra ${N} til ${N} (?:ansatte|medarbejdere|mand|personer|md)? ?`, 'g'),
  new RegExp(
    ` (?:er|bliver|blevet|saa|selv)(?: de| vi)?(?: nu| saa| kun| stadig| ca)* ${N} (?:\\S+ )?${PEOPLE} `,
    'g',
  ),
  new RegExp(` (?:de|vi) er(?: \\S+)? ${N} (?=§|[.,;)]|$)`, 'g'),
  new RegExp(
    ` (?:er|bliver|selv)(?: de)?(?: nu| saa| kun| stadig| ca| nede paa| oppe paa)+ ${N} (?=[.,;)]|$| )`,
    'g',
  ),
  new RegExp(` (?:siger|siger selv) ${N} (?=[.,;)]|$)`, 'g'),
  new RegExp(` ${N} (?:faste |nuvaerende )?(?:ansatte|medarbejdere|hoveder|fastansatte) `, 'g'),
  new RegExp(` ${N} (?:mand|personer|md)(?: paa ansatte)? `, 'g'),
];
/** Numbers of people let go, wanted, hired, trained or already in a scheme. */
const OTHERS =
  /(?: fyrer| fyret| afskediger| opsiger| siger op| af med| mangler| soeger| oensker| bruge?| vil (?:\S+ )?har| ansat| ansaetter| ansaette| har ansat| leder efter| opkvalificering(?: af)?| kursus til| behov for| brug for| tager| ja til| plads til| efteruddannet| varsling(?: af)?| vil (?:gerne )?(?:tage|proeve)| need| kan tage| hyret| nye| virksomhedspraktik| loentilskud| fleksjob| smaajob| aftalt)(?: \S+){0,2} ?$/;
const NOT_STAFF =
  /^(?:i (?:virksomhedspraktik|loentilskud|fleksjob|smaajob)|op |bliver (?:fyrer|opsiger)|til (?!\d)|fyrer|opsiger|afskediger|varsling|skal (?:fyrer|opsiger)|soeges|mangler)/;

/** The number of people the company has, now or after what it says will happen; null when only others are counted. */
export function readHeadcount(flat: string): number | null {
  for (const pattern of TOLD) {
    const match = [...flat.matchAll(pattern)].findLast(({ index, 0: found }) =>
      isStaff(flat, index, index + found.length),
    );
    if (match) return Number(match[2] ?? match[1]);
  }
  return null;
}

function isStaff(flat: string, from: number, to: number): boolean {
  const before = flat.slice(Math.max(0, from - 60), from + 1);
  const clause = before.slice(
    Math.max(...[' , ', ' . ', ' ; ', ' : ', ' men ', ' og '].map((sign) => before.lastIndexOf(sign) + 2), 0),
  );
  // "truckcertifikat til 4 medarbejdere"
  if (
    / til $/.test(before) &&
    !/ (?:fra \d+|ned|op|reduceret|skaeret|gaaet|vokset|udvidet) (?:\S+ )*til $/.test(before)
  )
    return false;
  // "fyring af halvdelen (ca. 8 mand)"
  if (/ (?:fyrer|afskediger|varsling)(?! .* (?:nu|tilbage|fra) )(?: \S+){0,6} $/.test(clause)) return false;
  // "mester + 2 tilbage"
  if (/ \+ $/.test(before)) return false;
  return (
    !OTHERS.test(`${clause} `.replace(/ +$/, '')) &&
    !NOT_STAFF.test(flat.slice(to).trimStart()) &&
    !OTHERS.test(clause)
  );
}
