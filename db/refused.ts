/** The data folder cannot be used as it is, and nothing has been written to it. The message says in Danish what to do. */
export class DataRefused extends Error {}

/** What the disk says no to, in Danish; null for an error of another kind. */
export function diskProblem(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT')
    return 'Disken er fuld. Intet er gemt, og intet er gået i stykker. Skaf plads, og prøv igen.';
  if (
    code.startsWith('SQLITE_READONLY') ||
    code === 'EROFS' ||
    code === 'EACCES' ||
    code === 'SQLITE_CANTOPEN'
  )
    return 'Der kan ikke skrives i datamappen. Intet er gemt. Se, om disken er skrivebeskyttet.';
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO')
    return 'Disken svarer med fejl. Intet er gemt. Se i maskinens log, og prøv igen.';
  return null;
}
