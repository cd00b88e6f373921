import { dayText, hoursText, placedText, timesText } from './exclude.ts';
import { levelName } from './levels.ts';
import type { Market } from './market.ts';
import type { Hurdle, Step } from './obstacles.ts';
import type { OrderSpec } from './spec.ts';
import { headKeyOf, minutesBetween, type NoPair, type Standing } from './standing.ts';

export type StandingRule = Hurdle | NoPair | 'for_faa_oplysninger' | 'ord_ikke_forstaaet';
export type WhoCanFix = 'sagsbehandler' | 'konsulent';

/** One standing answer in plain Danish: the rule, its value, and who can mend it. */
export interface StandingAnswer {
  rule: StandingRule;
  answer: string;
  whoCanFix: WhoCanFix;
}

/** What the snapshot's numbers stand for. */
export interface Words {
  /** a concept's label; null when it is on no list */
  label: (conceptId: string) => string | null;
  /** what an order type is called, by its place in ORDER_TYPES */
  type: (type: number) => string;
  /** the order's own words for one of its hard groups; null when they are gone */
  hard: (order: OrderSpec, group: number) => string | null;
  title: (orderId: number) => string | null;
  /** the order's words that nobody has understood */
  unreadOf: (orderId: number) => readonly string[];
}

interface Setting {
  market: Market;
  order: OrderSpec;
  words: Words;
}

const number = (value: number) => value.toLocaleString('da-DK');

/** What a citizen without a match is told. `unread`: the citizen's words, when none of them was understood. */
export function citizenAnswer(
  setting: Setting | { market: Market; order: null },
  standing: Standing,
  unread: readonly string[],
): StandingAnswer {
  const { noPair, citizen, steps } = standing;
  if (noPair !== null || setting.order === null) return citizenWithoutPair(noPair);
  const few = ((setting.market.arrays.citizenFlags[citizen] ?? 0) & 8) !== 0;
  const rules = steps.map(({ hurdle }) => {
    if (hurdle !== 'intet_til_faelles') return hurdle;
    if (unread.length > 0) return 'ord_ikke_forstaaet';
    return few ? 'for_faa_oplysninger' : hurdle;
  });
  const [rule = 'ingen_ordrer'] = rules;
  const [only] = steps;
  const whoCanFix = CITIZEN_MENDERS[rule] ?? 'sagsbehandler';
  if (!only || steps.length > 1) {
    const things = steps.map((step, at) => shortly(setting, standing, step, rules[at] ?? step.hurdle));
    const orders = standing.opens === 1 ? 'den nærmeste ordre' : `${number(standing.opens)} ordrer`;
    return { rule, answer: severalThings(things, orders, whoCanFix), whoCanFix };
  }
  return { rule, answer: citizenSentence(setting, standing, only, rule, unread), whoCanFix };
}

function citizenWithoutPair(noPair: NoPair | null): StandingAnswer {
  if (noPair === 'andre_foran') {
    return {
      rule: 'andre_foran',
      answer:
        'Andre står foran: borgeren passer til mindst én ordre, men andre passer bedre og fylder listerne. Sagsbehandleren kan se borgerens egne forslag.',
      whoCanFix: 'sagsbehandler',
    };
  }
  return {
    rule: 'ingen_ordrer',
    answer: 'Ingen ordrer: der er ingen åbne ordrer lige nu. Konsulenten kan hente en hjem.',
    whoCanFix: 'konsulent',
  };
}

const CITIZEN_MENDERS: Partial<Record<StandingRule, WhoCanFix>> = {
  maalgruppe: 'konsulent',
  vilkaar: 'konsulent',
  virksomhed: 'konsulent',
};

/** 3 af 4 ordrer, borgeren ellers passer til, */
function ordersElse({ opens, of }: Standing): string {
  if (of === 1) return 'den ene ordre, borgeren ellers passer til,';
  const some = opens === of ? `alle ${number(of)}` : `${number(opens)} af ${number(of)}`;
  return `${some} ordrer, borgeren ellers passer til,`;
}

