/** A ground that no one may be chosen by, with the words that ask for it. A hit is a question to the writer, never a verdict. */
interface Ground {
  /** why it is asked, as shown at the field */
  sentence: string;
  source: string;
  words: readonly RegExp[];
}

// The acts are common knowledge and were not read for this (domain.md does not have them): no section is named, and
// UNREAD stands with every question.
const FORSKEL = 'forskelsbehandlingsloven';
const LIGE = 'ligebehandlingsloven';
const HELBRED = 'helbredsoplysningsloven';

/** How far the sources below are to be trusted, as it is said to whoever is asked. */
export const UNREAD = 'almen viden, kontrolleres af jurist';

/** A whole word. JavaScript's own edge of a word does not know æ, ø and å. */
const word = (pattern: string) => new RegExp(`(?<![\\p{L}\\d-])(?:${pattern})(?![\\p{L}\\d-])`, 'giu');

const PEOPLE =
  'mand|mænd|kvinde|pige|dreng|fyr|person|menneske|medarbejder|kollega|ansøger|kandidat|hjælper|ekspedient|chauffør|tjener';

/**
 * Whoever a place serves may be named ("krisecenter for kvinder", "unge borgere"), and so may what a trade is called
 * ("damefrisør"): only whole words that ask for the one who is to be hired.
 */
export const GROUNDS: readonly Ground[] = [
  {
    sentence: 'Alder må ikke være et krav, medmindre loven sætter grænsen',
    source: FORSKEL,
    words: [
      word('ung|yngre|ungdommelig'),
      word(`unge (?:og \\p{L}+ )?(?:${PEOPLE})\\p{L}*`),
      // 13, 15 and 18 years are limits of working environment law.
      word(
        '(?<!i )(?:under|over|højst|maks\\.?|max\\.?|mellem|mindst|fyldt) (?!(?:13|15|18) år)\\d\\d(?: ?(?:-|–|og|til) ?\\d\\d)? år(?! (?:siden|på))',
      ),
      word('ikke (?:for )?(?:gammel|gamle|ældre)'),
      word('aldersgrænse'),
    ],
  },
  {
    sentence: 'Køn må ikke være et krav',
    source: LIGE,
    words: [
      word(
        '(?<!(?:for|til|og|blandt|eller|med) )(?:kvinder?|mænd|piger?|drenge?|herrer?|damer?)(?! og (?:mænd|kvinder|herrer|damer|børn))',
      ),
      // "to mand til lageret" are two persons.
      word('(?:en|stærk|ung|dygtig|kun|helst) mand'),
      word('(?:kontor|rengørings|butiks|køkken|service)(?:dame|pige|dreng)r?'),
      word('(?:mandlig|kvindelig)e?'),
    ],
  },
  {
    sentence: 'Oprindelse, hudfarve og modersmål må ikke være et krav; skriv, hvilket dansk arbejdet kræver',
    source: FORSKEL,
    words: [
      word('(?:etnisk )?dansk(?:e|er)? (?:udseende|baggrund|oprindelse|herkomst|afstamning)'),
      word('etnisk(?:e)? dansker?e?|(?:kun|helst) danskere?|født i danmark|vestlig baggrund'),
      word('dansk(?:e)? statsborger(?:e|skab)?'),
      word(
        '(?:ikke|ingen|helst ikke) (?:\\p{L}+ )?(?:udlændinge?|indvandrere?|flygtninge?|arabere?|somaliere?|tyrkere?|polakker|afrikanere?)',
      ),
      word('dansk som modersmål|uden accent|lys hud|hudfarve'),
    ],
  },
  {
    sentence: 'Tro må ikke være et krav, og tøj af tro kun begrænses efter fælles regler',
    source: FORSKEL,
    words: [
      word('muslim(?:er|sk)?|kristne|jøder?|ateist(?:er)?'),
      word('(?<!bære |med |også )(?:tørklæde|hijab|burka|turban)'),
    ],
  },
  {
    sentence:
      'Helbred og handicap må ikke være et krav; skriv i stedet, hvad arbejdet er, og hvad der ikke kan undgås',
    source: `${FORSKEL}; ${HELBRED}`,
    words: [
      word('(?:sund og )?rask|raske|helbredsattest|god (?:ryg|fysik)|psykisk stabil'),
      word(
        '(?:ikke|ingen|uden) (?:\\p{L}+ )?(?:handicap(?:pet|pede)?|skavanker|sygdom(?:me)?|sygefravær|diagnoser?|skånehensyn)',
      ),
      word('(?:lavt|intet) sygefravær'),
    ],
  },
  {
    sentence: 'Graviditet, børn og barsel må ikke være et krav',
    source: LIGE,
    words: [
      word('(?:ikke|ingen|uden) (?:\\p{L}+ ){0,2}(?:gravid\\p{L}*|barsel|børn|småbørn)'),
      word('børnefri|planer om børn'),
    ],
  },
  {
    sentence: 'Seksuel orientering, kønsidentitet og civilstand må ikke være et krav',
    source: `${FORSKEL}; ${LIGE}`,
    words: [word('(?:hetero|homo|bi)seksuel(?:le)?|bøsse|lesbisk|transkønnet|ugift|single')],
  },
  {
    sentence: 'Politik og fagforening må ikke være et krav',
    source: `${FORSKEL}; foreningsfrihedsloven`,
    words: [
      word('(?:ikke|ingen|uden) (?:\\p{L}+ ){0,2}(?:fagforening|fagligt organiseret)'),
      word('(?:skal være |kun )(?:medlem af (?:en |vores )?fagforening|organiseret)'),
    ],
  },
];

/** What leads straight to a person does not belong in a text that goes round. */
export const REACH: Ground = {
  sentence: 'Telefon og mail står på kontaktpersonen og ikke i teksten, som andre får at se',
  source: 'databeskyttelsesforordningen om dataminimering',
  words: [
    /(?<!\d|cvr[^\d\n]{0,12}|p-?nr\.?[^\d\n]{0,8})(?:\+45 ?)?\d\d ?\d\d ?\d\d ?\d\d(?!\d| ?\d\d)/giu,
    /(?<![\p{L}\d._%+-])[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/giu,
  ],
};
