import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../db/files.ts';

/**
 * Node's own flags of a program that `package.json` starts, so that what is proven and measured is what people run.
 * Files stand there relative to the project, and here as addresses: a test's program may start in any folder.
 */
export function shippedFlags(script: string): string[] {
  return started(script).flags;
}

/** What Node is started with when people run that script: its flags, the program, and words of its own. */
export function shippedProgram(script: string): string[] {
  const { flags, program, words } = started(script);
  return [...flags, shipped(program), ...words];
}

/** A program as it ships. `npm test` builds it first. */
function shipped(file: string): string {
  const built = path.join(projectRoot, 'dist', file);
  if (!existsSync(built)) throw new Error(`${built} mangler: kør npm run build`);
  return built;
}

function started(script: string): { flags: string[]; program: string; words: string[] } {
  const { scripts } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const [, flags, program, words] = /node (.* )?dist\/(\S+)(.*)/.exec(scripts[script] ?? '') ?? [];
  if (program === undefined) throw new Error(`package.json does not start ${script} with Node`);
  return {
    flags: listed(flags).map((flag) =>
      flag.startsWith('./') ? pathToFileURL(path.join(projectRoot, flag)).href : flag,
    ),
    program,
    words: listed(words),
  };
}

function listed(words = ''): string[] {
  return words.split(' ').filter((word) => word !== '');
}
