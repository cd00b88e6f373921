import { readFileSync } from 'node:fs';
import path from 'node:path';
import { getTableColumns, getTableName, isTable } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { projectRoot } from '../db/files.ts';
import * as addresses from '../db/schema/addresses.ts';
import * as apiTokens from '../db/schema/api-tokens.ts';
import * as backup from '../db/schema/backup.ts';
import * as campaigns from '../db/schema/campaigns.ts';
import * as capacity from '../db/schema/capacity.ts';
import * as citizenWork from '../db/schema/citizen-work.ts';
import * as citizens from '../db/schema/citizens.ts';
import * as colleagueNotes from '../db/schema/colleague-notes.ts';
import * as companies from '../db/schema/companies.ts';
import * as contactPersons from '../db/schema/contact-persons.ts';
import * as contacts from '../db/schema/contacts.ts';
import * as coverage from '../db/schema/coverage.ts';
import * as cprKeys from '../db/schema/cpr-keys.ts';
import * as firmRecords from '../db/schema/firm-records.ts';
import * as firmWork from '../db/schema/firm-work.ts';
import * as formidling from '../db/schema/formidling.ts';
import * as imports from '../db/schema/imports.ts';
import * as jobOrders from '../db/schema/job-orders.ts';
import * as legalRules from '../db/schema/legal-rules.ts';
import * as matching from '../db/schema/matching.ts';
import * as orderWork from '../db/schema/order-work.ts';
import * as placements from '../db/schema/placements.ts';
import * as privacy from '../db/schema/privacy.ts';
import * as protectedTables from '../db/schema/protected.ts';
import * as settings from '../db/schema/settings.ts';
import * as taxonomy from '../db/schema/taxonomy.ts';
import * as users from '../db/schema/users.ts';
import * as webhooks from '../db/schema/webhooks.ts';

const readme = readFileSync(path.join(projectRoot, 'README.md'), 'utf8');
const glossary = readme.slice(readme.indexOf('## Glossary'));
const exported = [
  addresses,
  apiTokens,
  backup,
  campaigns,
  citizens,
  colleagueNotes,
  capacity,
  citizenWork,
  cprKeys,
  privacy,
  formidling,
  legalRules,
  orderWork,
  placements,
  protectedTables,
  companies,
  contactPersons,
  contacts,
  coverage,
  firmRecords,
  firmWork,
  imports,
  jobOrders,
  matching,
  settings,
  taxonomy,
  users,
  webhooks,
].flatMap((module) => Object.values(module));
const tables = exported.filter((value) => isTable(value));

test('every table is in the glossary', () => {
  expect(
    tables.map((table) => getTableName(table)).filter((name) => !glossary.includes(`\`${name}\``)),
  ).toEqual([]);
});

test('every code value of the schema is in the glossary', () => {
  const values = tables.flatMap((table) =>
    Object.values(getTableColumns(table)).flatMap((column) => column.enumValues ?? []),
  );
  expect(values.length).toBeGreaterThan(80);
  expect([...new Set(values)].filter((value) => !glossary.includes(`\`${value}\``))).toEqual([]);
});
