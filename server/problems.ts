export interface FieldError {
  field: string;
  reason: string;
}

/** What went wrong, in plain Danish; sent as application/problem+json (RFC 9457) or as a page. */
export interface Problem {
  status: number;
  title: string;
  detail?: string;
  errors?: FieldError[];
}

export const NOT_FOUND: Problem = {
  status: 404,
  title: 'Siden findes ikke',
  detail: 'Den kan være flyttet, eller du har ikke adgang til den.',
};
export const FORBIDDEN: Problem = {
  status: 403,
  title: 'Du har ikke adgang',
  detail: 'Din rolle giver ikke adgang til denne side.',
};
export const GONE_MEANWHILE: Problem = {
  status: 503,
  title: 'Nogen er slettet i mellemtiden',
  detail: 'En borger, som svaret viste, blev slettet, mens det blev lavet. Prøv igen.',
};
export const STALE: Problem = {
  status: 409,
  title: 'Nogen har rettet i mellemtiden',
  detail: 'Hent siden igen, og lav din rettelse på den nye udgave. Intet er overskrevet.',
};

/**
 * An answer may not leave: whom it shows cannot be logged, for they have been erased, or taken back with an import, since it
 * was made. Made anew it is without them.
 */
export class ShownIsGone extends Error {}