function citizenSentence(
  setting: Setting,
  standing: Standing,
  step: Step,
  rule: StandingRule,
  unread: readonly string[],
): string {
  const { market } = setting;
  const { citizenHoursFrom, citizenHoursTo, citizenTimes, citizenMaxTravel } = market.arrays;
  const { citizenStartDay, citizenPlacedDay } = market.arrays;
  const at = standing.citizen;
  const which = ordersElse(standing);
  const value = askedAt(setting, step, at);
  const sought = `Flest (${number(standing.opens)} af ${number(standing.of)}) af de ordrer, borgeren ellers kan få, søger ${value}.`;
  const own = { from: citizenHoursFrom[at] ?? 0, to: citizenHoursTo[at] ?? 0 };
  const sentences: Partial<Record<StandingRule, string>> = {
    koerekort: `${value}: ${which} kræver det. Sagsbehandleren kan spørge, om borgeren har det, eller om det kan tages.`,
    certifikat: `${value}: ${which} kræver det. Sagsbehandleren kan spørge, om borgeren har det og hvor længe det gælder, eller om det kan tages.`,
    danskniveau: `${value}: ${which} kræver det. Sagsbehandleren kan rette niveauet, hvis borgeren kan mere, eller tale om danskundervisning.`,
    timer: `Timer: ${which} er på andre timer end borgerens ${hoursText(own)}; den nærmeste er på ${value}. Sagsbehandleren kan tale med borgeren om timerne.`,
    arbejdstid: `Arbejdstid: ${which} ligger på tider, borgeren ikke kan (${value} mod borgerens ${timesText(citizenTimes[at] ?? 0, 'og')}). Sagsbehandleren kan tale med borgeren om tiderne.`,
    startdato: `Startdato: ${which} starter, før borgeren kan den ${dayText(citizenStartDay[at] ?? 0)}; den nærmeste starter ${value}. Sagsbehandleren kan tale med borgeren om datoen.`,
    rejsetid: `Rejsetid: ${which} ligger længere væk end borgerens grænse på ${citizenMaxTravel[at] ?? 0} minutter; den nærmeste ca. ${value}. Sagsbehandleren kan tale transport med borgeren og se efter, om postnummeret er rigtigt.`,
    maalgruppe: `Målgruppe: ${which} er af typen ${value}, som borgerens målgruppe ikke kan få efter reglerne. Konsulenten kan spørge virksomheden om en anden type plads.`,
    har_arbejdsgiver: `Har en arbejdsgiver: ${which} er ordinære job. Sagsbehandleren kan rette det, hvis ansættelsen er ophørt.`,
    i_forloeb: `I forløb: borgeren er ${placedText(citizenPlacedDay[at] ?? 0)} på fuld tid, og ${which} starter inden da. Sagsbehandleren kan rette placeringens slutdato, hvis den er en anden.`,
    vilkaar: `Vilkår i arbejdet: ${which} har vilkår, der ikke kan tilpasses det, borgeren har brug for. Konsulenten kan spørge virksomheden, om det alligevel kan aftales.`,
    sat_til_side: `Sat til side: ${which} er borgeren sat til side for. Sagsbehandleren kan tage borgeren tilbage, hvis grunden ikke gælder mere.`,
    virksomhed: `Virksomheden: ${which} er hos en virksomhed, der ikke kan henvises til nu. Konsulenten kan se på virksomhedens side, om spærringen stadig gælder.`,
    maa_ikke_deles: `Må ikke deles: borgeren passer ellers til ${number(standing.of)} ${standing.of === 1 ? 'ordre' : 'ordrer'}. Sagsbehandleren kan tale med borgeren.`,
    for_faa_oplysninger: `For få oplysninger: ingen kompetencer, erfaring eller certifikater er registreret. ${sought} Sagsbehandleren kan tale med borgeren om, hvad vedkommende kan.`,
    ord_ikke_forstaaet: `Ordene er ikke forstået: ${quoted(unread)}. ${sought} Sagsbehandleren kan bekræfte ordene på siden Ord.`,
    intet_til_faelles: `Intet til fælles: borgerens kompetencer og jobmål er ikke dem, ordrerne søger. ${sought} Sagsbehandleren kan spørge, om borgeren kan det eller vil have det som jobmål.`,
  };
  return sentences[rule] ?? '';
}

