import { CONTENTSTACK_REGIONS, type ContentstackRegion } from '../../contract/contentstack-region.ts';
import { Problem } from '../../contract/problem.ts';
import { readPublicKey } from '../../providers/schemes/public-key.ts';
import type { ApiContext } from '../context.ts';
import { fetchText } from '../fetch-text.ts';
import type { Handlers } from '../handlers.ts';
import { secretHandlers } from './secrets.ts';

/** The public key of a Contentstack region, fetched once when it is asked for, and kept like a pasted secret. */
export function contentstackKeyHandlers(context: ApiContext): Pick<Handlers, 'fetchContentstackKey'> {
  const { addSecret } = secretHandlers(context);
  return {
    async fetchContentstackKey({ params, body: { region } }, caller) {
      if (context.endpoint(params.id) === null) throw new Problem('no-such-endpoint', `endpoint ${params.id}`);
      const url = new URL('/.well-known/public-keys.json', context.contentstackBase(region));
      const value = signingKey(await fetchText(url, context.fetchLimits, 'fetch-failed'));
      if (value === null) throw new Problem('fetch-failed', `${url.host} sent no public key under signing-key`);
      const body = { name: `Contentstack ${CONTENTSTACK_REGIONS[region].name}`, value };
      return addSecret({ params, query: undefined, body }, caller);
    },
  };
}

/** Where a region publishes its key. */
export const contentstackBaseOf = (region: ContentstackRegion): string =>
  `https://${CONTENTSTACK_REGIONS[region].host}`;

/** The PEM in the member `signing-key`; null where there is none that is a public key. */
function signingKey(text: string): string | null {
  try {
    const { 'signing-key': key } = JSON.parse(text) as { readonly 'signing-key'?: unknown };
    return typeof key === 'string' && readPublicKey(key) !== null ? key : null;
  } catch {
    return null;
  }
}
