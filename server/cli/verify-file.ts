import { noSuchProvider } from '../contract/no-such-provider.ts';
import { Problem } from '../contract/problem.ts';
import type { Recipe } from '../contract/recipe.ts';
import { recipeProviderId } from '../contract/recipe-provider-id.ts';
import { publicUrlOf } from '../describe/public-url.ts';
import { verify } from '../doctor/verification.ts';
import { parseRawHttp } from '../fixtures/parse-raw-http.ts';
import { findProvider, providers } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import { recipeProvider } from '../providers/recipe.ts';
import type { Arguments, CommandContext } from './command.ts';
import { readExtras, readInput, readJson, readSecret } from './input-file.ts';
import { findingOf, findingText } from './verify-finding.ts';

/** Check a saved request with a secret from a file. Asks no server and opens no data folder. */
export async function verifyFile({ flags }: Arguments, { json, out }: CommandContext): Promise<number> {
  const provider = await chosenProvider(flags);
  const file = flags['http'];
  if (typeof file !== 'string') throw new Problem('wrong-use', 'name the saved request with --http FILE');
  const secretFile = flags['secret-file'];
  if (typeof secretFile !== 'string')
    throw new Problem('wrong-use', 'name the file of the secret with --secret-file FILE');
  const value = await readSecret('--secret-file', secretFile);
  const parsed = parseRawHttp(await readInput('--http', file));
  const nowMs = clock(flags['now']);
  const publicUrl =
    typeof flags['url'] === 'string' ? absolute(flags['url']) : publicUrlOf(parsed.target, parsed.headers, undefined);
  const found = verify({
    request: { ...parsed, publicUrl, arrivedAtMs: nowMs },
    provider,
    credentials: [
      {
        credential: { name: 'given', value, extra: await readExtras(flags['extra']) },
        origin: 'this-endpoint',
        endpointName: '',
      },
    ],
    otherProviders: providers,
    publicUrls: [publicUrl],
    nowMs,
  });
  out(json ? `${JSON.stringify(found)}\n` : findingText(findingOf(found), file));
  return found.verdict.kind === 'valid' ? 0 : 1;
}

async function chosenProvider({ provider, recipe }: Arguments['flags']): Promise<Provider> {
  if (typeof provider === 'string' && typeof recipe === 'string')
    throw new Problem('wrong-use', '--recipe takes the place of --provider; give one of them');
  if (typeof recipe === 'string') {
    const { readRecipe } = await import('../api/recipe-input.ts');
    return ownProvider(readRecipe(await readJson('--recipe', recipe)));
  }
  if (typeof provider !== 'string') throw new Problem('wrong-use', 'name the provider with --provider ID');
  const found = findProvider(provider);
  if (found === undefined) throw noSuchProvider(provider, providers);
  return found;
}

const ownProvider = (recipe: Recipe): Provider => recipeProvider(recipeProviderId(recipe.name), recipe);

function clock(value: unknown): number {
  if (value === undefined) return Date.now();
  if (typeof value !== 'string' || !/^\d{1,12}(\.\d{1,3})?$/.test(value))
    throw new Problem('wrong-use', '--now takes Unix seconds, for example 1768478400');
  return Math.round(Number(value) * 1_000);
}

function absolute(url: string): string {
  if (!/^https?:\/\/[^/]/i.test(url))
    throw new Problem('wrong-use', '--url takes a complete URL, for example https://example.com/webhooks');
  return url;
}
