import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { Db } from '../../db/client.ts';
import { readSettings } from '../admin/queries.ts';
import type { App } from '../context.ts';
import type { View } from '../view.ts';
import { formToken } from './session.ts';

declare module 'fastify' {
  interface FastifyRequest {
    view(reply: FastifyReply): View;
  }
  interface FastifyReply {
    /** sends a whole page */
    page(page: VNode): FastifyReply;
  }
}

interface PageOptions {
  db: Db;
  formKey: Buffer;
  today: () => string;
}

export function registerPages(app: App, { db, formKey, today }: PageOptions): void {
  app.decorateRequest('view', function (this: FastifyRequest, reply: FastifyReply): View {
    const settings = readSettings(db);
    const query = this.query as { besked?: unknown } | undefined;
    return {
      actor: this.actor,
      url: this.url,
      unitName: settings.unitName,
      municipalityName: settings.municipalityName,
      demo: settings.demo,
      formToken: formToken(formKey, this.sessionHash),
      nonce: reply.scriptNonce,
      message: typeof query?.besked === 'string' ? query.besked : null,
      today: today(),
    };
  });
  app.decorateReply('page', function (this: FastifyReply, page: VNode): FastifyReply {
    return (
      this.type('text/html; charset=utf-8')
        .header('cache-control', 'no-store')
        // As bytes: of a text they are counted first, and made again by the socket.
        .send(Buffer.from(`<!doctype html>${render(page)}`))
    );
  });
}
