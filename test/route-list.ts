import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, FastifySchema } from 'fastify';
import type { Access } from '../server/plugins/access.ts';

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  access: Access;
  schema: FastifySchema;
}

/** Hears of every route of the app that is built meanwhile, as Fastify tells whoever observes it. */
export async function hearRoutes<Built>(build: () => Promise<Built>): Promise<Built & { routes: Route[] }> {
  const routes: Route[] = [];
  const hear = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    fastify.addHook('onRoute', ({ method, url, config, schema = {} }) => {
      for (const one of [method].flat())
        if (one !== 'HEAD')
          routes.push({ method: one as Route['method'], url, access: config?.access as Access, schema });
    });
  };
  subscribe('fastify.initialization', hear);
  try {
    return { ...(await build()), routes };
  } finally {
    unsubscribe('fastify.initialization', hear);
  }
}
