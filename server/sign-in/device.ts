import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const YEAR_SECONDS = 365 * 86_400;

/**
 * A browser where the user has signed in before carries a proof of it, so that failures made elsewhere never keep the
 * user out (OWASP's device cookies). It opens nothing by itself.
 */
export function rememberDevice(
  reply: FastifyReply,
  { username, formKey, secureCookies }: { username: string; formKey: Buffer; secureCookies: boolean },
): void {
  const device = randomBytes(16).toString('base64url');
  reply.setCookie(cookieName(secureCookies), `${device}.${proofOf(formKey, username, device)}`, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: secureCookies,
    maxAge: YEAR_SECONDS,
  });
}

/** Where an attempt comes from: the known browser, or else the address. */
export function placeOf(
  request: FastifyRequest,
  { username, formKey, secureCookies }: { username: string; formKey: Buffer; secureCookies: boolean },
): Place {
  const [device = '', proof = ''] = (request.cookies[cookieName(secureCookies)] ?? '').split('.');
  const expected = Buffer.from(proofOf(formKey, username, device));
  const given = Buffer.from(proof);
  const known = expected.length === given.length && timingSafeEqual(expected, given);
  return { address: known ? `enhed:${device}` : request.ip, known, account: accountOf(formKey, username) };
}

export interface Place {
  address: string;
  known: boolean;
  /** who is tried, as a keyed hash: now and then somebody types a password or a CPR number where the name belongs */
  account: string;
}

function accountOf(formKey: Buffer, username: string): string {
  return createHmac('sha256', formKey).update(`account:${username}`).digest('base64url');
}

function proofOf(formKey: Buffer, username: string, device: string): string {
  return createHmac('sha256', formKey).update(`device:${username}:${device}`).digest('base64url');
}

function cookieName(secureCookies: boolean): string {
  return secureCookies ? '__Host-samtlige-kendt' : 'samtlige-kendt';
}
