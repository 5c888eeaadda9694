/** Longer words are no slips of the fingers, and would take time. */
const LONGEST = 40;

/** "; did you mean stripe?" where one of `names` is so near to `word` that it was meant; the empty text where none is. */
export function didYouMean(word: string, names: readonly string[]): string {
  const name = nearest(word, names);
  return name === null ? '' : `; did you mean ${name}?`;
}

/** The name that a mistyped word stands for: one slip in up to four characters, two in longer words; null where none is so near. */
export function nearest(word: string, names: readonly string[]): string | null {
  if (word.length > LONGEST) return null;
  const typed = word.toLowerCase();
  const slips = typed.length <= 4 ? 1 : 2;
  let best: string | null = null;
  let least = slips + 1;
  for (const name of names) {
    const far = distance(typed, name.toLowerCase());
    if (far < least) [best, least] = [name, far];
  }
  return best;
}

/** Characters to put in, leave out, change, or swap with the next one (optimal string alignment). */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return row[to.length] ?? 0;
}
