import { didYouMean } from './nearest.ts';
import { Problem } from './problem.ts';

/** No provider is called `id`; the one whose id is nearly the same is named. */
export function noSuchProvider(id: string, providers: readonly { readonly id: string }[]): Problem {
  return new Problem(
    'no-such-provider',
    `${id}${didYouMean(
      id,
      providers.map((provider) => provider.id),
    )}`,
  );
}
