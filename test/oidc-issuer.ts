import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { onTestFinished } from 'vitest';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'test', use: 'sig', alg: 'RS256' };

interface Token {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
}

/** A real issuer on loopback (oidc-provider), whose tokens a test may forge on their way out. */
export interface Issuer {
  url: string;
  /** what the issuer says of who signs in */
  account: { sub: string; name: string; email: string; roles: string[]; unit?: string };
  /** another token instead of the one the issuer made, signed with its own key unless `alone` says otherwise */
  forge: ((token: Token) => string) | undefined;
  /** what the user's browser does at the issuer: signs in there, and is sent back with this address */
  signInAt(address: string): Promise<URL>;
}

export async function openIssuer(redirectUri: string, afterSignOut: string): Promise<Issuer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer: Issuer = {
    url,
    account: {
      sub: 'hanne',
      name: 'Hanne Højgård',
      email: 'hanne@kommune.dk',
      roles: ['Jobcenter-Konsulent'],
    },
    forge: undefined,
    signInAt: (address) => signInAt(url, address),
  };
  const provider = new Provider(url, {
    clients: [
      {
        client_id: 'samtlige',
        client_secret: 'hemmelig',
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [afterSignOut],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'roles', 'unit'], email: ['email'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['test'] },
    features: { devInteractions: { enabled: false } },
    findAccount: async (_ctx, accountId) => ({ accountId, claims: async () => ({ ...issuer.account }) }),
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    jwks: { keys: [jwk] },
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc;
      const grant = new provider.Grant({
        clientId: client?.clientId ?? '',
        accountId: session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
  });
  provider.use(async (ctx, next) => {
    await next();
    const body = ctx.body as { id_token?: string } | undefined;
    if (ctx.path === '/token' && body?.id_token && issuer.forge)
      ctx.body = { ...body, id_token: issuer.forge(parse(body.id_token)) };
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response);
    await provider.interactionDetails(request, response);
    return provider.interactionFinished(request, response, { login: { accountId: issuer.account.sub } });
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return issuer;
}

export function signedToken({ header, claims }: Token, key = privateKey): string {
  const text = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
}

export function unsignedToken({ claims }: Token): string {
  return `${[{ alg: 'none' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')}.`;
}

export function strangersKey() {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }));
}

function parse(token: string): Token {
  const [header, claims] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
  return { header: header ?? {}, claims: claims ?? {} };
}

/** Follows the issuer's redirects, with its cookies, until it sends the browser elsewhere. */
async function signInAt(issuer: string, address: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let at = new URL(address);
  for (let hops = 0; at.origin === issuer; hops++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (!location || hops > 10) throw new Error(`${at}: ${answer.status} ${await answer.text()}`);
    at = new URL(location, at);
  }
  return at;
}
