import {
  generateServiceProviderMetadata,
  type Profile,
  SAML,
  type SamlConfig,
  ValidateInResponseTo,
} from '@node-saml/node-saml';
import { paths } from '../paths.ts';
import { type NsisLevel, type RoleMap, rightsOf, type SamlSettings } from '../sign-in-config.ts';
import type { SamlSession } from './entering.ts';
import type { Person } from './identity.ts';
import { readPrivileges } from './saml-privileges.ts';

const LEVELS: readonly NsisLevel[] = ['Low', 'Substantial', 'High'];
const NSIS = 'https://data.gov.dk/concept/core/nsis/loa';
/** OIOSAML 3 names first, then those of OIOSAML 2 that KOMBIT's Context Handler still sends. */
const PRIVILEGES = [
  'https://data.gov.dk/model/core/eid/privilegesIntermediate',
  'dk:gov:saml:attribute:Privileges_intermediate',
];
const NAMES = ['https://data.gov.dk/model/core/eid/fullName', 'urn:oid:2.5.4.3'];
const MAILS = ['https://data.gov.dk/model/core/eid/email', 'urn:oid:0.9.2342.19200300.100.1.3'];
const SKEW_MS = 60_000;

/** The level of assurance was too low; everything else that is wrong is a plain Error. */
export class LevelTooLow extends Error {}

export interface Accepted {
  person: Person;
  /** for signing out at the identity provider */
  session: SamlSession;
  assertionId: string;
  expiresAt: string;
  requestId: string;
}

export interface SamlProvider {
  metadata(): string;
  signInUrl(requestId: string): Promise<string>;
  /** Throws unless the identity provider has signed an assertion for us, now, about a request that is still open. */
  accept(answer: string, check: { now: Date; isOpen: (requestId: string) => boolean }): Promise<Accepted>;
  signOutUrl(session: SamlSession): Promise<string | undefined>;
  /** A signed request of the identity provider to sign somebody out, or its answer to ours (null). */
  readSignOut(query: Record<string, string>, raw: string): Promise<Profile | null>;
  signOutAnswer(profile: Profile, relayState: string): Promise<string>;
}

export function createSaml(
  settings: SamlSettings,
  { publicUrl, roleMap }: { publicUrl: string; roleMap: RoleMap },
): SamlProvider {
  const acs = `${publicUrl}${paths.samlAnswer}`;
  const options: SamlConfig = {
    callbackUrl: acs,
    issuer: settings.entityId,
    audience: settings.entityId,
    idpIssuer: settings.idp,
    idpCert: settings.idpCertificate,
    entryPoint: settings.signInUrl,
    ...(settings.signOutUrl && { logoutUrl: settings.signOutUrl }),
    privateKey: settings.key,
    decryptionPvk: settings.key,
    signatureAlgorithm: 'sha256',
    digestAlgorithm: 'sha256',
    wantAssertionsSigned: true,
    // The assertion is what counts, and it must be signed itself; Context Handler does not sign the envelope.
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: SKEW_MS,
    identifierFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    authnContext: [`${NSIS}/${settings.nsis}`],
    racComparison: 'minimum',
  };
  const remembering = (more: Partial<SamlConfig>) =>
    new SAML({ ...options, validateInResponseTo: ValidateInResponseTo.always, ...more });

  return {
    metadata() {
      const logout = settings.signOutUrl && { logoutCallbackUrl: `${publicUrl}${paths.samlSignOut}` };
      const { certificate } = settings;
      const own = { ...options, publicCerts: certificate, decryptionCert: certificate, ...logout };
      const xml = generateServiceProviderMetadata(own);
      // The library only knows POST for signing out, which we do by redirect.
      return xml.replace(
        /(<SingleLogoutService Binding=")[^"]+/,
        '$1urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect',
      );
    },

    signInUrl: (requestId) =>
      remembering({ generateUniqueId: () => requestId, cacheProvider: NOTHING_KEPT }).getAuthorizeUrlAsync(
        '',
        undefined,
        {},
      ),

    async accept(answer, { now, isOpen }) {
      refuseOddMarkup(answer);
      const cacheProvider = {
        ...NOTHING_KEPT,
        getAsync: async (id: string) => (isOpen(id) ? now.toISOString() : null),
      };
      const { profile } = await remembering({ cacheProvider }).validatePostResponseAsync({
        SAMLResponse: answer,
      });
      if (!profile) throw new Error('No assertion');
      if (profile.issuer !== settings.idp) throw new Error('Assertion of another issuer');
      if (!profile.nameID) throw new Error('Assertion about nobody');
      const signed = readSigned(profile.getAssertion?.(), { acs, now });
      if (!isOpen(signed.requestId)) throw new Error('Answer to no open request');

      const told = profile.attributes as Record<string, unknown> | undefined;
      const level = LEVELS.findIndex(
        (one) => textAt(told, [NSIS]) === one || textAt(told, [NSIS]) === `${NSIS}/${one}`,
      );
      if (level < LEVELS.indexOf(settings.nsis)) throw new LevelTooLow('NSIS level too low');
      const intermediate = textAt(told, PRIVILEGES);
      const { privileges, constraints } = intermediate
        ? readPrivileges(intermediate, settings.cvr)
        : { privileges: [], constraints: [] };
      const teams = constraints
        .filter(({ name }) => name === roleMap.teamConstraint)
        .map(({ value }) => value);
      return {
        person: {
          issuer: profile.issuer,
          subject: profile.nameID,
          name: textAt(told, NAMES) ?? profile.nameID,
          email: textAt(told, MAILS) ?? null,
          ...rightsOf(roleMap, { roles: privileges, teams }),
        },
        session: {
          nameID: profile.nameID,
          nameIDFormat: profile.nameIDFormat,
          sessionIndex: profile.sessionIndex ?? null,
        },
        ...signed,
      };
    },

    async signOutUrl({ nameID, nameIDFormat, sessionIndex }) {
      if (!settings.signOutUrl) return undefined;
      const user = { issuer: settings.idp, nameID, nameIDFormat, ...(sessionIndex && { sessionIndex }) };
      return new SAML({ ...options, cacheProvider: NOTHING_KEPT }).getLogoutUrlAsync(user, '', {});
    },

    async readSignOut(query, raw) {
      // The library takes a redirect without a signature for a good one.
      if (!query.Signature || !query.SigAlg?.endsWith('#rsa-sha256'))
        throw new Error('Sign-out without a signature');
      const { profile } = await new SAML(options).validateRedirectAsync(query, raw);
      return profile;
    },

    signOutAnswer: (profile, relayState) =>
      new SAML(options).getLogoutResponseUrlAsync(profile, relayState, {}, true),
  };
}

