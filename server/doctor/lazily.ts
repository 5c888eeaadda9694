/** What a generator gives, made when it is first asked for and kept: it can be gone through many times. */
export function lazily<T>(make: () => Iterator<T>): Iterable<T> {
  const made: T[] = [];
  let rest: Iterator<T> | null = null;
  const next = (): boolean => {
    rest ??= make();
    const { done, value } = rest.next();
    if (done !== true) made.push(value);
    return done !== true;
  };
  return {
    *[Symbol.iterator]() {
      for (let at = 0; at < made.length || next(); at++) yield made[at] as T;
    },
  };
}

/** The first `count` of them. */
export const taken = <T>(all: Iterable<T>, count: number): Iterable<T> => ({
  [Symbol.iterator]: () => Iterator.from(all).take(count),
});
