import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignInMethod } from '../../db/schema/users.ts';
import type { AppContext } from '../context.ts';
import { sendProblem } from '../errors.ts';
import { keyFor, openField, sealField } from '../field-cipher.ts';
import { startSession } from '../plugins/session.ts';
import type { Problem } from '../problems.ts';
import { hashPassword } from '../users/queries.ts';
import { type Admission, admit, type Person } from './identity.ts';

/** What signing out at the issuer needs: OIDC's token, or SAML's name and session. */
export type AtIssuer = { idToken: string } | SamlSession;

export interface SamlSession {
  nameID: string;
  nameIDFormat: string;
  sessionIndex: string | null;
}

const REFUSALS = {
  unreachable: 'Kommunens login svarer ikke. Prøv igen om lidt, eller log ind med brugernavn og adgangskode.',
  expired: 'Login tog for lang tid eller blev begyndt i en anden browser. Begynd forfra.',
  refused: 'Svaret fra kommunens login kunne ikke bekræftes. Begynd forfra.',
  unknown: 'Du er ikke oprettet her. Bed en administrator om adgang.',
  disabled: 'Din adgang er lukket. Bed en administrator om at åbne den.',
  'no-role': 'Kommunens login giver dig ingen rolle her. Bed om en rolle, hvor kommunen styrer adgange.',
  level: 'Du skal logge ind på et højere sikringsniveau (NSIS).',
} as const;

type Refusal = keyof typeof REFUSALS;

/** The issuer has vouched for the person: a session, or the reason why not. */
export async function enter(
  context: AppContext,
  request: FastifyRequest,
  reply: FastifyReply,
  entered: { person: Person; method: SignInMethod; atIssuer: AtIssuer; wanted: string },
): Promise<FastifyReply> {
  const admission = await admitPerson(context, entered.person);
  if (!admission.ok) return refuseSignIn(request, reply, admission.reason);
  const { userId } = admission;
  const atIssuer = sealAtIssuer(context.config.formKey, userId, entered.atIssuer);
  openFor(context, reply, { userId, method: entered.method, atIssuer });
  return reply.redirect(entered.wanted, 303);
}

/** As admit, with a password that nobody knows for whoever is new. */
export async function admitPerson({ db, now, config }: AppContext, person: Person): Promise<Admission> {
  const unusableHash = await hashPassword(randomUUID());
  const { createUsers } = config.signIn;
  return admit(db, person, { at: now().toISOString(), createUsers, unusableHash });
}

export function openFor(
  { db, now, secureCookies }: AppContext,
  reply: FastifyReply,
  opened: { userId: number; method: SignInMethod; atIssuer: string | null },
): void {
  startSession(db, reply, { ...opened, now: now(), secureCookies });
}

export function refuseSignIn(request: FastifyRequest, reply: FastifyReply, reason: Refusal): FastifyReply {
  const status = reason === 'unreachable' ? 503 : 403;
  const problem: Problem = { status, title: 'Du er ikke logget ind', detail: REFUSALS[reason] };
  return sendProblem(request, reply, problem);
}

export function sealAtIssuer(formKey: Buffer, userId: number, atIssuer: AtIssuer): string {
  return sealField(keyFor(formKey, 'at issuer'), JSON.stringify(atIssuer), boundTo(userId));
}

export function openAtIssuer(formKey: Buffer, userId: number, sealed: string): AtIssuer {
  return JSON.parse(openField(keyFor(formKey, 'at issuer'), sealed, boundTo(userId))) as AtIssuer;
}

function boundTo(userId: number): string {
  return `session:at_issuer:${userId}`;
}
