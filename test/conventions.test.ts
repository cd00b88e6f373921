import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openTestDb } from '../db/client.ts';
import { projectRoot } from '../db/files.ts';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: projectRoot,
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean);
const read = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8');
const sources = files.filter((file) => /\.tsx?$/.test(file) && /^(server|db|workers|scripts)\//.test(file));

/** Files whose text matches, as a list that names the offenders when the test fails. */
function offenders(among: string[], pattern: RegExp, allowed: string[] = []): string[] {
  return among.filter((file) => !allowed.includes(file) && pattern.test(read(file)));
}

describe('who may import whom', () => {
  const importsOf = (file: string) =>
    [...read(file).matchAll(/(?:from|import) '(\.[^']+)'/g)].map((match) =>
      path.join(path.dirname(file), match[1] ?? ''),
    );
  const featureOf = (file: string) => /^server\/([a-z-]+)\//.exec(file)?.[1];
  const SHARED = ['plugins', 'ui', 'client'];
  const isFeature = (name: string | undefined) => name !== undefined && !SHARED.includes(name);

  test('a feature never imports another feature’s routes or pages', () => {
    const wrong = sources.flatMap((file) =>
      isFeature(featureOf(file))
        ? importsOf(file)
            .filter(
              (to) =>
                isFeature(featureOf(to)) &&
                featureOf(to) !== featureOf(file) &&
                /(routes|pages?)\.tsx?$/.test(to),
            )
            .map((to) => `${file} → ${to}`)
        : [],
    );
    expect(wrong).toEqual([]);
  });

  test('db imports nothing of the server, and workers/matching only its own files', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter(
          (to) =>
            (file.startsWith('db/') && to.startsWith('server/')) ||
            (file.startsWith('workers/matching/') && !to.startsWith('workers/matching/')),
        )
        .map((to) => `${file} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  /** Erasing a citizen, and telling them what we hold, takes every table. */
  const CITIZENS_RIGHTS = ['erase', 'what-goes', 'extract', 'what-we-hold'].map(
    (name) => `server/privacy/${name}.ts`,
  );
  /** It leaves the table out of a copy. */
  const COPIER = 'scripts/pseudonymise/fates.ts';

  // Origin is for one report alone, and nobody may reach it by way of that report.
  test('only the report on equal use and its import read the protected table, and never the matching', () => {
    const readers = sources.filter((file) => importsOf(file).includes('db/schema/protected.ts'));
    expect(readers.sort()).toEqual(['server/imports/borgere-oprindelse.ts', 'server/reports/equal-use.ts']);
    expect(
      offenders(sources, /citizen_background|citizenBackground/, [
        'db/schema/protected.ts',
        // The index for what imports have changed of one citizen names it.
        'db/schema/imports.ts',
        ...readers,
        ...CITIZENS_RIGHTS,
        COPIER,
      ]),
    ).toEqual([]);
    const inward = (to: string) => sources.filter((file) => importsOf(file).includes(to)).sort();
    expect(inward('server/reports/equal-use.ts')).toEqual(['server/app.ts']);
    expect(inward('server/imports/borgere-oprindelse.ts')).toEqual([
      'server/imports/kinds.ts',
      'server/imports/undo/begin-undo.ts',
    ]);
  });

  test('ui knows no feature, and no page knows the database client', () => {
    const wrong = sources.flatMap((file) =>
      importsOf(file)
        .filter(
          (to) =>
            (featureOf(file) === 'ui' && isFeature(featureOf(to))) ||
            (/pages?\.tsx$/.test(file) && to === 'db/client.ts'),
        )
        .map((to) => `${file} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('what code may do', () => {
  test('config.ts alone reads the environment', () => {
    // scripts/test.ts runs before there is a program to configure: it asks whether this is CI.
    expect(offenders(sources, /process\.env/, ['server/config.ts', 'scripts/test.ts'])).toEqual([]);
  });

  test('time is injected: only entry points look at the clock', () => {
    // The browser's own code is one: nobody can hand it the time.
    const entry =
      /^(scripts\/|(server|workers)\/main\.ts$|server\/page-thread\/page-thread\.ts$|server\/client\/)/;
    const inside = sources.filter((file) => !entry.test(file));
    expect(offenders(inside, /Date\.now\(\)|new Date\(\)/, ['db/client.ts'])).toEqual([]);
  });

  // A deferred one must say so: it may only read (SQLITE_BUSY_SNAPSHOT ignores the time-out otherwise).
  test('every writing transaction is IMMEDIATE', () => {
    const wrong = sources.flatMap((file) => {
      const text = read(file);
      const opened = text.match(/\.transaction\(/g)?.length ?? 0;
      const immediate =
        text.match(/behavior: 'immediate'|\.immediate\(|behavior: 'deferred'|\.deferred\(/g)?.length ?? 0;
      return opened > immediate ? [`${file}: ${opened} transactions, ${immediate} immediate`] : [];
    });
    expect(wrong).toEqual([]);
  });

  test('nothing is awaited in a transaction', () => {
    expect(offenders(sources, /\.transaction\(\s*async/)).toEqual([]);
  });

  test('nothing bypasses the escaping of pages', () => {
    expect(offenders(sources, /dangerouslySetInnerHTML|\.innerHTML/)).toEqual([]);
    expect(offenders(sources, /\son(click|submit|change|input|load)=|\sstyle=["{]/)).toEqual([]);
  });

  test('nothing is skipped, postponed or silenced', () => {
    const own = files.filter((file) => /\.tsx?$/.test(file) && file !== 'test/conventions.test.ts');
    expect(
      offenders(own, /\bTODO\b|\bFIXME\b|@ts-ignore|@ts-expect-error|\bas any\b|as unknown as|\.only\(/),
    ).toEqual([]);
  });

  test('names of files and identifiers are ASCII', () => {
    expect(files.filter((file) => /[^\x20-\x7e]/.test(file))).toEqual([]);
    expect(offenders(sources, /\b(const|let|function|interface|type)\s+\w*[æøåÆØÅ]/)).toEqual([]);
  });
});

describe('the schema', () => {
  const db = openTestDb().$client;
  const tables = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];

  test('every table is STRICT', () => {
    const loose = db
      .prepare(
        "SELECT name FROM pragma_table_list WHERE \"schema\" = 'main' AND strict = 0 AND type = 'table' AND name NOT LIKE 'sqlite_%'",
      )
      .pluck()
      .all();
    expect(loose).toEqual([]);
  });

  test('no foreign key deletes on its own, and each has an index but those that say who did it', () => {
    for (const table of tables) {
      const keys = db.pragma(`foreign_key_list('${table}')`) as {
        from: string;
        table: string;
        on_delete: string;
        /** place within a key of several columns: the first one leads the index */
        seq: number;
      }[];
      const indexed = db
        .prepare(
          'SELECT DISTINCT i.name FROM pragma_index_list(?) l, pragma_index_info(l.name) i WHERE i.seqno = 0',
        )
        .pluck()
        .all(table) as string[];
      const primary = (db.pragma(`table_info('${table}')`) as { name: string; pk: number }[]).find(
        (column) => column.pk === 1,
      )?.name;
      for (const key of keys) {
        expect(key.on_delete, `${table}.${key.from}`).toBe('NO ACTION');
        if (key.table !== 'user' && key.seq === 0)
          expect([...indexed, primary], `${table}.${key.from}`).toContain(key.from);
      }
    }
  });
});

describe('what the README promises', () => {
  const readme = read('README.md');
  const manifest = JSON.parse(read('package.json')) as {
    scripts: Record<string, string>;
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
    optionalDependencies: Record<string, string>;
  };

  test('each script has a line', () => {
    expect(
      Object.keys(manifest.scripts).filter(
        (name) => !readme.includes(`npm run ${name}`) && !readme.includes(`npm ${name}`),
      ),
    ).toEqual([]);
  });

  test('programs that open the database load drizzle lean; V8 flags are for those whose threads are our own, since BullMQ would hand them on and its threads refuse them', () => {
    const started = ['demo', 'start', 'server', 'worker', 'match'].map((name) => manifest.scripts[name]);
    const lean =
      / && node --import \.\/dist\/db\/load-lean\.js (--concurrent-marking-max-worker-num=1 --max-semi-space-size=8 --scavenger-max-new-space-capacity-mb=1 --heap-growing-percent=50 )?dist\//;
    expect(started.filter((command) => !lean.test(command ?? ''))).toEqual([]);
    expect(offenders(sources, /useWorkerThreads/)).toEqual([]);
  });

  test('each folder has a line', () => {
    const folders = new Set(
      sources.map((file) => path.dirname(file)).filter((folder) => folder.split('/').length <= 2),
    );
    expect([...folders].filter((folder) => !readme.includes(`\`${folder}/\``))).toEqual([]);
  });

  test('each dependency has a line and an exact version', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    expect(Object.keys(all).filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('every program looks at its Node before it imports anything else', () => {
    const programs = sources.filter(
      (file) =>
        /^(scripts\/|(server|workers)\/main\.ts)/.test(file) && /^await run[A-Z]|^try \{/m.test(read(file)),
    );
    expect(programs.length).toBeGreaterThan(15);
    expect(
      programs.filter((file) => !/^(\/\*\*.*\n)?import '\.\.\/db\/require-node\.ts';/.test(read(file))),
    ).toEqual([]);
  });

  test('each script file says in its first line what it is for', () => {
    const scripts = files.filter(
      (file) => /^scripts\/[a-z-]+\.ts$/.test(file) && file !== 'scripts/command.ts',
    );
    expect(scripts.filter((file) => !read(file).startsWith('/** '))).toEqual([]);
  });
});
