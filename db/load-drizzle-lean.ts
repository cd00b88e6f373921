/**
 * Preloaded (`node --import`) by the programs that open the database. Node reads drizzle-orm's package.json, 180 KB, anew
 * for each of its hundreds of ES modules: a second and 190 MB in every thread. Its CommonJS build, the same code, takes
 * a tenth of the time and nothing to speak of. Without this a program does the same, only slower.
 */
import * as nodeModule from 'node:module';

// An older Node has none, and is refused in plain words by require-node.ts.
nodeModule.registerHooks?.({
  resolve(specifier, context, nextResolve) {
    const isDrizzle = specifier === 'drizzle-orm' || specifier.startsWith('drizzle-orm/');
    return nextResolve(
      specifier,
      isDrizzle ? { ...context, conditions: ['require', 'node', 'default'] } : context,
    );
  },
});
