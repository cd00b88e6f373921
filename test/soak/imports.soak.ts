import { expect, test } from 'vitest';
import { cutImports, killImports, killUndos } from '../import-cuts.ts';

const tell = (line: string) => process.stderr.write(`${line}\n`);

test('filer klippet over hundrede steder', async () => {
  const told = await cutImports({ points: 100 });
  tell(`klippet: ${JSON.stringify(told)}`);
  expect(told.refused).toBeGreaterThan(300);
});

test('dræbt tyve gange midt i en import af tyve tusind virksomheder', async () => {
  const told = await killImports({ points: 20, rows: 20_000 });
  tell(`dræbt: ${JSON.stringify(told)}`);
  expect(told.nothing).toBeGreaterThan(0);
  expect(told.inTheMidst).toBeGreaterThan(0);
});

test('dræbt tyve gange midt i en fortrydelse af tyve tusind virksomheder', async () => {
  const { inTheMidst } = await killUndos({ points: 20, rows: 20_000 });
  tell(`dræbt, mens der fortrydes: ${inTheMidst} midt i`);
  expect(inTheMidst).toBeGreaterThan(15);
});
