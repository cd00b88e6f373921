/**
 * Preloaded (`node --import`) by the programs that open the database: modules are found without what Node does for each of
 * them anew. Without this a program does the same, only slower, and takes some 100 MB more a thread.
 */
import * as nodeModule from 'node:module';

type Found = ReturnType<Parameters<nodeModule.ResolveHookSync>[2]>;

/**
 * Each time somebody imports it Node reads drizzle-orm's package.json, 180 KB, and so do the hundreds of ES modules that it is
 * made of. So it is found once a name, and its CommonJS build is taken, the same code.
 */
const drizzle = new Map<string, Found>();

// An older Node has none, and is refused in plain words by require-node.ts.
nodeModule.registerHooks?.({
  resolve(specifier, context, nextResolve) {
    if (specifier === 'drizzle-orm' || specifier.startsWith('drizzle-orm/')) {
      const found =
        drizzle.get(specifier) ??
        nextResolve(specifier, { ...context, conditions: ['require', 'node', 'default'] });
      drizzle.set(specifier, found);
      return { ...found, shortCircuit: true };
    }
    const { parentURL } = context;
    if (parentURL !== undefined && namesFile(specifier) && namesFilesToTheLetter(parentURL))
      return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
    return nextResolve(specifier, context);
  },
});

function namesFile(specifier: string): boolean {
  return specifier.startsWith('.') && (specifier.endsWith('.js') || specifier.endsWith('.mjs'));
}

/** Ours do, built, and typebox': ES modules, so that nothing needs to be looked up. */
function namesFilesToTheLetter(parentUrl: string): boolean {
  const inPackage = parentUrl.lastIndexOf('/node_modules/');
  return inPackage === -1 || parentUrl.startsWith('/node_modules/typebox/', inPackage);
}
