import * as openid from 'openid-client';
import { paths } from '../paths.ts';
import { type OidcSettings, type RoleMap, rightsOf } from '../sign-in-config.ts';
import type { Person } from './identity.ts';

const TIMEOUT_SECONDS = 10;

/** What is remembered of a sign-in until its answer comes. */
export interface OidcRequest {
  state: string;
  nonce: string;
  codeVerifier: string;
}

export interface Oidc {
  begin(): Promise<OidcRequest & { url: string }>;
  /** Throws unless the issuer itself has answered this very request: state, nonce, issuer, audience, signature, time. */
  finish(answer: URL, request: OidcRequest): Promise<{ person: Person; idToken: string }>;
  /** where the user signs out of the issuer as well; undefined when it offers nothing */
  signOutUrl(idToken: string): Promise<string | undefined>;
}

/** One issuer, found by discovery at first use: a server starts also while the issuer is away. */
export function createOidc(
  settings: OidcSettings,
  { publicUrl, roleMap }: { publicUrl: string; roleMap: RoleMap },
): Oidc {
  let found: Promise<openid.Configuration> | undefined;
  const server = () => {
    found ??= discover(settings).catch((error) => {
      found = undefined;
      throw error;
    });
    return found;
  };
  return {
    async begin() {
      const config = await server();
      const request = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        codeVerifier: openid.randomPKCECodeVerifier(),
      };
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: `${publicUrl}${paths.oidcAnswer}`,
        scope: 'openid profile email',
        code_challenge: await openid.calculatePKCECodeChallenge(request.codeVerifier),
        code_challenge_method: 'S256',
        state: request.state,
        nonce: request.nonce,
      });
      return { ...request, url: url.href };
    },
    async finish(answer, { state, nonce, codeVerifier }) {
      const config = await server();
      const tokens = await openid.authorizationCodeGrant(config, answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      const told = tokens.claims();
      if (!told || !tokens.id_token) throw new Error('The issuer sent no ID token');
      const more =
        told[settings.roleClaim] === undefined && config.serverMetadata().userinfo_endpoint
          ? await openid.fetchUserInfo(config, tokens.access_token, told.sub)
          : {};
      const claims: Record<string, unknown> = { ...more, ...told };
      const rights = rightsOf(roleMap, {
        roles: wordsIn(claims[settings.roleClaim]),
        teams: settings.teamClaim ? wordsIn(claims[settings.teamClaim]) : [],
      });
      const person = {
        issuer: told.iss,
        subject: told.sub,
        name: wordsIn(claims.name)[0] ?? told.sub,
        email: wordsIn(claims.email)[0] ?? null,
        ...rights,
      };
      return { person, idToken: tokens.id_token };
    },
    async signOutUrl(idToken) {
      const config = await server();
      if (!config.serverMetadata().end_session_endpoint) return undefined;
      return openid.buildEndSessionUrl(config, {
        id_token_hint: idToken,
        post_logout_redirect_uri: `${publicUrl}${paths.signIn}`,
      }).href;
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<openid.Configuration> {
  const url = new URL(issuer);
  const execute = [
    // The signature is checked although the token comes over TLS: it is what keeps alg none and strangers' keys out.
    openid.enableNonRepudiationChecks,
    ...(url.protocol === 'http:' ? [openid.allowInsecureRequests] : []),
  ];
  return openid.discovery(url, clientId, clientSecret, undefined, { execute, timeout: TIMEOUT_SECONDS });
}

function wordsIn(claim: unknown): string[] {
  return [claim].flat().filter((word): word is string => typeof word === 'string' && word !== '');
}
