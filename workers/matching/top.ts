/** The k best by score; among equal scores the lower tie comes first. */
export interface Top {
  /** the lowest score that could still get in */
  least: () => number;
  add: (score: number, tie: number, place: number) => void;
  /** best first */
  take: () => { places: number[]; scores: number[] };
}

/** A heap whose root is the worst of the k best; a score and its tie are one number. */
export function createTop(k: number): Top {
  const values = new Float64Array(k);
  const places = new Uint32Array(k);
  let size = 0;
  let least = k > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;

  const put = (at: number, value: number, place: number) => {
    values[at] = value;
    places[at] = place;
  };
  const rise = (from: number, value: number, place: number) => {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((values[parent] ?? 0) <= value) break;
      put(at, values[parent] ?? 0, places[parent] ?? 0);
      at = parent;
    }
    put(at, value, place);
  };
  const sink = (value: number, place: number) => {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && (values[child + 1] ?? 0) < (values[child] ?? 0)) child += 1;
      if ((values[child] ?? 0) >= value) break;
      put(at, values[child] ?? 0, places[child] ?? 0);
      at = child;
    }
    put(at, value, place);
  };
  return {
    least: () => least,
    add(score, tie, place) {
      const value = score * 0x1_0000_0000 - tie;
      if (size < k) {
        size += 1;
        rise(size - 1, value, place);
      } else if (k > 0 && value > (values[0] ?? 0)) sink(value, place);
      if (size === k && k > 0) least = Math.ceil((values[0] ?? 0) / 0x1_0000_0000);
    },
    take() {
      const order = Array.from({ length: size }, (_, at) => at).sort(
        (a, b) => (values[b] ?? 0) - (values[a] ?? 0) || (places[a] ?? 0) - (places[b] ?? 0),
      );
      return {
        places: order.map((at) => places[at] ?? 0),
        // Adding 0: a score of nothing with a tie would come out as -0.
        scores: order.map((at) => Math.ceil((values[at] ?? 0) / 0x1_0000_0000) + 0),
      };
    },
  };
}
