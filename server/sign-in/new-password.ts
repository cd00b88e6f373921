import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { GUESSED_WORDS } from './guessed-words.ts';

/** Length is what counts (ASVS 6.2): no rules of digits and signs, but what anybody would guess first is refused. */
const SHORTEST = 12;
const LONGEST = 200;
/** Of ten milliards of guesses, of 4 that there are: a thousand a second would need months. */
const STRONG = 4;
/** Enough to be strong; what is behind it is not looked at, since looking takes long. */
const LOOKED_AT = 60;

interface Who {
  username: string;
  name: string;
  municipalityName: string;
}

/** Why this cannot be a new password, in Danish; null when it can. */
export async function passwordFault(
  password: string,
  { username, name, municipalityName }: Who,
): Promise<string | null> {
  const typed = password.normalize('NFC');
  if ([...typed].length < SHORTEST) return `Brug mindst ${SHORTEST} tegn, fx fire tilfældige ord.`;
  if (typed.length > LONGEST) return `Brug højst ${LONGEST} tegn.`;
  guesser ??= await makeGuesser();
  const own = [username, name, municipalityName].flatMap((text) => [text, ...text.split(/[\s._-]+/)]);
  // Between words anybody guesses a space or a hyphen.
  const { score } = guesser.check(
    typed.replaceAll(/[\s._-]/g, '').slice(0, LOOKED_AT),
    own.filter((word) => word.length > 1),
  );
  if (score >= STRONG) return null;
  return 'Den er for let at gætte: den består næsten kun af almindelige ord og adgangskoder, gentagelser, årstal eller navne. Brug fx fire tilfældige ord.';
}

let guesser: ZxcvbnFactory | undefined;

/** At first use: its lists take megabytes. */
async function makeGuesser(): Promise<ZxcvbnFactory> {
  const { ZxcvbnFactory } = await import('@zxcvbn-ts/core');
  const { adjacencyGraphs, dictionary } = await import('@zxcvbn-ts/language-common');
  return new ZxcvbnFactory({
    dictionary: { ...dictionary, danish: GUESSED_WORDS },
    graphs: adjacencyGraphs,
    useLevenshteinDistance: true,
  });
}
