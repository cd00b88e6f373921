/** Length is what counts (ASVS 6.2): no rules of digits and signs, but what anybody would guess first is refused. */
const SHORTEST = 12;
const LONGEST = 200;
/** So many letters and signs must be left when guessable words are taken out. */
const OWN_LETTERS = 6;
const WEAK =
  /samtlige|albertslund|kommune|jobcenter|adgangskode|kodeord|password|passw0rd|welcome|velkommen|qwertyuiop|qwerty|asdfgh|zxcvbn|abcdef|ghijkl|admin|administrator|letmein|hemmelig|sommer|vinter|efterår|forår|januar|februar|marts|april|juni|juli|august|september|oktober|november|december|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|danmark|københavn|iloveyou|0?1?234(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?|(?:19|20)\d\d/gu;

/** Why this cannot be a new password, in Danish; null when it can. */
export function passwordFault(password: string, who: { username: string; name: string }): string | null {
  const typed = password.normalize('NFC');
  if ([...typed].length < SHORTEST) return `Brug mindst ${SHORTEST} tegn, fx fire tilfældige ord.`;
  if (typed.length > LONGEST) return `Brug højst ${LONGEST} tegn.`;
  const own = [who.username, ...who.name.toLowerCase().split(/\s+/)].filter((word) => word.length > 2);
  const without = own
    .reduce((text, word) => text.replaceAll(word, ''), typed.toLowerCase())
    .replace(WEAK, '');
  if (new Set(without).size < OWN_LETTERS)
    return 'Den er for let at gætte: den består næsten kun af almindelige ord, gentagelser eller dit navn.';
  return null;
}
