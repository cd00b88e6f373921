/** A house as both registers can say it: CVR writes it as one line, DAR in fields. */
interface House {
  streetFolded: string;
  number: number;
  /** one capital, or '' */
  letter: string;
}

const SHORT: Readonly<Record<string, string>> = {
  gl: 'gammel',
  ndr: 'nordre',
  sdr: 'søndre',
  skt: 'sankt',
  sct: 'sankt',
};

/**
 * A street's name as it is compared: "Gl. Vej", "gammel vej" and "GAMMELVEJ" are one. Case, blanks, dots, hyphens and
 * accents go, å is one letter whichever way it is written, and five usual abbreviations are spelled out.
 */
export function foldStreet(street: string): string {
  const words = street
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('aa', 'å')
    .split(/[\s.]+/);
  return words
    .map((word) => SHORT[word] ?? word)
    .join('')
    .replaceAll(/[éèê]/g, 'e')
    .replaceAll(/[üû]/g, 'u')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const NUMBER = String.raw`0*(\d{1,3})\s?([A-Za-zÆØÅæøå])?`;
/** A range is where its first house is; a floor may follow with or without a comma ("12 st. tv", "12, 1. sal"). */
const LINE = new RegExp(
  String.raw`^(.+?)\s+${NUMBER}(?:\s*[-–]\s*\d{1,3}\s?[A-Za-z]?)?(?:\s+(?:st\.?|kl\.?|\d{1,2}\.)(?:\s.*)?)?$`,
);
const HOUSE = new RegExp(`^${NUMBER}$`);

/** DAR's husnr: 7, 12A, 187 B, 007. Undefined: no house number. */
export function readHouse(text: string): Pick<House, 'number' | 'letter'> | undefined {
  const [, digits, letter = ''] = HOUSE.exec(text.trim()) ?? [];
  const number = Number(digits);
  return number >= 1 ? { number, letter: letter.toUpperCase() } : undefined;
}

/** The house in a line like "Fiktiv Allé 16A-18, st. th"; undefined when it names no house. */
export function readAddressLine(line: string): House | undefined {
  const [, street = '', digits = '', letter = ''] = LINE.exec((line.split(',')[0] ?? '').trim()) ?? [];
  const house = readHouse(digits + letter);
  const streetFolded = foldStreet(street);
  return house && streetFolded ? { streetFolded, ...house } : undefined;
}
