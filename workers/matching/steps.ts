/** Long work that may be interrupted between its steps; in one go here, in turns where others wait for the thread. */
export function finish<Result>(steps: Generator<void, Result>): Result {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
