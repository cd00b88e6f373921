import { API_AREAS, type ApiArea, type ApiReach } from '../../db/schema/api-tokens.ts';

export type Scopes = ReadonlyMap<ApiArea, ApiReach>;

/** Words of the API's addresses, by the area that they belong to. */
const WORDS: Readonly<Record<ApiArea, readonly string[]>> = {
  virksomheder: [
    'companies',
    'company-bars',
    'duplicates',
    'headcounts',
    'merges',
    'persons',
    'records',
    'register-changes',
    'undecided-companies',
    'views',
  ],
  kontakter: ['contacts', 'next-steps', 'timeline', 'brief'],
  kampagner: ['campaigns'],
  jobordrer: ['job-orders', 'order-templates', 'leads'],
  formidling: ['formidlinger', 'formidling-log', 'formidling-outcomes'],
  forloeb: ['placements', 'placement-follow-ups'],
  borgere: ['citizens'],
  rettigheder: [
    'rights-requests',
    'insight',
    'erasure',
    'retention-rules',
    'retention-runs',
    'retention-due',
  ],
  match: ['match', 'match-runs', 'matches', 'missing', 'shortlist', 'excluded', 'near-matches', 'set-asides'],
  daekning: ['coverage', 'seals', 'samarbejdsgrad'],
  rapporter: ['reports'],
  ord: ['concepts', 'terms', 'term-decisions'],
  regler: ['legal-rules', 'rule-overrides', 'target-groups'],
  import: ['imports'],
  brugere: ['users'],
};

/** Who one is, and what may be asked: every token may look. */
const WITHOUT_AREA = ['/api/v1/session', '/api/v1/openapi.json'];

const GIVES_MORE: Readonly<Record<ApiReach, readonly ApiReach[]>> = {
  laes: ['laes', 'skriv'],
  skriv: ['skriv'],
};

/**
 * What a token must hold to call this: every area that the address names, so that the citizens on an order's shortlist
 * take more than the order. Undefined: no token may call it.
 */
export function scopesNeeded(method: string, url: string): [ApiArea, ApiReach][] | undefined {
  const reads = method === 'GET' || method === 'HEAD';
  if (WITHOUT_AREA.includes(url)) return reads ? [] : undefined;
  const words = url.split('/');
  const areas = API_AREAS.filter((area) => WORDS[area].some((word) => words.includes(word)));
  return areas.length === 0 ? undefined : areas.map((area) => [area, reads ? 'laes' : 'skriv']);
}

/** The first scope that is lacking, or undefined when the token may call. */
export function lackingScope(
  scopes: Scopes,
  needed: readonly [ApiArea, ApiReach][],
): [ApiArea, ApiReach] | undefined {
  return needed.find(([area, reach]) => {
    const held = scopes.get(area);
    return held === undefined || !GIVES_MORE[reach].includes(held);
  });
}
