import '../db/require-node.ts';
import { DataFolderBusy } from '../db/owner.ts';
import { ConfigError } from '../server/config.ts';

/** Wrong arguments or input: the message is for the person at the keyboard. */
export class UsageError extends Error {}

/** Runs a command: a person's mistake becomes one line and exit code 1, a fault of ours keeps its stack. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = 1;
    say(isPlain(error) ? error.message : String(error instanceof Error ? error.stack : error));
  }
}

/** To people, on standard error: standard output is for the result alone. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The result, as one line on standard output. */
export function printJson(result: unknown): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

function isPlain(error: unknown): error is Error {
  if (error instanceof UsageError || error instanceof ConfigError || error instanceof DataFolderBusy)
    return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
