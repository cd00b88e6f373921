import type { FirmBar } from '../../workers/matching/types.ts';
import { showDate } from '../ui/dates.ts';
import { labels } from '../ui/labels.ts';
import type { Collision } from './collisions.ts';

const BAR_REFUSALS: Readonly<Record<FirmBar, string>> = {
  ophoert: 'Virksomheden er ophørt: ingen kan begynde der.',
  blokade: 'Virksomheden er i blokade: ingen kan begynde der, før blokaden er ophævet.',
  konflikt: 'Virksomheden er i konflikt: ingen kan begynde der, før konflikten er ophørt.',
  spaerret: 'Virksomheden er spærret: ingen kan begynde der, før spærringen er ophævet.',
};

/** Why nobody can begin at a firm, in Danish. */
export function placementBarRefusal(bar: FirmBar): string {
  return BAR_REFUSALS[bar];
}

/** What is in the way, from when, and what would mend it. Without the other firm's name: not everybody may know it. */
export function collisionSentence({ kind, with: other, from }: Collision): string {
  const what = `${labels.orderType[other.type].toLowerCase()} fra ${showDate(other.startsOn)}`;
  switch (kind) {
    case 'samme_funktion':
      return `Borgeren er allerede i samme funktion i virksomheden (${what}). To forløb samtidig skal være forskellige funktioner.`;
    case 'to_fuldtid':
      return `Borgeren er på fuld tid et andet sted den ${showDate(from)} (${what}). To forløb på fuld tid kan ikke løbe samtidig.`;
    case 'samme_tid':
      return `Dage og tider falder sammen med et andet forløb den ${showDate(from)} (${what}).`;
    case 'for_mange_timer':
      return `Sammen med et andet forløb (${what}) bliver det over fuld tid fra den ${showDate(from)}. Skriv dage og tider for begge, hvis de ikke falder sammen.`;
  }
}

/** The whole name, or the first one for somebody who may know no more. */
export function citizenName(name: string | null, whole: boolean): string | null {
  return whole ? name : (name?.split(/\s+/)[0] ?? null);
}
