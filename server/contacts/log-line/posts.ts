/** How the log names the types of place and the jobs. Løntilskud is one type here: a line seldom says whether privat or offentlig. */
export const LOGGED_TYPES = [
  'ordinaer',
  'loentilskud',
  'virksomhedspraktik',
  'smaajob',
  'fleksjob',
  'elevplads',
  'voksenlaerling',
] as const;
export type LoggedOrderType = (typeof LOGGED_TYPES)[number];

/** Words of the flat line that name a type; the groups catch a trade before "lærling", "elev", "praktikant". */
const TYPES: [LoggedOrderType, RegExp][] = [
  ['voksenlaerling', /^voksenlaerling(?:e|en|eplads)?$/],
  ['ordinaer', /^ordinaer$/],
  ['loentilskud', /^loentilskud$/],
  ['virksomhedspraktik', /^(?:virksomhedspraktik|praktikant)$/],
  ['virksomhedspraktik', /^(.{3,})praktik(?:ant|anter)$/],
  ['smaajob', /^smaajob$/],
  ['fleksjob', /^(?:fleksjob|fleksjobber)$/],
  ['elevplads', /^(?:elevplads|elev|laerling)$/],
  ['elevplads', /^(.{3,}?)s?(?:laerling|laerlinge|elev|elever|elevplads|elevpladser|laerlingeplads)$/],
];

interface TypeWord {
  type: LoggedOrderType;
  /** "maler" of "malerlærling" */
  trade: string | null;
}

export function typeOf(word: string): TypeWord | null {
  for (const [type, pattern] of TYPES) {
    const match = pattern.exec(word);
    if (match) return { type, trade: match[1] ?? null };
  }
  return null;
}

const TITLES = new Set(
  `tomrer toemrer murer maler elektriker vvs'er vvser smed svejser mekaniker chauffoer kok tjener bager slagter opvasker pedel gartner
  frisoer ekspedient kassedame kasseassistent saelger servitrice servitoer bartender barista receptionist rengoeringsassistent
  rengoeringshjaelp stuepige lagermand lagermd lagermedarbejder lagerarbejder pakker plukker truckfoerer kranfoerer maskinfoerer
  operatoer montoer tekniker snedker glarmester gulvlaegger brolaegger struktoer isolatoer tagdaekker blikkenslager laborant bogholder
  sekretaer paedagog paedagogmedhjaelper sosu sosu-hjaelper sosu-assistent sosuhjaelper sosuassistent sygeplejerske portoer vagt
  vicevaert flyttemand arbejdsmand jord-og-betonarbejder haandmand handyman altmuligmand landbrugsmedhjaelper fodermester staldmedhjaelper
  vikar ungarbejder ferieafloeser afloeser cleaner cleaners driver drivers packer waiter cook dishwasher welder carpenter programmoer udvikler
  kontorassistent koekkenmedhjaelper koekkenassistent kantinemedarbejder butiksassistent butiksmedarbejder salgsassistent
  serviceassistent servicemedarbejder produktionsmedarbejder fabriksarbejder industrioperatoer postbud bud cykelbud buschauffoer
  lagerfolk rengoeringsfolk kokke svende svend haandvaerker haandvaerkere vinduespudser optiker bogbinder
  developer nurse chef electrician plumber mechanic baker bartender cashier
  assistant assistants helper helpers worker workers butcher butchers`
    .split(/\s+/)
    .filter(Boolean),
);
const TITLE_ENDINGS =
  /.{3,}(?:medarbejder|medarb|medarbejdere|assistent|assistenter|hjaelper|hjaelpere|hjaelp|medhjaelper|medhjaelpere|foerer|foerere|mand|maend|folk|chauffoer|chauffoerer|mekaniker|mekanikere|operatoer|montoer|arbejder|arbejdere|passer|passere|laegger|laeggere|smed|smede|svend|svende|konsulent|konsulenter|tekniker|teknikere|afloeser|afloesere|saelger|saelgere|mager|magere|bygger|byggere|hugger|huggere|syerske|syersker|md|dame|damer|pige|piger|dreng|drenge|leder|ledere)$/;
const PLACES = new Set(
  `lager lageret pakkeri pakkeriet koekken koekkenet kasse kassen kontor kontoret kantine kantinen opvask opvasken rengoering produktion
  produktionen butik butikken vaerksted vaerkstedet montage pakning packing cleaning administration bogholderi service servering
  salg vask vaskeri gartneri haveafdeling groenne omraader hoest vedligehold bageri stald stalden mark marken marketing it regnskab
  koersel levering bud post terminal terminalen haven drift driften lagret warehouse kitchen`
    .split(/\s+/)
    .filter(Boolean),
);
const NOT_TITLES = new Set(
  'leder ledere arbejdsleder formand tillidsmand naestformand ingenmand medarbejder medarbejdere mand folk arbejder konsulent sagsbehandler virksomhedskonsulent jobkonsulent'.split(
    ' ',
  ),
);

/** A job, in the singular or plural. */
export function isTitle(word: string): boolean {
  if (NOT_TITLES.has(word)) return false;
  return TITLES.has(word) || TITLES.has(singular(word)) || TITLE_ENDINGS.test(word);
}

const WORK =
  /.{2}(?:rydning|ning|arbejde|pasning|passning|vask|pleje|koersel|salg|kontor|lager|vaerksted|hal|hallen|lageret|service|handel|handlen)$/;
const NO_WORK =
  /^(?:opfoelgning|henvendelse|aftenarbejde|arbejde|samarbejde|forretning|ordning|slutning|loesning|retning|mening|ansoegning|regning|bygning|aabning|foerning|oplaering|traening|afklaring|\S*ordning|\S*udviklning|tilbagemelding|loenninger|\S*aftale)$/;

/** What is done there, or where: "lageret", "oprydning", "rengøring". */
export const isPlace = (word: string) => PLACES.has(word) || (WORK.test(word) && !NO_WORK.test(word));

/** The job of a plural: "tjenere", "kokke". */
function singular(word: string): string {
  for (const ending of ['erne', 'ene', 'ere', 'er', 'e', 's', 'r']) {
    const stem = word.slice(0, -ending.length);
    if (!word.endsWith(ending)) continue;
    if (TITLES.has(stem)) return stem;
    if (TITLES.has(`${stem}er`)) return `${stem}er`;
    if (TITLES.has(stem.replace(/(.)\1$/, '$1'))) return stem.replace(/(.)\1$/, '$1');
  }
  return word;
}
