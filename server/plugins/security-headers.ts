import { randomBytes } from 'node:crypto';
import helmet from 'helmet';
import type { App } from '../context.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** lets the page's own scripts run, and no others; another one in each answer */
    scriptNonce: string;
  }
}

/** Says on every answer what a browser may do with it. Helmet is made ready once: for each answer it took as long as finding its session. */
export function registerSecurityHeaders(app: App, { https }: { https: boolean }): void {
  let nonce = '';
  const setHeaders = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", () => `'nonce-${nonce}'`],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: https && { maxAge: 31_536_000 },
    referrerPolicy: { policy: 'same-origin' },
  });
  app.decorateReply('scriptNonce', '');
  app.addHook('onRequest', (request, reply, done) => {
    nonce = randomBytes(16).toString('hex');
    reply.scriptNonce = nonce;
    setHeaders(request.raw, reply.raw, () => done());
  });
}
