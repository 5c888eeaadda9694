import { completeDestination } from '../contract/destination-url.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import { Problem } from '../contract/problem.ts';
import { parseDestination } from '../send/plan.ts';
import type { ApiClient } from './api-client.ts';

/** A delivery id from the command line. */
export function toId(word: string | undefined, what = 'delivery id'): number {
  if (word === undefined || !/^\d{1,15}$/.test(word) || Number(word) === 0) {
    throw new Problem('wrong-use', `give a ${what}, for example 12${word === undefined ? '' : `; ${word} is none`}`);
  }
  return Number(word);
}

/** A destination from the command line, complete: `3000`, `:3000` and `localhost:3000/path` are short for it. */
export function toDestination(flag: string, value: string): string {
  try {
    return parseDestination(value) && completeDestination(value);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const help = 'it takes a port, host:port or a complete URL, for example http://127.0.0.1:3000/webhooks';
    throw new Problem('wrong-use', `${flag}: ${error.detail}; ${help}`);
  }
}

/** The one endpoint that a name, slug or id stands for. */
export async function findEndpoint(api: ApiClient, word: string | undefined): Promise<Endpoint> {
  if (word === undefined) throw new Problem('wrong-use', 'name the endpoint, or give its id or path');
  const endpoints = await api.call('listEndpoints', {});
  const exact = endpoints.filter(({ id, slug, name }) => String(id) === word || slug === word || name === word);
  const found = exact.length > 0 ? exact : endpoints.filter(({ name }) => name.toLowerCase() === word.toLowerCase());
  const [endpoint] = found;
  if (endpoint === undefined) throw new Problem('no-such-endpoint', word);
  if (found.length > 1)
    throw new Problem(
      'wrong-use',
      `several endpoints are called ${word}; give the id: ${found.map(({ id }) => id).join(', ')}`,
    );
  return endpoint;
}
