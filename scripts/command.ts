import { DataFolderBusy } from '../db/owner.ts';
import { DataRefused, diskProblem } from '../db/refused.ts';
import { BackupRefused } from '../server/backup/seal.ts';
import { ConfigError } from '../server/config.ts';

/** Wrong arguments or input: the message is for the person at the keyboard. */
export class UsageError extends Error {}

const PEOPLES_ERRORS = [UsageError, ConfigError, DataFolderBusy, DataRefused, BackupRefused];

/** Runs a command: a person's mistake becomes one line and exit code 1, a fault of ours keeps its stack. */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = 1;
    say(inDanish(error) ?? String(error instanceof Error ? error.stack : error));
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

/** What a person can mend; null for a fault of ours. */
function inDanish(error: unknown): string | null {
  if (PEOPLES_ERRORS.some((kind) => error instanceof kind)) return (error as Error).message;
  const problem = diskProblem(error);
  if (problem) return problem;
  if (!(error instanceof TypeError && 'code' in error)) return null;
  const argument = /'(-{0,2}[^' ]+)/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `Ukendt valg: ${argument}.`;
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return `Uventet ord på kommandolinjen: ${argument}.`;
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return `Valget ${argument} mangler en værdi, eller det tager ingen.`;
    default:
      return null;
  }
}
