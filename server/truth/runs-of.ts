/** Ids as runs of neighbours, each with its first and its last id, in ascending order. */
export function runsOf(ids: readonly number[]): readonly (readonly [first: number, last: number])[] {
  const sorted = [...ids].sort((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const id of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && id === run[1] + 1) run[1] = id;
    else runs.push([id, id]);
  }
  return runs;
}
