/** Names of made-up firms: trade + surname + form, as small Danish firms are called. */
import { danishSurname, drawPerson, fullName } from './people.ts';
import type { Random } from './random.ts';
import { FIRM_WORDS, GROUP_WORDS, HOUSE_WORDS } from './words/names.ts';
import type { Trade } from './words/trades.ts';

export interface LegalForm {
  code: number;
  short: string;
  long: string;
  suffix: string;
}

export const FORMS = {
  ENK: { code: 10, short: 'ENK', long: 'Enkeltmandsvirksomhed', suffix: '' },
  PMV: { code: 15, short: 'PMV', long: 'Personligt ejet Mindre Virksomhed', suffix: '' },
  IS: { code: 30, short: 'I/S', long: 'Interessentskab', suffix: ' I/S' },
  AS: { code: 60, short: 'A/S', long: 'Aktieselskab', suffix: ' A/S' },
  APS: { code: 80, short: 'APS', long: 'Anpartsselskab', suffix: ' ApS' },
  FOND: { code: 90, short: 'FON', long: 'Fonde og andre selvejende institutioner', suffix: '' },
  FORENING: { code: 110, short: 'FFO', long: 'Forening', suffix: '' },
  FRIVILLIG: { code: 115, short: 'FRV', long: 'Frivillig forening', suffix: '' },
  KOMMUNE: { code: 250, short: 'KOM', long: 'Primærkommune', suffix: '' },
} satisfies Record<string, LegalForm>;

const TRADE_FIRST = new Set([
  'restaurant',
  'hotel',
  'bosted',
  'friskole',
  'privatboern',
  'laege',
  'tandlaege',
  'forening',
  'idraet',
  'frisoer',
]);

const NON_PROFIT: Record<string, LegalForm[]> = {
  forening: [FORMS.FORENING, FORMS.FRIVILLIG],
  idraet: [FORMS.FORENING, FORMS.FRIVILLIG],
  friskole: [FORMS.FOND],
  bosted: [FORMS.FOND, FORMS.APS],
};

/** `employs`: 0 none, 1 one or two, 2 three or more. */
export function drawForm(random: Random, trade: Trade, employs: 0 | 1 | 2): LegalForm {
  const special = NON_PROFIT[trade.key];
  if (special) return random.pick(special);
  if (trade.key === 'holding') return FORMS.APS;
  const shares: [LegalForm, number][] = [
    [FORMS.ENK, [46, 46, 9][employs] ?? 0],
    [FORMS.PMV, [12, 2, 0][employs] ?? 0],
    [FORMS.IS, [3, 4, 4][employs] ?? 0],
    [FORMS.APS, [37, 44, 64][employs] ?? 0],
    [FORMS.AS, [2, 4, 23][employs] ?? 0],
  ];
  return random.weighted(shares, ([, share]) => share)[0];
}

/** Draws names until one is free; firms of the town do not share a name. */
export function createFirmNames(random: Random): (trade: Trade, form: LegalForm) => string {
  const used = new Set<string>();
  return (trade, form) => {
    for (;;) {
      const name = drawFirmName(random, trade, form);
      if (used.has(name)) continue;
      used.add(name);
      return name;
    }
  };
}

function drawFirmName(random: Random, trade: Trade, form: LegalForm): string {
  const word = random.pick(trade.names);
  const surname = danishSurname(random);
  const personal = form.code <= 15;
  if (TRADE_FIRST.has(trade.key)) {
    const second = random.chance(0.5) ? random.pick(HOUSE_WORDS) : surname;
    const third = random.chance(0.35) ? ` ${random.pick(HOUSE_WORDS)}` : '';
    return `${word} ${second}${third}${form.suffix}`;
  }
  if (personal && random.chance(0.3)) return `${word} v/${fullName(drawPerson(random, 0.6))}`;
  if (random.chance(0.28)) return `${random.pick(FIRM_WORDS)} ${word}${form.suffix}`;
  if (random.chance(0.14))
    return `${surname} & ${random.pick(['Søn', 'Datter', 'Co.', danishSurname(random)])} ${word}${form.suffix}`;
  if (random.chance(0.3)) return `${surname}s ${word}${form.suffix}`;
  return `${surname} ${word}${form.suffix}`;
}

export function groupName(random: Random, trade: Trade): string {
  return `${random.pick(GROUP_WORDS)} ${random.pick(trade.names)} A/S`;
}
