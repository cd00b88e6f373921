import type { Actor } from './plugins/session.ts';

/** What every page needs to know about the one who looks at it. */
export interface View {
  actor: Actor | null;
  /** path and query of the page */
  url: string;
  unitName: string;
  municipalityName: string;
  demo: boolean;
  formToken: string;
  nonce: string;
  /** code of the message to show after a redirect (ui/messages.ts) */
  message: string | null;
  /** today's local date */
  today: string;
}
