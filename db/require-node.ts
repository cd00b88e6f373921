/** Imported first by every entry point: better-sqlite3 13 crashes without a word on Node 20. */
const OLDEST = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < OLDEST) {
  process.stderr.write(
    `Samtlige kræver Node ${OLDEST} eller nyere, men blev startet med ${process.versions.node}. Kør med npm run, som bruger den rette udgave.\n`,
  );
  process.exit(1);
}