/** What an order without candidates is told. */
export function orderAnswer({ market, order, words }: Setting, standing: Standing): StandingAnswer {
  const { steps, noPair } = standing;
  const setting = { market, order, words };
  if (noPair !== null) {
    const answer =
      'Ingen borgere: der er ingen borgere at vælge imellem. En administrator kan importere dem.';
    return { rule: 'ingen_borgere', answer, whoCanFix: 'konsulent' };
  }
  const unread = words.unreadOf(order.id);
  const rules = steps.map(({ hurdle }) =>
    hurdle === 'intet_til_faelles' && unread.length > 0 ? 'ord_ikke_forstaaet' : hurdle,
  );
  const [rule = 'ingen_borgere'] = rules;
  const [only] = steps;
  const whoCanFix = ORDER_MENDERS[rule] ?? 'konsulent';
  if (!only || steps.length > 1) {
    const things = steps.map((step, at) => shortly(setting, standing, step, rules[at] ?? step.hurdle));
    const people = standing.opens === 1 ? 'den nærmeste borger' : `de nærmeste ${citizens(standing.opens)}`;
    return { rule, answer: severalThings(things, people, whoCanFix), whoCanFix };
  }
  return { rule, answer: orderSentence(setting, standing, only, rule), whoCanFix };
}

const ORDER_MENDERS: Partial<Record<StandingRule, WhoCanFix>> = {
  maa_ikke_deles: 'sagsbehandler',
  har_arbejdsgiver: 'sagsbehandler',
  rejsetid: 'sagsbehandler',
};

function citizens(count: number): string {
  return count === 1 ? '1 borger' : `${number(count)} borgere`;
}

function orderSentence(setting: Setting, standing: Standing, step: Step, rule: StandingRule): string {
  const { order, words } = setting;
  const value = askedAt(setting, step);
  const all = `${citizens(standing.opens)} passer på alt andet, men`;
  const may = `${citizens(standing.opens)} kan få jobbet efter de ufravigelige krav`;
  const sentences: Partial<Record<StandingRule, string>> = {
    koerekort: `${value}: ${all} mangler det. Konsulenten kan spørge, om det er nødvendigt eller kan tages i jobbet.`,
    certifikat: `${value}: ${all} mangler det. Konsulenten kan spørge, om det kan skaffes inden start eller læres på jobbet.`,
    danskniveau: `${value}: ${all} er ikke så langt med dansk. Konsulenten kan spørge, hvad der skal siges, læses og skrives.`,
    timer: `Timer: ${all} kan ikke arbejde ${value} timer om ugen. Konsulenten kan spørge om flere eller færre timer.`,
    arbejdstid: `Arbejdstid: ${all} kan ikke ${value}. Konsulenten kan spørge om andre tider på dagen.`,
    startdato: `Startdato: ${all} kan ikke starte ${value}. Konsulenten kan spørge, om starten kan vente.`,
    rejsetid: `Rejsetid: ${all} har for langt. Sagsbehandlerne kan tale transport med dem.`,
    maalgruppe: `Målgruppe: ${all} kan ikke få typen ${value} efter reglerne. Konsulenten kan spørge virksomheden om en anden type plads.`,
    har_arbejdsgiver: `Har en arbejdsgiver: ${all} er registreret med en arbejdsgiver. Sagsbehandlerne kan rette det, hvis ansættelsen er ophørt.`,
    i_forloeb: `I forløb: ${all} er i et andet forløb på fuld tid, når ordren starter. Konsulenten kan spørge, om starten kan vente.`,
    vilkaar: `Vilkår i arbejdet: ${all} har brug for noget, arbejdet ikke kan tilpasses. Konsulenten kan spørge, om det alligevel kan aftales.`,
    sat_til_side: `Sat til side: ${all} er sat til side for ordren. Konsulenten kan tage dem tilbage, hvis grunden ikke gælder mere.`,
    virksomhed: `Virksomheden: ${citizens(standing.opens)} passer, men ingen kan henvises dertil nu. Konsulenten kan se på virksomhedens side, om spærringen stadig gælder.`,
    maa_ikke_deles: `Må ikke deles: ${all} må ikke deles med virksomheder. Sagsbehandlerne kan tale med dem.`,
    ord_ikke_forstaaet: `Ordene er ikke forstået: ${quoted(words.unreadOf(order.id))}. ${may}. Konsulenten kan bekræfte ordene på siden Ord.`,
    intet_til_faelles: `Ingen kan det: ${may}, men ingen af dem har ${value} eller noget beslægtet registreret. Konsulenten kan spørge, om det kan læres på jobbet.`,
  };
  return sentences[rule] ?? '';
}

