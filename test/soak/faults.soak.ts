import { expect, test } from 'vitest';
import { cutLogs, everyFailedWriteOfAnImport, nightRunWithFailedWrite } from '../failing-writes.ts';

test('hver skrivning i en import af firs virksomheder fejler én gang', async () => {
  expect(await everyFailedWriteOfAnImport({ firms: 80 })).toBeGreaterThan(300);
});

test('hver skrivning i en natkørsel fejler én gang', async () => {
  let writes = 0;
  while (await nightRunWithFailedWrite(writes + 1)) writes += 1;
  expect(writes).toBeGreaterThan(10);
  process.stderr.write(`natkørslens skrivninger: ${writes}\n`);
});

test('loggen klippet af tusind steder', () => {
  cutLogs(1000);
});
