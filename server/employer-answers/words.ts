import type { EmployerAnswer } from '../../db/schema/order-work.ts';

interface Sender {
  title: string;
  /** who signs */
  name: string;
  unitName: string;
  municipalityName: string;
}

const BODIES: Readonly<Record<EmployerAnswer, (title: string) => string>> = {
  paa_vej: (title) =>
    `Tak, fordi I har fortalt os, at I mangler folk til »${title}«. Vi leder nu efter nogen, der passer.

I hører fra os igen, så snart nogen har sagt ja til, at vi må fortælle om dem. Har noget ændret sig hos jer, så ring.`,
  kandidater_sendt: (title) =>
    `Vi har fundet nogen, der passer til »${title}«, og som gerne vil høre mere. Det, I må vide om dem, får I for sig.

Ring, når I har set på det: så aftaler vi, hvem I vil tale med, og hvornår.`,
  ingen_passer: (title) =>
    `Vi har set alle igennem, og lige nu er der ingen, som passer til »${title}«.

Ordren bliver stående, og vi leder igen hver nat. Det kan hjælpe, hvis noget kan læres hos jer, eller hvis timerne kan være anderledes. Ring, hvis vi skal tale om det.`,
};

/** A draft in plain Danish that says nothing of any citizen, to be mended before it is sent. */
export function draftText(
  answer: EmployerAnswer,
  { title, name, unitName, municipalityName }: Sender,
): string {
  return `Hej\n\n${BODIES[answer](title)}\n\nVenlig hilsen\n${name}\n${unitName}, ${municipalityName}`;
}

/** Opens the mail program with the text in it. */
export function mailLink(title: string, text: string): string {
  const body = encodeURIComponent(text.replaceAll('\n', '\r\n'));
  return `mailto:?subject=${encodeURIComponent(`Svar på jeres ordre: ${title}`)}&body=${body}`;
}
