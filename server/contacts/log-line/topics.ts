/** What was talked about without being a place: schemes, refused ones too, and the matters a firm may raise. */
export const LOGGED_TOPICS = [
  'loentilskud',
  'virksomhedspraktik',
  'smaajob',
  'fleksjob',
  'mentor',
  'voksenlaerling',
  'afskedigelse',
  'jobmesse',
  'opkvalificering',
  'partnerskab',
] as const;
export type LoggedTopic = (typeof LOGGED_TOPICS)[number];

const WORDS: [LoggedTopic, RegExp][] = [
  ['loentilskud', / loentilskud /g],
  ['virksomhedspraktik', / (?:virksomhedspraktik|praktikant) /g],
  ['smaajob', / smaajob /g],
  ['fleksjob', / (?:fleksjob|fleksjobber) /g],
  ['mentor', / mentor /g],
  ['voksenlaerling', / voksenlaerling /g],
  [
    'afskedigelse',
    / (?:fyrer|afskediger|varsling|opsiger(?! (?:aftale|lejemaal|kontrakt))|siger (?:\d+ )?op(?! paa| til)|af med (?:\d+|folk|en|et par)|nedskaering\w*) /g,
  ],
  ['jobmesse', / jobmesse /g],
  ['opkvalificering', / opkvalificering /g],
  ['partnerskab', / partnerskab /g],
];
const NOT_TALKED_OF =
  /(?:(?<! er) ikke| aldrig| intet| uden)(?: \S+)? (?:om|ind paa|til|omkring|ang|vedr|tage|naaede|droeftet|naevnt)(?: \S+)? ?$/;

export function readTopics(flat: string, orderTypes: ReadonlySet<string>): LoggedTopic[] {
  return WORDS.flatMap(([topic, pattern]) =>
    !orderTypes.has(topic) &&
    [...flat.matchAll(pattern)].some((match) => !NOT_TALKED_OF.test(clauseBefore(flat, match.index)))
      ? [topic]
      : [],
  );
}

function clauseBefore(flat: string, at: number): string {
  const before = flat.slice(Math.max(0, at - 80), at);
  const start = Math.max(...[' , ', ' . ', ' ; ', ' : ', ' men '].map((sign) => before.lastIndexOf(sign)));
  return start < 0 ? before : before.slice(start + 2);
}
