import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ROLES, type Role } from '../../db/schema/users.ts';
import { lackingScope, scopesNeeded } from '../api-tokens/scopes.ts';
import type { Program } from '../api-tokens/tokens.ts';
import type { App, AppOptions } from '../context.ts';
import { isApi, sendProblem } from '../errors.ts';
import { paths } from '../paths.ts';
import { FORBIDDEN } from '../problems.ts';
import { isFormToken } from './session.ts';

/** Who may call a route: everybody, everybody signed in, those who hold one of the roles, or the score workers. */
export type Access = 'public' | 'signed-in' | 'worker' | readonly Role[];

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** the one form that has no session yet */
    withoutFormToken?: boolean;
    /** where a second factor is set up, and the way out */
    withoutSecondFactor?: boolean;
    /** the one form that another site sends: the answer of the municipality's sign-in, signed and asked for */
    fromElsewhere?: boolean;
  }
}

/** Refuses to boot with a route that does not say who may call it, and keeps the others to their word. */
export function registerAccess(app: App, { formKey, workerToken }: AppOptions['config']): void {
  app.addHook('onRoute', (route) => {
    const access = route.config?.access;
    if (!isAccess(access)) throw new Error(`${route.method} ${route.url} does not declare config.access`);
    refuseWithoutArea(route);
  });
  const count = app.rateLimit();
  app.addHook('onRequest', async (request, reply) => {
    const refuse = refusalOf(request, workerToken);
    if (!refuse) return;
    // The route's own count comes later, and never to what is refused here: guessing would be free.
    await count.call(app, request, reply);
    return refuse(request, reply);
  });
  app.addHook('preValidation', async (request, reply) => {
    if (!isUnsafe(request.method) || request.is404) return;
    if (request.routeOptions.config?.fromElsewhere) return;
    // No browser sends a token by itself, so no other site can make one be sent.
    if (request.program) return;
    if (!comesFromHere(request)) return sendProblem(request, reply, CROSS_SITE);
    if (isApi(request)) return;
    const token = request.headers['x-form-token'] ?? takeToken(request.body);
    if (request.routeOptions.config?.withoutFormToken) return;
    if (!isFormToken(formKey, request.sessionHash, token)) return sendProblem(request, reply, CROSS_SITE);
  });
}

type Refusal = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** Undefined: let in. */
function refusalOf(request: FastifyRequest, workerToken: string | undefined): Refusal | undefined {
  const { access, withoutSecondFactor } = request.routeOptions.config ?? {};
  if (request.is404 || access === 'public') return undefined;
  if (access === 'worker') return isWorker(request, workerToken) ? undefined : refuseStranger;
  const { actor, program } = request;
  if (!actor) return askToSignIn;
  if (program && isBeyond(request, program)) return refuseProgram;
  if (request.lacksSecondFactor && !withoutSecondFactor) return askForSecondFactor;
  if (access === 'signed-in' || access?.some((role) => actor.roles.includes(role))) return undefined;
  return refuseRole;
}

const CROSS_SITE = {
  status: 403,
  title: 'Formularen kan ikke bekræftes',
  detail:
    'Den kom ikke fra dette system, eller du er logget ud i mellemtiden. Gå tilbage, hent siden igen, og prøv igen.',
};

const NOT_A_WORKER = { status: 401, title: 'Kun for serverens regnere' };

function refuseStranger(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(request, reply, NOT_A_WORKER);
}

function refuseRole(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(request, reply, FORBIDDEN);
}

/** Of the same length whatever was sent, so that the time to compare tells nothing. */
function isWorker(request: FastifyRequest, workerToken: string | undefined): boolean {
  if (!workerToken) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${workerToken}`));
}

function isAccess(access: unknown): access is Access {
  if (access === 'public' || access === 'signed-in' || access === 'worker') return true;
  return Array.isArray(access) && access.length > 0 && access.every((role) => ROLES.includes(role));
}

/** Every address of the API belongs to an area that a token can be given, or kept from. */
function refuseWithoutArea({ method, url }: { method: string | string[]; url: string }): void {
  if (!url.startsWith('/api/') || url === paths.api('session')) return;
  for (const one of [method].flat())
    if (!scopesNeeded(one, url)) throw new Error(`${one} ${url} belongs to no area (api-tokens/scopes.ts)`);
}

function isBeyond({ method, routeOptions }: FastifyRequest, { scopes }: Program): boolean {
  const needed = scopesNeeded(method, routeOptions.url ?? '');
  return needed === undefined || lackingScope(scopes, needed) !== undefined;
}

function refuseProgram(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const needed = scopesNeeded(request.method, request.routeOptions.url ?? '') ?? [];
  const said = needed.map(([area, reach]) => `${area}:${reach}`).join(' og ');
  const detail = said ? `Kaldet kræver ${said}.` : 'Kaldet er kun for mennesker.';
  return sendProblem(request, reply, { status: 403, title: 'Nøglen åbner ikke for dette', detail });
}

function askToSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (request.showsToken) {
    reply.header('www-authenticate', 'Bearer error="invalid_token"');
    const detail = 'Den er forkert, udløbet eller trukket tilbage.';
    return sendProblem(request, reply, { status: 401, title: 'Nøglen gælder ikke', detail });
  }
  if (isApi(request)) return sendProblem(request, reply, { status: 401, title: 'Du er ikke logget ind' });
  // Whoever asked for a part of a page would get the whole sign-in page in its place.
  if (request.headers['hx-request'] === 'true')
    return reply
      .code(401)
      .header('hx-redirect', signInFrom(request, pageBefore(request)))
      .send();
  if (request.url === paths.signOut) return reply.redirect(paths.signIn, 303);
  const back = request.method === 'GET' ? request.url : pageBefore(request);
  return reply.redirect(signInFrom(request, back), 303);
}

function signInFrom({ method }: FastifyRequest, page: string): string {
  const lost = method === 'GET' ? '' : '&ikke=gemt';
  return `${paths.signIn}?til=${encodeURIComponent(page)}${lost}`;
}

/** The page whose form was sent, so that one comes back to it; nothing for a form that was refused before, whose address shows nothing. */
function pageBefore({ url, headers: { referer } }: FastifyRequest): string {
  if (!referer || !URL.canParse(referer)) return '';
  const { pathname, search } = new URL(referer);
  return pathname === url ? '' : `${pathname}${search}`;
}

function askForSecondFactor(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const title = 'Din rolle kræver engangskoder';
  if (isApi(request)) return sendProblem(request, reply, { status: 403, title });
  return reply.redirect(paths.ownFactor, 303);
}

function isUnsafe(method: string): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(method);
}

/** Takes the token out of the form, so that no route's schema needs to know it. */
function takeToken(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('_token' in body)) return undefined;
  const token = body._token;
  delete body._token;
  return token;
}

/** Browsers tell where a request comes from; one that tells nothing is not let in (ASVS 3.5.1). */
function comesFromHere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site) return site === 'same-origin' || site === 'none';
  const origin = request.headers.origin;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  const own = `${protocol}//${request.headers.host}`;
  return URL.canParse(own) && host === new URL(own).host;
}
