import { paths } from './paths.ts';

const HERE = 'http://here.invalid';

/**
 * Only a path of our own, as a browser reads it: `//evil.example` and `/\evil.example` are addresses elsewhere, and so is
 * either with a tab in it, which browsers leave out.
 */
export function ownPath(wanted: string | undefined): string {
  const url = wanted?.startsWith('/') ? URL.parse(wanted, HERE) : null;
  const isOurs = url?.origin === HERE && !url.pathname.startsWith('//');
  return isOurs ? `${url.pathname}${url.search}` : paths.home;
}
