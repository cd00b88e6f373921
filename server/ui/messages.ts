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
  'person-gemt': 'Personen er tilføjet.',
  'person-rettet': 'Personen er rettet. Det gamle er bevaret.',
  'person-oplyst': 'Det er noteret, at personen er oplyst.',
  'optegnelse-gemt': 'Det er gemt.',
  'optegnelse-rettet': 'Det er rettet. Den gamle udgave er bevaret.',
  'optegnelse-ophoert': 'Den er ophørt.',
  'optegnelse-trukket': 'Den er trukket tilbage.',
  'opfoelgning-klaret': 'Opfølgningen er klaret.',
  'egen-gemt': 'Vores egen oplysning er gemt. Importer ændrer den ikke.',
  'egen-fjernet': 'Registrets oplysning gælder igen.',
  'tilknytning-gemt': 'Tilknytningen er gemt.',
  'tilknytning-ophoert': 'Tilknytningen er ophørt.',
  'ansvarlig-flyttet': 'Ansvaret er flyttet.',
  'virksomhed-oprettet': 'Virksomheden er oprettet i hånden.',
  'aendring-taget': 'Du har taget den.',
  'aendring-sluppet': 'Den er sat tilbage på listen.',
  'aendring-klaret': 'Den er klaret.',
  sammenlagt: 'De to er lagt sammen.',
  'sammenlaegning-fortrudt': 'Sammenlægningen er fortrudt. Alt står, som det gjorde.',
  adskilt: 'De holdes adskilt og foreslås ikke igen.',
  'afklaring-fortrudt': 'Tallet er taget tilbage.',
  masseredigeret: 'Virksomhederne er ændret.',
  'masseredigering-fortrudt': 'Ændringen er fortrudt.',
  'visning-gemt': 'Visningen er gemt.',
  'visning-slettet': 'Visningen er slettet.',
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
  'genveje-gemt': 'Genvejene er gemt.',
  'logget-ud': 'Du er logget ud.',
};

export function messageText(code: string | null): string | null {
  return (code && MESSAGES[code]) || null;
}

/** A path with the message code added, whatever query it has. */
export function withMessage(path: string, code: keyof typeof MESSAGES): string {
  return `${path}${path.includes('?') ? '&' : '?'}besked=${code}`;
}
