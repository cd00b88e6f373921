import { expect, test } from 'vitest';
import { describeInBrowser } from './browser.ts';
import { tryStoredScripts } from './stored-scripts-in-browser.ts';

describeInBrowser('scripts typed into fields', () => {
  test('intet, der er skrevet i et felt, kører på nogen side, heller ikke uden sidens egne regler for scripts', async () => {
    const { control, fields, kept, pages, wrong } = await tryStoredScripts(0);
    expect(control).toBeGreaterThan(0);
    expect(wrong).toEqual([]);
    expect(fields).toBeGreaterThan(60);
    expect(kept).toBeGreaterThan(12);
    expect(pages).toBeGreaterThan(40);
  }, 180_000);
});
