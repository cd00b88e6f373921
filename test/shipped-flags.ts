import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../db/files.ts';

/**
 * Node's own flags of a program that `package.json` starts, so that what is proven and measured is what people run.
 * Files stand there relative to the project, and here as addresses: a test's program may start in any folder.
 */
export function shippedFlags(script: 'start' | 'server'): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const [, flags] = /node (.+) dist\//.exec(scripts[script] ?? '') ?? [];
  if (flags === undefined) throw new Error(`package.json does not start ${script} with Node`);
  return flags
    .split(' ')
    .map((flag) => (flag.startsWith('./') ? pathToFileURL(path.join(projectRoot, flag)).href : flag));
}
