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
export const STALE: Problem = {
  status: 409,
  title: 'Nogen har rettet i mellemtiden',
  detail: 'Hent siden igen, og lav din rettelse på den nye udgave. Intet er overskrevet.',
};
