import Fuse from 'fuse.js';
import type { Db } from '../../db/client.ts';
import { fold } from '../../workers/matching/text.ts';
import { shownKey } from '../citizens/rules.ts';
import { paths } from '../paths.ts';
import type { Actor } from '../plugins/session.ts';
import { labels } from '../ui/labels.ts';
import { placesFor } from '../ui/navigation.ts';
import { citizenCandidates, colleagueCandidates, firmCandidates, orderCandidates } from './candidates.ts';

interface Hit {
  title: string;
  detail: string;
  href: string;
}

export interface HitGroup {
  name: string;
  hits: Hit[];
}

export interface Found {
  /** the group with the best hit first */
  groups: HitGroup[];
  /** the citizens among the hits: each is entered in the read log */
  citizenIds: number[];
}

interface Candidate extends Hit {
  /** as Fuse compares it: folded Danish, since Fuse takes ø for o and å for a, but not oe and aa */
  folded: string;
  citizenId?: number;
}

const SHOWN_EACH = 8;
const SHORTEST = 2;
/** Beyond 32 letters Fuse cuts a word into pieces and takes three times as long. */
const LONGEST_WORD = 32;

/** What was typed may be a page, a firm, an order, a citizen or a colleague: the likeliest first, by this user's rights. */
export function find(db: Db, typed: string, { actor, today }: { actor: Actor; today: string }): Found {
  const text = typed.normalize('NFC').trim().slice(0, 100);
  const places = placesFor(actor).map(({ text: title, href }) => candidate({ title, detail: '', href }));
  if (text.length < SHORTEST) {
    const groups = text === '' ? [{ name: 'Gå til', hits: places }] : [];
    return { groups, citizenIds: [] };
  }
  const ranked = [
    { name: 'Virksomheder', ...rank(text, firms(db, text, today)) },
    { name: 'Jobordrer', ...rank(text, orders(db, text, actor)) },
    { name: 'Borgere', ...rank(text, citizens(db, text, actor)) },
    { name: 'Kolleger', ...rank(text, colleagues(db, actor)) },
    { name: 'Gå til', ...rank(text, places) },
  ].filter(({ hits }) => hits.length > 0);
  return {
    groups: ranked.sort((a, b) => a.best - b.best),
    citizenIds: ranked.flatMap(({ hits }) => hits.flatMap(({ citizenId }) => citizenId ?? [])),
  };
}

function candidate(hit: Hit & { citizenId?: number; also?: string }): Candidate {
  const { also = '', ...rest } = hit;
  return { ...rest, folded: fold(`${hit.title} ${also}`).trim() };
}

/** The few that look most like what was typed; what begins with it comes before what holds it. */
function rank(typed: string, candidates: Candidate[]): { hits: Candidate[]; best: number } {
  const words = fold(typed)
    .split(/\s+/)
    .map((word) => word.slice(0, LONGEST_WORD));
  const query = words.join(' ');
  const fuse = new Fuse(candidates, {
    keys: ['folded'],
    includeScore: true,
    ignoreLocation: true,
    threshold: 0.3,
    useTokenSearch: true,
  });
  const scored = fuse
    .search(query)
    .map(({ item, score = 1 }) => ({ item, score: item.folded.startsWith(query) ? score - 1 : score }))
    .sort((a, b) => a.score - b.score || a.item.folded.length - b.item.folded.length)
    .slice(0, SHOWN_EACH);
  return { hits: scored.map(({ item }) => item), best: scored[0]?.score ?? 1 };
}

function firms(db: Db, typed: string, today: string): Candidate[] {
  return firmCandidates(db, typed, today).map(({ pNumber, cvr, name, city }) =>
    candidate({
      title: name,
      detail: [city, `CVR\u00a0${cvr}`, `P\u00a0${pNumber}`].filter(Boolean).join(' · '),
      href: paths.company(pNumber),
      also: `${cvr} ${pNumber}`,
    }),
  );
}

/** Orders are for those who may open one: an administrator may not. */
function orders(db: Db, typed: string, { roles }: Actor): Candidate[] {
  if (!roles.some((role) => role !== 'administrator')) return [];
  return orderCandidates(db, typed).map((order) =>
    candidate({
      title: order.title,
      detail: [order.firmName, labels.orderType[order.type], labels.orderStatus[order.status]].join(' · '),
      href: paths.jobOrder(order.id),
      also: order.orderKey,
    }),
  );
}

function citizens(db: Db, typed: string, actor: Actor): Candidate[] {
  return citizenCandidates(db, typed, actor).map(({ id, citizenKey, name, caseworkerName }) =>
    candidate({
      title: name ?? shownKey(citizenKey),
      detail: caseworkerName,
      href: paths.citizen(id),
      citizenId: id,
      also: shownKey(citizenKey),
    }),
  );
}

/** A colleague without an address leads nowhere but for the one who looks after users. */
function colleagues(db: Db, { roles }: Actor): Candidate[] {
  const administrator = roles.includes('administrator');
  return colleagueCandidates(db).flatMap(({ id, name, email }) => {
    if (administrator) return [candidate({ title: name, detail: 'Bruger', href: paths.user(id) })];
    return email ? [candidate({ title: name, detail: email, href: `mailto:${email}` })] : [];
  });
}
