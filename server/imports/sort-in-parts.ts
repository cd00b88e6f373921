const A_PART = 4000;

/** As `toSorted`, some thousands at a time: each part by itself, and then two parts to one until there is one. */
export function* sortInParts<V>(
  values: readonly V[],
  compare: (a: V, b: V) => number,
  size = A_PART,
): Generator<void, V[]> {
  let parts: V[][] = [];
  for (let from = 0; from < values.length; from += size) {
    parts.push(values.slice(from, from + size).sort(compare));
    yield;
  }
  while (parts.length > 1) {
    const pairs: V[][] = [];
    for (let at = 0; at < parts.length; at += 2)
      pairs.push(yield* merge(parts[at] ?? [], parts[at + 1] ?? [], { compare, size }));
    parts = pairs;
  }
  return parts[0] ?? [];
}

function* merge<V>(
  first: readonly V[],
  second: readonly V[],
  { compare, size }: { compare: (a: V, b: V) => number; size: number },
): Generator<void, V[]> {
  const merged: V[] = [];
  let [a, b] = [0, 0];
  while (a < first.length || b < second.length) {
    // Of equals the first one stays the first.
    const isFirst = b >= second.length || (a < first.length && compare(first[a] as V, second[b] as V) <= 0);
    merged.push((isFirst ? first[a++] : second[b++]) as V);
    if (merged.length % size === 0) yield;
  }
  return merged;
}
