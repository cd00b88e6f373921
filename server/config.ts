import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { type DataFiles, dataFiles } from '../db/files.ts';
import { readSignIn, type SignInSettings, signInEnvironment } from './sign-in-config.ts';
import type { WebhookTargets } from './webhooks/targets.ts';

const Key = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** Addresses without a path, apart by spaces; http only of this machine itself. */
const ORIGIN = '(https://[^\\s/?#@,]+|http://(127\\.0\\.0\\.1|localhost)(:[0-9]+)?)';
const ORIGINS = `^${ORIGIN}(\\s+${ORIGIN})*$`;

const Environment = Type.Object({
  DATA_DIR: Type.String({ minLength: 1, default: './data' }),
  HOST: Type.String({ minLength: 1, default: '127.0.0.1' }),
  PORT: Type.String({ pattern: '^[0-9]{1,5}$', default: '3000' }),
  PUBLIC_URL: Type.Optional(Type.String({ pattern: '^https?://[^/]+$' })),
  TRUST_PROXY: Type.Optional(Type.String({ pattern: '^[0-9a-fA-F.:/, ]+$' })),
  REQUESTS_PER_MINUTE: Type.String({ pattern: '^[1-9][0-9]{0,6}$', default: '1000' }),
  QUEUE_URL: Type.Optional(Type.String({ pattern: '^rediss?://' })),
  LOG_LEVEL: Type.String({ pattern: '^(fatal|error|warn|info|debug|silent)$', default: 'info' }),
  STAR_URL: Type.Optional(
    Type.String({ pattern: '^(https://|http://(127\\.0\\.0\\.1|localhost)(:|$))[^?#]*[^/?#]$' }),
  ),
  STAR_TOKEN: Type.Optional(Type.String({ pattern: '^[\\x21-\\x7e]+$' })),
  CPR_KEY: Type.Optional(Key),
  CPR_INDEX_KEY: Type.Optional(Key),
  CPR_KEY_OLD: Type.Optional(Key),
  CPR_INDEX_KEY_OLD: Type.Optional(Key),
  FORM_KEY: Type.Optional(Key),
  BACKUP_KEY: Type.Optional(Key),
  BACKUP_DIR: Type.Optional(Type.String({ minLength: 1 })),
  ...signInEnvironment,
  WEBHOOK_TARGETS: Type.Optional(Type.String({ pattern: ORIGINS })),
  WEBHOOK_PRIVATE_TARGETS: Type.Optional(Type.String({ pattern: ORIGINS })),
  WORKER_TOKEN: Type.Optional(Key),
  SERVER_URL: Type.Optional(
    Type.String({ pattern: '^(https://|http://(127\\.0\\.0\\.1|localhost)(:|$))[^?#]*[^/?#]$' }),
  ),
});

const SECRETS = ['CPR_KEY', 'CPR_INDEX_KEY', 'FORM_KEY'] as const;

/** CPR numbers are encrypted with one key and found by another (reliability.md 3.3). */
export interface CprKeys {
  encryption: Buffer;
  index: Buffer;
  /** what the numbers had before: still read and found by, never written with, until all have been changed over */
  oldEncryption?: Buffer | undefined;
  oldIndex?: Buffer | undefined;
}

export interface Config {
  files: DataFiles;
  host: string;
  port: number;
  publicUrl: string;
  /** addresses of the proxies whose X-Forwarded-For is believed */
  trustProxy: string | undefined;
  /** of one person, or of one address that nobody has signed in from */
  requestsPerMinute: number;
  queueUrl: string | undefined;
  /** what score workers on other machines show the server; undefined: there are none */
  workerToken: string | undefined;
  /** where such a worker finds the server */
  serverUrl: string | undefined;
  logLevel: string;
  /** STAR's service for job orders; undefined: none is ever called */
  star: { base: string; token: string | undefined } | undefined;
  /** undefined: rows with a CPR are refused */
  cprKeys: CprKeys | undefined;
  /** signs the tokens in forms */
  formKey: Buffer | undefined;
  /** undefined: backups are written as they are */
  backupKey: Buffer | undefined;
  signIn: SignInSettings;
  /** where other programs may be told of changes */
  webhookTargets: WebhookTargets;
}

/** A setting that is wrong or missing; the message says what to set. */
export class ConfigError extends Error {}

