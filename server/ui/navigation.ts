import type { Role } from '../../db/schema/users.ts';
import { paths } from '../paths.ts';

export interface Place {
  href: string;
  text: string;
  roles: readonly Role[];
  /** after g it goes there */
  key?: string;
  /** what keeps watch over the program and its users: named together where its roles begin */
  oversight?: true;
}

const EVERYBODY = ['konsulent', 'sagsbehandler', 'leder', 'administrator'] as const;

/** The main menu, in its order. */
const MENU: Place[] = [
  { href: paths.home, text: 'Min dag', roles: ['konsulent'], key: 'm' },
  { href: paths.companies, text: 'Virksomheder', roles: EVERYBODY, key: 'v' },
  { href: paths.map, text: 'Kort', roles: EVERYBODY },
  { href: paths.campaigns, text: 'Kampagner', roles: ['konsulent', 'leder'], key: 'k' },
  { href: paths.jobOrders, text: 'Jobordrer', roles: ['konsulent', 'sagsbehandler', 'leder'], key: 'j' },
  { href: paths.placements, text: 'Forløb', roles: ['konsulent', 'sagsbehandler', 'leder'], key: 'f' },
  { href: paths.cards, text: 'Formidling', roles: ['konsulent', 'sagsbehandler'] },
  { href: paths.citizens, text: 'Borgere', roles: ['sagsbehandler'], key: 'b' },
  { href: paths.terms, text: 'Ord', roles: EVERYBODY },
  { href: paths.coverage, text: 'Dækning', roles: ['konsulent', 'leder', 'administrator'], key: 'd' },
  { href: paths.reports, text: 'Rapporter', roles: ['konsulent', 'sagsbehandler', 'leder'] },
  { href: paths.whyNotCitizens, text: 'Hvorfor ikke', roles: ['sagsbehandler'] },
  { href: paths.whyNotOrders, text: 'Hvorfor ikke', roles: ['konsulent', 'leder'] },
  { href: paths.setAsides, text: 'Fravalg', roles: ['konsulent', 'leder'] },
  { href: paths.runs, text: 'Matchkørsler', roles: ['konsulent', 'leder', 'administrator'] },
  { href: paths.imports, text: 'Import', roles: ['administrator'] },
  { href: paths.legalRules, text: 'Regler', roles: ['administrator'] },
  { href: paths.users, text: 'Brugere', roles: ['administrator'] },
  { href: paths.settings, text: 'Indstillinger', roles: ['administrator'] },
];

/** What one does or opens more seldom: found in the search, not in the menu. */
const MORE: Place[] = [
  { href: paths.newJobOrder, text: 'Ny jobordre', roles: ['konsulent'] },
  { href: paths.newPlacement, text: 'Nyt forløb', roles: ['konsulent', 'sagsbehandler'] },
  { href: paths.leads, text: 'Muligheder', roles: ['konsulent', 'sagsbehandler', 'leder'] },
  { href: paths.dayRoute, text: 'Dagens rute', roles: ['konsulent', 'sagsbehandler', 'leder'] },
  { href: paths.nobodysSteps, text: 'Aftaler uden ansvarlig', roles: ['leder'] },
  { href: paths.colleagueNotes, text: 'Mellem kolleger', roles: ['konsulent'] },
  { href: paths.citizenAttention, text: 'Borgere at se på', roles: ['sagsbehandler', 'leder'] },
  { href: paths.rightsRequests, text: 'Henvendelser om rettigheder', roles: ['sagsbehandler'] },
  {
    href: paths.retention,
    text: 'Opbevaring og sletning',
    roles: ['leder', 'administrator'],
    oversight: true,
  },
  { href: paths.orderReport, text: 'Jobordrer i kvartalet', roles: ['konsulent', 'sagsbehandler', 'leder'] },
  { href: paths.placementReport, text: 'Forløb i kvartalet', roles: ['konsulent', 'leder'] },
  { href: paths.award, text: 'Virksomhedspris', roles: ['leder'] },
  { href: paths.equalUse, text: 'Lige brug af ordninger', roles: ['leder'] },
  { href: paths.halfYear, text: 'Halvårsnotat til udvalget', roles: ['leder'] },
  { href: paths.operations, text: 'Driftsstatus', roles: ['administrator'] },
  { href: paths.readControl, text: 'Kontrol af opslag', roles: ['leder', 'administrator'], oversight: true },
  { href: paths.apiTokens, text: 'Adgangsnøgler til programmer', roles: ['administrator'], oversight: true },
  { href: paths.webhooks, text: 'Webhooks', roles: ['administrator'], oversight: true },
  { href: paths.newUser, text: 'Ny bruger', roles: ['administrator'] },
  {
    href: paths.impactAnnex,
    text: 'Bilag til konsekvensanalyse',
    roles: ['leder', 'administrator'],
    oversight: true,
  },
  { href: paths.algorithm, text: 'Om algoritmen', roles: EVERYBODY },
  { href: paths.weights, text: 'Sådan tælles der', roles: EVERYBODY },
  { href: paths.legalRules, text: 'Regler', roles: EVERYBODY },
  { href: paths.own, text: 'Mine indstillinger', roles: EVERYBODY },
  { href: paths.shortcuts, text: 'Tastaturgenveje', roles: EVERYBODY },
  { href: paths.apiGuide, text: 'Adgang for andre programmer (API)', roles: EVERYBODY },
];

interface Viewer {
  roles: readonly Role[];
}

/** The menu of this user. Whoever may see both sides of Hvorfor ikke finds the other from the first. */
export function menuFor({ roles }: Viewer): Place[] {
  const allowed = MENU.filter((place) => place.roles.some((role) => roles.includes(role)));
  return allowed.filter((place, at) => allowed.findIndex(({ text }) => text === place.text) === at);
}

/** What this user may keep watch over. */
export function oversightFor(viewer: Viewer): Place[] {
  return MORE.filter(
    ({ roles, oversight }) => oversight && roles.some((role) => viewer.roles.includes(role)),
  );
}

/** Everywhere this user may go without looking anything up. */
export function placesFor(viewer: Viewer): Place[] {
  const menu = menuFor(viewer);
  const more = MORE.filter(({ roles }) => roles.some((role) => viewer.roles.includes(role)));
  return [...menu, ...more.filter(({ href }) => !menu.some((place) => place.href === href))];
}
