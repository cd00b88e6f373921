/** Writes the files that the coverage bench imports: FOLDER FIRMS CONTACTS. */
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createRandom } from '../../scripts/demo/random.ts';
import { addDays } from '../../server/ui/dates.ts';

const FIRST_DAY = '2025-01-01';
export const LAST_DAY = '2026-06-30';
const DAYS = 546;
const FIRST_P_NUMBER = 1_000_000_000;
const INTERVALS: [string, number, number][] = [
  ['ANTAL_0_0', 0, 0],
  ['ANTAL_1_1', 1, 1],
  ['ANTAL_2_4', 2, 4],
  ['ANTAL_5_9', 5, 9],
  ['ANTAL_10_19', 10, 19],
  ['ANTAL_20_49', 20, 49],
];

/** A register of P-units in CVR's record shape, four to a company, one in ten next door, with a year of figures. */
async function writeRegister(folder: string, firms: number): Promise<void> {
  await write(path.join(folder, 'cvr.jsonl'), function* () {
    const random = createRandom(1, 'register');
    for (let index = 0; index < firms; index++) {
      const municipality = random.chance(0.9) ? 165 : 161;
      yield `${JSON.stringify({
        VrproduktionsEnhed: {
          pNummer: FIRST_P_NUMBER + index,
          reklamebeskyttet: random.chance(0.2),
          livsforloeb: [{ periode: { gyldigFra: '2015-01-01', gyldigTil: null } }],
          navne: [
            { navn: `${random.pick(NAMES)} ${index}`, periode: { gyldigFra: '2015-01-01', gyldigTil: null } },
          ],
          virksomhedsrelation: [
            {
              cvrNummer: 20_000_000 + Math.floor(index / 4),
              periode: { gyldigFra: '2015-01-01', gyldigTil: null },
            },
          ],
          beliggenhedsadresse: [
            {
              vejnavn: 'Fiktiv Allé',
              husnummerFra: random.int(1, 200),
              postnummer: municipality === 165 ? random.pick([2620, 2620, 2625, 2630]) : 2600,
              postdistrikt: municipality === 165 ? 'Albertslund' : 'Glostrup',
              kommune: { kommuneKode: municipality },
              periode: { gyldigFra: '2015-01-01', gyldigTil: null },
            },
          ],
          hovedbranche: [
            {
              ...random.pick(BRANCHES),
              periode: { gyldigFra: '2015-01-01', gyldigTil: null },
            },
          ],
          erstMaanedsbeskaeftigelse: monthlyFigures(random),
        },
      })}\n`;
    }
  });
}

/** Two hundred branches, as a town of this size has. */
const BRANCHES = Array.from({ length: 200 }, (_, index) => ({
  branchekode: String(410_000 + index * 100),
  branchetekst: `Branche ${index}`,
}));

const NAMES = [
  'Ørsted Maskinfabrik',
  'Lager & Logistik',
  'Café Søen',
  'Tømrerfirmaet',
  'Vvs-service',
  'Børnehuset',
];

/** Some have no figure, some only CVR's interval; a firm's size changes now and then. */
function monthlyFigures(random: ReturnType<typeof createRandom>) {
  if (random.chance(0.3)) return [];
  const onlyInterval = random.chance(0.1);
  let size = random.int(0, INTERVALS.length - 1);
  return Array.from({ length: 12 }, (_, month) => {
    if (random.chance(0.1)) size = random.int(0, INTERVALS.length - 1);
    const [interval, min, max] = INTERVALS[size] ?? ['ANTAL_0_0', 0, 0];
    const count = onlyInterval ? null : random.int(min, max);
    return { aar: 2025, maaned: month + 1, antalAnsatte: count, intervalKodeAntalAnsatte: interval };
  });
}

/** Eighteen months of contact history over all firms, as the old CRM would hand it over. */
async function writeContacts(folder: string, firms: number, contacts: number): Promise<void> {
  await write(path.join(folder, 'kontakter.csv'), function* () {
    const random = createRandom(2, 'contacts');
    yield 'p_nummer;dato;art;retning;udfald;tema;tilbud;konsulent;kontaktperson;note;naeste_skridt;naeste_dato\r\n';
    for (let index = 0; index < contacts; index++) {
      const date = addDays(FIRST_DAY, random.int(0, DAYS - 1));
      const next = random.chance(0.3) ? ['Ring igen', addDays(date, random.int(1, 60))] : ['', ''];
      yield `${[
        FIRST_P_NUMBER + random.int(0, firms - 1),
        date,
        random.pick(['telefon', 'telefon', 'besoeg', 'mail', 'moede']),
        random.pick(['ud', 'ud', 'ud', 'ind']),
        random.pick(['opnaaet', 'opnaaet', 'ikke_opnaaet', 'besked_lagt', 'senere', 'ikke_interesseret']),
        random.pick(['rekruttering', 'småjob', '']),
        '',
        `konsulent${random.int(1, 20)}`,
        'Kontaktperson',
        `Talte om lager, køkken og praktik nr. ${index}; vender tilbage i næste uge`.replace(';', ','),
        ...next,
      ].join(';')}\r\n`;
    }
  });
}

async function write(file: string, lines: () => Generator<string>): Promise<void> {
  await pipeline(Readable.from(inChunks(lines())), createWriteStream(file));
}

/** A thousand lines at a time: a stream of single lines spends its time on the stream. */
function* inChunks(lines: Generator<string>): Generator<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    if (chunk.push(line) < 1000) continue;
    yield chunk.join('');
    chunk = [];
  }
  yield chunk.join('');
}

if (process.argv[1] === import.meta.filename) {
  const [folder = '.', firms = '0', contacts = '0'] = process.argv.slice(2);
  await writeRegister(folder, Number(firms));
  await writeContacts(folder, Number(firms), Number(contacts));
}