/** Reads the settings from the environment. Secrets may be missing: only a server demands them. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const values = parse(env);
  const port = Number(values.PORT);
  return {
    files: filesOf(values),
    host: values.HOST,
    port,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${port}`,
    trustProxy: values.TRUST_PROXY,
    requestsPerMinute: Number(values.REQUESTS_PER_MINUTE),
    queueUrl: values.QUEUE_URL,
    workerToken: values.WORKER_TOKEN,
    serverUrl: values.SERVER_URL,
    logLevel: values.LOG_LEVEL,
    star: values.STAR_URL === undefined ? undefined : { base: values.STAR_URL, token: values.STAR_TOKEN },
    cprKeys: cprKeysOf(values),
    formKey: keyOf(values.FORM_KEY),
    backupKey: keyOf(values.BACKUP_KEY),
    webhookTargets: {
      origins: originsOf(values.WEBHOOK_TARGETS),
      privateOrigins: originsOf(values.WEBHOOK_PRIVATE_TARGETS),
    },
    signIn: readSignIn(values, (message) => new ConfigError(message)),
  };
}

/** Once they are read they are in nobody's way but ours: Node's reports hold the environment, and whoever we start has it. */
export function forgetSettings(): void {
  for (const name of Object.keys(Environment.properties)) delete process.env[name];
}

function keyOf(hex: string | undefined): Buffer | undefined {
  return hex === undefined ? undefined : Buffer.from(hex, 'hex');
}

function cprKeysOf(values: Static<typeof Environment>): CprKeys | undefined {
  const encryption = keyOf(values.CPR_KEY);
  const index = keyOf(values.CPR_INDEX_KEY);
  if (!encryption || !index) return undefined;
  return {
    encryption,
    index,
    oldEncryption: keyOf(values.CPR_KEY_OLD),
    oldIndex: keyOf(values.CPR_INDEX_KEY_OLD),
  };
}

/** As a URL writes them: `https://A.example:443` is `https://a.example`. */
function originsOf(text = ''): string[] {
  return text.split(/\s+/).flatMap((one) => (URL.canParse(one) ? [new URL(one).origin] : []));
}

/** Backups belong on another disk than what they are of: only they may lie elsewhere. */
function filesOf({ DATA_DIR, BACKUP_DIR }: Static<typeof Environment>): DataFiles {
  const files = dataFiles(DATA_DIR);
  return BACKUP_DIR === undefined ? files : { ...files, backups: path.resolve(BACKUP_DIR) };
}

/** What `npm start` and `npm run server` need; throws one line that names what is missing. */
export function requireSecrets(env: Record<string, string | undefined> = process.env): void {
  const missing = SECRETS.filter((name) => !env[name]);
  if (missing.length > 0) {
    throw new ConfigError(
      `Programmet kan ikke starte uden ${missing.join(', ')}. Sæt hver af dem til 64 hex-tegn, fx fra: openssl rand -hex 32`,
    );
  }
}

/** What `npm run worker` needs to work for a server on another machine; throws one line that names what is missing. */
export function requireWorkerAccess({
  queueUrl,
  serverUrl,
  workerToken: token,
}: Pick<Config, 'queueUrl' | 'serverUrl' | 'workerToken'>): {
  queueUrl: string;
  serverUrl: string;
  token: string;
} {
  if (!queueUrl)
    throw new ConfigError('Sæt QUEUE_URL til serverens Redis, fx rediss://regner:kode@koe.example:6379');
  if (!serverUrl) throw new ConfigError('Sæt SERVER_URL til serverens adresse, fx https://samtlige.example');
  if (!token) throw new ConfigError('Sæt WORKER_TOKEN til det samme som på serveren (64 hex-tegn)');
  return { queueUrl, serverUrl, token };
}

/** `npm run server` leaves the scoring to others, so they must be able to do it. */
export function requireWorkersElsewhere({
  queueUrl,
  workerToken,
}: Pick<Config, 'queueUrl' | 'workerToken'>): void {
  if (queueUrl && workerToken) return;
  throw new ConfigError(
    'Uden egne regnere skal serveren have QUEUE_URL (Redis) og WORKER_TOKEN (64 hex-tegn), som npm run worker også kender. Med npm start regner den selv.',
  );
}

/** The demo's own secrets, made once and kept in its data folder. */
export function withDemoKeys(
  env: Record<string, string | undefined> = process.env,
): Record<string, string | undefined> {
  const { root, keys } = readConfig(env).files;
  if (!existsSync(root)) throw new ConfigError(`Datamappen ${root} findes ikke`);
  if (!existsSync(keys)) {
    const made = Object.fromEntries(SECRETS.map((name) => [name, randomBytes(32).toString('hex')]));
    writeFileSync(keys, JSON.stringify(made), { mode: 0o600 });
    chmodSync(keys, 0o600);
  }
  return { ...(JSON.parse(readFileSync(keys, 'utf8')) as Record<string, string>), ...definedOf(env) };
}

function parse(env: Record<string, string | undefined>): Static<typeof Environment> {
  const known = Object.keys(Environment.properties);
  const given = Object.fromEntries(Object.entries(definedOf(env)).filter(([name]) => known.includes(name)));
  const values = Value.Default(Environment, given);
  const problems = Value.Errors(Environment, values);
  const first = problems[0];
  // The value itself is never repeated: it may be half a secret.
  if (first)
    throw new ConfigError(`Miljøvariablen ${first.instancePath.slice(1)} er ikke gyldig. Se README.`);
  return Value.Parse(Environment, values);
}

function definedOf(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
