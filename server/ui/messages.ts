/** What a page says after a redirect: `?besked=kontakt-gemt`. Codes, so that a link cannot put words in our mouth. */
const MESSAGES: Readonly<Record<string, string>> = {
  'kontakt-gemt': 'Kontakten er gemt.',
  'kontakt-rettet': 'Kontakten er rettet. Den gamle udgave er bevaret.',
  'skridt-klaret': 'Næste skridt er klaret.',
  'antal-gemt': 'Antal ansatte er gemt.',
  'ansvarlig-gemt': 'Du er nu ansvarlig.',
  'ansvar-sluppet': 'Du er ikke længere ansvarlig.',
  'spaerring-sat': 'Spærringen er gemt. Virksomhedens ordrer får ingen forslag, så længe den gælder.',
  'spaerring-ophaevet': 'Spærringen er ophævet.',
  'ordre-oprettet': 'Ordren er oprettet.',
  'ordre-rettet': 'Ordren er rettet.',
  'ordre-status': 'Status er ændret.',
  'ordre-forlaenget': 'Fristen er forlænget.',
  'formaal-gemt': 'Formålet er gemt.',
  'sat-til-side': 'Borgeren er sat til side for denne ordre.',
  'taget-tilbage': 'Borgeren er med igen.',
  'beslutning-trukket': 'Beslutningen er trukket tilbage. Ordet står igen på listen, hvis nogen bruger det.',
  'import-fortrudt': 'Importen er fortrudt.',
  'match-bestilt': 'Matchkørslen er bestilt.',
  'bruger-oprettet': 'Brugeren er oprettet.',
  'bruger-rettet': 'Brugeren er rettet.',
  'indstilling-gemt': 'Indstillingen er gemt.',
  'regel-gemt': 'Den nye udgave af reglen er gemt.',
  'kvartal-forseglet': 'Kvartalet er forseglet.',
  'allerede-forseglet': 'En anden nåede at forsegle kvartalet først. Her er beviset.',
  'samarbejdsgrad-gemt': 'Samarbejdsgraden er gemt.',
  'logget-ud': 'Du er logget ud.',
};

export function messageText(code: string | null): string | null {
  return (code && MESSAGES[code]) || null;
}

/** A path with the message code added, whatever query it has. */
export function withMessage(path: string, code: keyof typeof MESSAGES): string {
  return `${path}${path.includes('?') ? '&' : '?'}besked=${code}`;
}
