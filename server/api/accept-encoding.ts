/**
 * The content coding to answer with, out of those there are: the one of highest weight, and among equals the smallest, which is
 * `br`, then `gzip`, then `identity` (RFC 9110, 12.5.3). null: none of them is acceptable, `identity` was refused too.
 */
export function acceptedCoding(header: string | undefined, there: readonly string[]): string | null {
  const weights = readWeights(header ?? '');
  const weightOf = (coding: string): number => {
    const given = weights.get(coding) ?? weights.get('*');
    // Not named: `identity` is acceptable all the same, but anything that was asked for comes before it.
    return given ?? (coding === 'identity' ? Number.MIN_VALUE : 0);
  };
  const best = ['br', 'gzip', 'identity']
    .filter((coding) => there.includes(coding))
    .map((coding) => ({ coding, weight: weightOf(coding) }))
    .sort((a, b) => b.weight - a.weight)[0];
  return best === undefined || best.weight === 0 ? null : best.coding;
}

/** `br;q=1.0, gzip` as weights by name. What is no weight counts as 0: it was not said to be welcome. */
function readWeights(header: string): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
    if (name === '') continue;
    const [weight] = parameters.filter((text) => text.startsWith('q=')).map((text) => text.slice(2));
    const coding = name === 'x-gzip' ? 'gzip' : name;
    weights.set(
      coding,
      weight === undefined ? 1 : /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0,
    );
  }
  return weights;
}
