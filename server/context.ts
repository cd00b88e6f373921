import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Db } from '../db/client.ts';
import type { Engine } from '../workers/matching/engine.ts';
import type { Config } from './config.ts';

export interface AppOptions {
  db: Db;
  config: Config & { formKey: Buffer };
  now: () => Date;
  /** built at first use: reading the taxonomy takes a moment that no start-up should wait for */
  engine: () => Engine;
  /** which queue this is and what is wrong with it; undefined: a program without one */
  queue?: () => Promise<{ name: string; warnings: string[] }>;
  /** how long the event loop may stand still before pages are refused; 0: for ever, on a machine that tests share */
  busyAfterMs?: number;
}

/** What every feature's routes are given. */
export interface AppContext extends AppOptions {
  secureCookies: boolean;
  today: () => string;
}

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
