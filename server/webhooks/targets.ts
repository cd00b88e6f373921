import { lookup as resolve } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { BlockList, isIP, isIPv4 } from 'node:net';
import type { WebhookProblem } from '../../db/schema/webhooks.ts';

/** Where messages may go, as the operator has set it: origins, and those among them that may lie on the inner network. */
export interface WebhookTargets {
  origins: readonly string[];
  privateOrigins: readonly string[];
}

/** A target that is refused before anything is sent. */
export class TargetRefused extends Error {
  readonly problem: WebhookProblem;
  constructor(problem: WebhookProblem) {
    super(problem);
    this.problem = problem;
  }
}

/** The URL of an allowed target; throws TargetRefused. Nothing but https leaves the machine. */
export function allowedUrl(text: string, { origins, privateOrigins }: WebhookTargets): URL {
  if (!URL.canParse(text)) throw new TargetRefused('ikke_tilladt');
  const url = new URL(text);
  const isListed = origins.includes(url.origin) || privateOrigins.includes(url.origin);
  const isPlain = url.username === '' && url.password === '' && url.hash === '';
  if (!isListed || !isPlain) throw new TargetRefused('ikke_tilladt');
  // A literal address is never looked up, so it is judged here.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !privateOrigins.includes(url.origin) && !isPublic(host))
    throw new TargetRefused('privat_adresse');
  return url;
}

/**
 * The look-up of the very connection: what was judged is what is connected to, so that a name that answers differently the
 * second time gains nothing (DNS rebinding). One private address among public ones refuses the name.
 */
export function lookupFor(url: URL, { privateOrigins }: WebhookTargets): LookupFunction {
  const mayBePrivate = privateOrigins.includes(url.origin);
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      const addresses = found ?? [];
      if (error || addresses.length === 0) return callback(new TargetRefused('ukendt_vaert'), '', 0);
      if (!mayBePrivate && !addresses.every(({ address }) => isPublic(address)))
        return callback(new TargetRefused('privat_adresse'), '', 0);
      if (options.all) return callback(null, addresses);
      callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

/** IANA's special-purpose registries: none of these is a host on the open internet. */
const SPECIAL = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  SPECIAL.addSubnet(network, bits, 'ipv4');
/** Those within 2000::/3 that lead to IPv4 or nowhere. */
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  SPECIAL.addSubnet(network, bits, 'ipv6');
const GLOBAL_V6 = new BlockList();
GLOBAL_V6.addSubnet('2000::', 3, 'ipv6');

export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !SPECIAL.check(address, 'ipv4');
  return GLOBAL_V6.check(address, 'ipv6') && !SPECIAL.check(address, 'ipv6');
}
