import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../context.ts';
import { isApi, sendProblem } from '../errors.ts';
import type { FieldError, Problem } from '../problems.ts';
import { hasControls, hasLostLetters, tidyText, withoutControls } from '../text.ts';
import { BrokenTextPage } from '../ui/broken-text-page.tsx';
import type { Fields } from '../ui/fields.ts';

/** What is typed unseen is taken as it is: a blank at the end of a password belongs to it. */
const UNSEEN = /^(adgangskode|password|nuvaerende|ny|gentaget)$/;

/**
 * One rule for every text that people and programs send, before any schema sees it: stored as `tidyText` writes it, and
 * refused when a letter is lost or a control character stands in it, which people get from a PDF and cannot see.
 */
export function registerText(app: App): void {
  app.addHook('preValidation', async (request, reply) => {
    request.query = tidy(request.query, [], []);
    if (request.routeOptions.config?.fromElsewhere || !isPlain(request.body)) return;
    const errors: FieldError[] = [];
    const body = tidy(request.body, [], errors);
    if (errors.length > 0) return refuse(request, reply, errors);
    request.body = body;
  });
}

/** More boxes in boxes than any address of ours takes: the walk, and the validation after it, would run out of stack. */
const DEEPEST = 20;

function tidy(value: unknown, path: readonly string[], errors: FieldError[]): unknown {
  if (path.length > DEEPEST) {
    errors.push({ field: path[0] ?? '', reason: `Højst ${DEEPEST} lag i hinanden.` });
    return null;
  }
  if (typeof value === 'string') {
    if (UNSEEN.test(path.at(-1) ?? '')) return value;
    const reason = faultOf(value);
    if (reason) errors.push({ field: path.join('.'), reason });
    return tidyText(value);
  }
  if (Array.isArray(value)) return value.map((item, at) => tidy(item, [...path, String(at)], errors));
  if (!isPlain(value)) return value;
  for (const [name, item] of Object.entries(value)) value[name] = tidy(item, [...path, name], errors);
  return value;
}

function faultOf(text: string): string | undefined {
  if (hasLostLetters(text)) return 'Teksten har mistet et bogstav: der står � i stedet. Skriv det igen.';
  if (hasControls(text))
    return 'Teksten havde usynlige styretegn, som tekst fra en PDF ofte har. Her er den uden: se den igennem, og send den igen.';
  return undefined;
}

/** A form comes back with what was typed, whichever it was; a secret never does. */
function refuse(request: FastifyRequest, reply: FastifyReply, errors: FieldError[]): FastifyReply {
  const problem: Problem = { status: 400, title: 'Teksten kan ikke gemmes', errors };
  const typed = fieldsOf(request.body);
  if (isApi(request) || !typed || Object.keys(typed).some((name) => UNSEEN.test(name)))
    return sendProblem(request, reply, problem);
  // htmx asked for a part of its page: this is a page.
  reply.headers({ 'hx-retarget': '#indhold', 'hx-reselect': '#indhold', 'hx-reswap': 'outerHTML' });
  const values = Object.fromEntries(
    Object.entries(typed).map(([name, value]) => [name, [value ?? ''].flat().map(withoutControls)]),
  );
  return reply.code(422).page(BrokenTextPage({ view: request.view(reply), values, errors }));
}

function fieldsOf(body: unknown): Fields | undefined {
  if (!isPlain(body)) return undefined;
  const isText = (value: unknown) => [value].flat().every((one) => typeof one === 'string');
  return Object.values(body).every(isText) ? (body as Fields) : undefined;
}

/** An object of JSON or of a form; a multipart body is read by its own route. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}
