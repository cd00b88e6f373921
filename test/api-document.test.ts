import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../db/files.ts';
import type { Operation } from '../server/api/document.ts';
import { API_WORDS } from '../server/api/words.ts';
import { documentOf } from './api-watch.ts';
import { addUser, openTestApp, signIn, stranger } from './app.ts';

/** As the sources name them: a route that hides itself from the document is found here. */
function writtenRoutes(): string[] {
  const route = /app\.(get|post|put|patch|delete)\(\s*(?:`\$\{)?paths\.api\('([^']+)'\)\}?([^`,]*)/g;
  const folder = path.join(projectRoot, 'server');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  return files.flatMap((file) =>
    [...readFileSync(path.join(folder, file), 'utf8').matchAll(route)].map(([, method, url, rest]) =>
      `${method} /api/v1/${url}${rest}`.replaceAll(/:(\w+)/g, '{$1}'),
    ),
  );
}

const CHANGES = ['put', 'patch', 'delete'];

/** Every operation of the document, by `get /api/v1/…`. */
async function openDocument() {
  const town = await openTestApp();
  await addUser(town.db, 'hanne', ['konsulent']);
  const hanne = await signIn(town.app, 'hanne');
  const document = documentOf(town.app);
  const operations = Object.entries(document.paths ?? {}).flatMap(([url, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
      method,
      url,
      operation,
    ]),
  );
  return { ...town, hanne, operations };
}

test('hver adresse under /api står i dokumentet med hvad den er, hvem der må, og hvad den svarer', async () => {
  const { operations } = await openDocument();
  expect(operations.map(([method, url]) => `${method} ${url}`).sort()).toEqual(writtenRoutes().sort());
  for (const [method, url, operation] of operations) {
    const name = `${method} ${url}`;
    expect(operation.summary, name).toMatch(/^[A-ZÆØÅ].+[^.]$/);
    expect(operation.tags, name).toHaveLength(1);
    expect(operation['x-access'], name).toBeDefined();
    const statuses = Object.keys(operation.responses);
    expect(statuses.filter((status) => status.startsWith('2')).length, name).toBeGreaterThan(0);
    expect(statuses, name).toEqual(expect.arrayContaining(['429', '500', '503']));
    if (operation['x-access'] !== 'public') expect(statuses, name).toContain('401');
    if (Array.isArray(operation['x-access'])) expect(statuses, name).toContain('403');
    if (CHANGES.includes(method) && !url.endsWith('/session'))
      expect(statuses, name).toEqual(expect.arrayContaining(['412', '428']));
  }
});

test('hvert felt siger på dansk, hvad det er, og hvert, der ikke selv nævner sine værdier, har et eksempel', async () => {
  const { operations } = await openDocument();
  const silent = new Set<string>();
  const used = new Set<string>();
  const look = (name: string, schema: Record<string, unknown>, where: string) => {
    used.add(name);
    if (typeof schema.description !== 'string') silent.add(`${where}: ${name} uden beskrivelse`);
    if (['string', 'integer', 'number'].includes(String(schema.type)) && !schema.enum && !schema.examples)
      silent.add(`${where}: ${name} uden eksempel`);
  };
  const walk = (node: unknown, where: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { properties } = node as { properties?: Record<string, Record<string, unknown>> };
    for (const [name, schema] of Object.entries(properties ?? {})) look(name, schema, where);
    for (const child of Object.values(node)) walk(child, where);
  };
  for (const [method, url, operation] of operations) {
    walk(operation, `${method} ${url}`);
    for (const { in: place, name, schema, description, example, examples } of operation.parameters ?? [])
      if (place !== 'header')
        look(name, { description, examples: example ?? examples, ...schema }, `${method} ${url}`);
  }
  expect([...silent]).toEqual([]);
  expect(Object.keys(API_WORDS).filter((word) => !used.has(word))).toEqual([]);
});

test('dokumentet kan læses af et program og som en side, af dem, der er logget ind', async () => {
  const { app, hanne, operations } = await openDocument();
  const served = await hanne.json('GET', '/api/v1/openapi.json');
  expect(served.data()).toMatchObject({ openapi: '3.1.0', info: { title: 'Samtlige' } });
  const { body, status } = await hanne.get('/api');
  expect(status).toBe(200);
  for (const [method, url, { summary }] of operations) {
    expect(body).toContain(`${method.toUpperCase()}</span> <code>${url}</code>`);
    expect(body).toContain(summary.replaceAll('&', '&amp;').replaceAll('"', '&quot;'));
  }
  expect(body).toContain('If-Match');
  expect((await stranger(app).get('/api')).location).toContain('/log-ind');
  expect((await stranger(app).json('GET', '/api/v1/openapi.json')).status).toBe(401);
});