const COUNTS = ['Ingen', 'Én', 'To', 'Tre', 'Fire', 'Fem', 'Seks'];

function severalThings(things: string[], whom: string, who: WhoCanFix): string {
  const count = COUNTS[things.length] ?? String(things.length);
  const list = `${things.slice(0, -1).join(', ')} og ${things.at(-1)}`;
  const person = who === 'sagsbehandler' ? 'Sagsbehandleren' : 'Konsulenten';
  return `${count} ting står i vejen for ${whom}: ${list}. ${person} kan begynde med det første.`;
}

/** One of several things, from either side. */
function shortly(setting: Setting, standing: Standing, step: Step, rule: StandingRule): string {
  const value = askedAt(setting, step);
  const phrases: Partial<Record<StandingRule, string>> = {
    koerekort: `${value} mangler`,
    certifikat: `${value} mangler`,
    danskniveau: `${value.replace(', ', ' på ').replace(/^D/, 'd')} er ikke nået`,
    timer: `timerne (${value}) passer ikke`,
    arbejdstid: `arbejdstiden (${value}) passer ikke`,
    startdato: `startdatoen (${value}) passer ikke`,
    rejsetid: 'rejsen er for lang',
    maalgruppe: `målgruppen kan ikke få typen ${value}`,
    har_arbejdsgiver: 'en arbejdsgiver er registreret',
    i_forloeb: 'borgeren er i et andet forløb på fuld tid',
    vilkaar: 'arbejdets vilkår kan ikke tilpasses',
    sat_til_side: 'borgeren er sat til side',
    virksomhed: 'virksomheden kan ikke få nogen henvist nu',
    maa_ikke_deles: 'må ikke deles',
    for_faa_oplysninger: `for få oplysninger (der søges ${value})`,
    ord_ikke_forstaaet: 'ordene er ikke forstået',
    intet_til_faelles: `intet til fælles (der søges ${value})`,
  };
  return phrases[rule] ?? standing.noPair ?? '';
}

const SIDES = ['Dansk', 'Dansk mundtligt', 'Dansk skriftligt'];

/** What the order asks for at one step. */
function askedAt({ market, order, words }: Setting, { hurdle, group, side }: Step, citizen = -1): string {
  const named = (key: number) => words.label(market.keys[key] ?? '');
  if (group !== null) {
    const labels = (order.hard[group]?.keys ?? []).map(named);
    if (labels.length > 0 && labels.every((label) => label !== null)) return labels.join(' eller ');
    return words.hard(order, group) ?? 'Et certifikat, der ikke er på listen';
  }
  if (side !== null) return `${SIDES[side]}, mindst ${levelName(order.danish[side] ?? 0)}`;
  if (hurdle === 'timer') return hoursText({ from: order.hoursFrom, to: order.hoursTo });
  if (hurdle === 'arbejdstid') return timesText(order.times, order.allTimes ? 'og' : 'eller');
  if (hurdle === 'startdato') return dayText(order.startDay);
  if (hurdle === 'maalgruppe') return words.type(order.type).toLowerCase();
  if (hurdle === 'rejsetid' && citizen >= 0) return `${minutesBetween(market, order, citizen)} minutter`;
  if (hurdle === 'intet_til_faelles') return named(headKeyOf(order)) ?? words.title(order.id) ?? 'andet';
  return '';
}

function quoted(texts: readonly string[]): string {
  const shown = texts.slice(0, 3).map((text) => `»${text.slice(0, 60)}«`);
  return texts.length > shown.length
    ? `${shown.join(', ')} og ${texts.length - shown.length} andre`
    : shown.join(', ');
}