/** What is open is kept in the database (steps.ts), beside the browser that asked. */
const NOTHING_KEPT = {
  saveAsync: async () => null,
  getAsync: async (): Promise<string | null> => null,
  removeAsync: async () => null,
};

/** A comment cuts a name in two for some readers, and a DOCTYPE makes entities: nobody needs either in an answer. */
function refuseOddMarkup(answer: string): void {
  const xml = Buffer.from(answer, 'base64').toString('utf8');
  if (/<!|<\?(?!xml )/.test(xml)) throw new Error('Comments, DOCTYPE and instructions are refused');
}

type Node = { $?: Record<string, string> } & Record<string, unknown>;

/** The conditions that the library leaves to us, read from the signed assertion alone. */
function readSigned(parsed: unknown, { acs, now }: { acs: string; now: Date }) {
  const assertion = (parsed as { Assertion?: Node } | undefined)?.Assertion;
  const id = assertion?.$?.ID;
  const [subject, ...otherSubjects] = nodesIn(assertion, 'Subject');
  const [confirmation, ...others] = nodesIn(subject, 'SubjectConfirmation');
  const data = nodesIn(confirmation, 'SubjectConfirmationData')[0]?.$;
  const conditions = nodesIn(assertion, 'Conditions')[0]?.$;
  if (!id || otherSubjects.length > 0 || others.length > 0)
    throw new Error('Not one subject, confirmed once');
  if (confirmation?.$?.Method !== 'urn:oasis:names:tc:SAML:2.0:cm:bearer') throw new Error('Not a bearer');
  if (data?.Recipient !== acs) throw new Error('Meant for another recipient');
  if (!data.InResponseTo) throw new Error('Answer to no request');
  for (const end of [data.NotOnOrAfter, conditions?.NotOnOrAfter]) {
    if (!end || !(Date.parse(end) + SKEW_MS > now.getTime())) throw new Error('Out of time');
  }
  const expiresAt = new Date(Date.parse(data.NotOnOrAfter ?? '') + SKEW_MS).toISOString();
  return { assertionId: id, requestId: data.InResponseTo, expiresAt };
}

function nodesIn(node: Node | undefined, name: string): Node[] {
  const found = node?.[name];
  return Array.isArray(found) ? (found as Node[]) : [];
}

function textAt(
  attributes: Record<string, unknown> | undefined,
  names: readonly string[],
): string | undefined {
  const found = names.map((name) => attributes?.[name]).find((value) => value !== undefined);
  return typeof found === 'string' ? found.trim() : undefined;
}
