import { setImmediate } from 'node:timers/promises';
import { slices } from './terms/count.ts';

/**
 * Long work on the thread that serves pages: everybody else has a turn every few milliseconds. Undefined when it was
 * over (`isOver`, asked after each pause) or when somebody else has taken the steps to their end meanwhile.
 */
export async function inTurns<Result>(
  steps: Generator<void, Result>,
  isOver: () => boolean,
): Promise<Result | undefined> {
  const breathe = slices();
  await setImmediate();
  while (!isOver()) {
    const step = steps.next();
    if (step.done) return step.value;
    await breathe();
  }
  return undefined;
}

export type OneAtATime<Result> = (begin: () => Promise<Result>) => Promise<Result>;

/** Whoever comes while the work is under way waits for the same end; whoever comes after that begins it anew. */
export function oneAtATime<Result>(): OneAtATime<Result> {
  let underWay: Promise<Result> | undefined;
  return (begin) => {
    underWay ??= begin().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}
