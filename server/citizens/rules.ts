import type { RuleAnswer } from '../../workers/matching/types.ts';
import { containsCpr, replaceCpr } from './cpr-guard.ts';

/** A CPR number is never shown; the right to see it comes with its own page and log. */
export const MASKED_CPR = '••••••-••••';

/** borger_id as shown: a case system that uses CPR numbers as keys must not put them on the screen. */
export function shownKey(citizenKey: string): string {
  return containsCpr(citizenKey) ? MASKED_CPR : citizenKey;
}

/** What a page calls the citizen. */
export function nameOrKey({ name, citizenKey }: { name: string | null; citizenKey: string }): string {
  return name ?? `Borger ${shownKey(citizenKey)}`;
}

/** Free text as shown where nobody knows whose it is. */
export function maskCpr(text: string): string {
  return containsCpr(text) ? replaceCpr(text, MASKED_CPR) : text;
}

export const VISIBILITY_REASONS = [
  'beskyttet',
  'beskyttelse_ukendt',
  'vil_ikke_deles',
  'ikke_spurgt',
] as const;
export type VisibilityReason = (typeof VISIBILITY_REASONS)[number];

/** Who can change the answer: the citizen decides on sharing, the sagsbehandler asks and looks up. */
export const FIXERS = ['borger', 'sagsbehandler', 'ingen'] as const;
export type Fixer = (typeof FIXERS)[number];

/** May an employer hear of the citizen? */
export interface Visibility {
  answer: RuleAnswer;
  /** empty for ja, and for whoever may not know why */
  reasons: { reason: VisibilityReason; whoCanFix: Fixer }[];
}

export interface Shielded {
  /** null: not asked */
  mayBeShared: boolean | null;
  /** null: unknown, which protects */
  protectedAddress: boolean | null;
}

const FIXER_OF: Readonly<Record<VisibilityReason, Fixer>> = {
  beskyttet: 'ingen',
  beskyttelse_ukendt: 'sagsbehandler',
  vil_ikke_deles: 'borger',
  ikke_spurgt: 'sagsbehandler',
};

/**
 * May employers hear of the citizen, and who can change it? Only ja opens. To whoever may not know why (`knowsWhy`), a
 * protected address, an unknown one and a no to sharing are the same nej without a reason, so that none of them can be
 * told from another. Databeskyttelsesforordningens artikel 25; NAV's synlighetsmotor.
 */
export function visibilityOf(
  { mayBeShared, protectedAddress }: Shielded,
  { knowsWhy }: { knowsWhy: boolean },
): Visibility {
  const broken: [VisibilityReason, Exclude<RuleAnswer, 'ja'>][] = [];
  if (protectedAddress === true) broken.push(['beskyttet', 'nej']);
  if (protectedAddress === null) broken.push(['beskyttelse_ukendt', 'mangler']);
  if (mayBeShared === false) broken.push(['vil_ikke_deles', 'nej']);
  if (mayBeShared === null) broken.push(['ikke_spurgt', 'mangler']);
  if (!knowsWhy && (protectedAddress !== false || mayBeShared === false))
    return { answer: 'nej', reasons: [] };
  const answer = broken.some(([, each]) => each === 'nej') ? 'nej' : broken.length > 0 ? 'mangler' : 'ja';
  return { answer, reasons: broken.map(([reason]) => ({ reason, whoCanFix: FIXER_OF[reason] })) };
}

/** May somebody without the right know that the citizen exists: on a shortlist, on a board? */
export function isHidden(citizen: Shielded): boolean {
  return visibilityOf(citizen, { knowsWhy: false }).answer === 'nej';
}
