import { readFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { ROLES, type Role } from '../db/schema/users.ts';

const Url = Type.String({ pattern: '^(https://|http://(127\\.0\\.0\\.1|localhost)(:|/|$))\\S*$' });
const File = Type.String({ minLength: 1 });
const NSIS_LEVELS = ['Low', 'Substantial', 'High'] as const;

/** Settings of the municipality's own sign-in; config.ts reads them (docs/log-ind.md). */
export const signInEnvironment = {
  OIDC_ISSUER: Type.Optional(Url),
  OIDC_CLIENT_ID: Type.Optional(Type.String({ minLength: 1 })),
  OIDC_CLIENT_SECRET: Type.Optional(Type.String({ minLength: 1 })),
  OIDC_ROLE_CLAIM: Type.String({ minLength: 1, default: 'roles' }),
  OIDC_TEAM_CLAIM: Type.Optional(Type.String({ minLength: 1 })),
  SAML_IDP: Type.Optional(Type.String({ minLength: 1 })),
  SAML_SIGN_IN_URL: Type.Optional(Url),
  SAML_SIGN_OUT_URL: Type.Optional(Url),
  SAML_IDP_CERTIFICATE_FILE: Type.Optional(File),
  SAML_ENTITY_ID: Type.Optional(Type.String({ minLength: 1 })),
  SAML_KEY_FILE: Type.Optional(File),
  SAML_CERTIFICATE_FILE: Type.Optional(File),
  SAML_CVR: Type.Optional(Type.String({ pattern: '^[0-9]{8}$' })),
  SAML_NSIS: Type.Union(
    NSIS_LEVELS.map((level) => Type.Literal(level)),
    { default: 'Substantial' },
  ),
  SIGN_IN_ROLES_FILE: Type.Optional(File),
  SIGN_IN_CREATE_USERS: Type.Union([Type.Literal('ja'), Type.Literal('nej')], { default: 'ja' }),
};

const Environment = Type.Object(signInEnvironment);

const RoleMap = Type.Object(
  {
    /** job-function role or value of the claim → a role of ours */
    roles: Type.Record(Type.String({ minLength: 1 }), Type.Union(ROLES.map((role) => Type.Literal(role)))),
    /** value of the data limit or claim → a team's name */
    teams: Type.Optional(
      Type.Record(Type.String({ minLength: 1 }), Type.String({ minLength: 1, maxLength: 60 })),
    ),
    /** SAML: the constraint whose value names the team */
    teamConstraint: Type.Optional(Type.String({ minLength: 1 })),
  },
  { additionalProperties: false },
);
export type RoleMap = Static<typeof RoleMap>;

export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string;
  roleClaim: string;
  teamClaim: string | undefined;
}

export type NsisLevel = (typeof NSIS_LEVELS)[number];

export interface SamlSettings {
  /** entity id of the identity provider */
  idp: string;
  signInUrl: string;
  signOutUrl: string | undefined;
  idpCertificate: string;
  entityId: string;
  key: string;
  certificate: string;
  /** the municipality whose privileges count */
  cvr: string;
  nsis: NsisLevel;
}

/** The municipality's own sign-in; either part may be missing. */
export interface SignInSettings {
  oidc: OidcSettings | undefined;
  saml: SamlSettings | undefined;
  roleMap: RoleMap;
  /** whether somebody never seen becomes a user at the first sign-in */
  createUsers: boolean;
}

/** Throws `refuse` with a line that names the setting: half a sign-in is none. */
export function readSignIn(
  values: Static<typeof Environment>,
  refuse: (message: string) => Error,
): SignInSettings {
  const whole = (names: (keyof typeof values)[]): boolean => {
    const given = names.filter((name) => values[name] !== undefined);
    if (given.length > 0 && given.length < names.length)
      throw refuse(
        `${names.filter((name) => !given.includes(name)).join(', ')} mangler. Se docs/log-ind.md.`,
      );
    return given.length > 0;
  };
  const read = (name: keyof typeof values): string => {
    try {
      return readFileSync(String(values[name]), 'utf8');
    } catch {
      throw refuse(`Filen i ${name} kan ikke læses.`);
    }
  };
  const oidc = whole(['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']);
  const saml = whole([
    'SAML_IDP',
    'SAML_SIGN_IN_URL',
    'SAML_IDP_CERTIFICATE_FILE',
    'SAML_ENTITY_ID',
    'SAML_KEY_FILE',
    'SAML_CERTIFICATE_FILE',
    'SAML_CVR',
  ]);
  if ((oidc || saml) && !values.SIGN_IN_ROLES_FILE)
    throw refuse('SIGN_IN_ROLES_FILE mangler: uden den får ingen nogen rolle. Se docs/log-ind.md.');
  return {
    oidc: oidc
      ? {
          issuer: values.OIDC_ISSUER ?? '',
          clientId: values.OIDC_CLIENT_ID ?? '',
          clientSecret: values.OIDC_CLIENT_SECRET ?? '',
          roleClaim: values.OIDC_ROLE_CLAIM,
          teamClaim: values.OIDC_TEAM_CLAIM,
        }
      : undefined,
    saml: saml
      ? {
          idp: values.SAML_IDP ?? '',
          signInUrl: values.SAML_SIGN_IN_URL ?? '',
          signOutUrl: values.SAML_SIGN_OUT_URL,
          idpCertificate: read('SAML_IDP_CERTIFICATE_FILE'),
          entityId: values.SAML_ENTITY_ID ?? '',
          key: read('SAML_KEY_FILE'),
          certificate: read('SAML_CERTIFICATE_FILE'),
          cvr: values.SAML_CVR ?? '',
          nsis: values.SAML_NSIS,
        }
      : undefined,
    roleMap: values.SIGN_IN_ROLES_FILE ? parseRoleMap(read('SIGN_IN_ROLES_FILE'), refuse) : { roles: {} },
    createUsers: values.SIGN_IN_CREATE_USERS === 'ja',
  };
}

function parseRoleMap(text: string, refuse: (message: string) => Error): RoleMap {
  try {
    return Value.Parse(RoleMap, JSON.parse(text));
  } catch {
    throw refuse('Filen i SIGN_IN_ROLES_FILE er ikke gyldig. Se eksemplet i docs/log-ind.md.');
  }
}

/** The roles and the team that an issuer's words mean; words that the map does not know mean nothing. */
export function rightsOf(
  map: RoleMap,
  said: { roles: readonly string[]; teams: readonly string[] },
): { roles: Role[]; teamName: string | null } {
  const roles = new Set<Role | undefined>(
    said.roles.flatMap((word) => (Object.hasOwn(map.roles, word) ? [map.roles[word]] : [])),
  );
  const teams = map.teams ?? {};
  const team = said.teams.find((word) => Object.hasOwn(teams, word));
  return {
    roles: ROLES.filter((role) => roles.has(role)),
    teamName: team === undefined ? null : (teams[team] ?? null),
  };
}
