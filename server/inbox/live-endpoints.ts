import { randomBytes } from 'node:crypto';
import { findProvider } from '../providers/index.ts';
import type { Credential } from '../providers/provider.ts';
import { pairs } from '../store/head.ts';
import type { StoredEndpoint } from '../store/truth/endpoints.ts';
import { publicUrlOf } from './describe.ts';
import {
  type ChallengeReply,
  type EndpointDirectory,
  type LiveEndpoint,
  type RequestHead,
  SLUG_LENGTH,
} from './endpoint-directory.ts';
import { prepareReply } from './reply.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** A fresh path of 26 characters of Crockford's base 32: 130 random bits. */
export function makeSlug(): string {
  return Array.from(randomBytes(SLUG_LENGTH), (byte) => ALPHABET[byte & 31]).join('');
}

interface Sources {
  readonly endpoints: () => readonly StoredEndpoint[];
  readonly credentials: () => readonly { readonly endpointId: number; readonly credential: Credential }[];
  readonly nowMs: () => number;
}

/** The endpoints that answer, kept in memory; `reload` after each change of an endpoint or a secret. */
export function createLiveEndpoints({
  endpoints,
  credentials,
  nowMs,
}: Sources): EndpointDirectory & { reload(): void } {
  let bySlug = new Map<string, LiveEndpoint>();
  const reload = (): void => {
    const own = Map.groupBy(credentials(), ({ endpointId }) => endpointId);
    const live = endpoints().filter(({ deletedAt }) => deletedAt === null);
    bySlug = new Map(
      live.map(({ id, slug, paused, reply, provider }) => {
        const secrets = (own.get(id) ?? []).map(({ credential }) => credential);
        const answers = challengeOf(provider, secrets, nowMs);
        return [slug, { id, paused, reply: prepareReply(reply), ...(answers === null ? {} : { challenge: answers }) }];
      }),
    );
  };
  reload();
  return { find: (slug) => bySlug.get(slug), reload };
}

/** How an endpoint answers its provider's set-up requests; null when that provider has none. */
function challengeOf(
  providerId: string | null,
  credentials: readonly Credential[],
  nowMs: () => number,
): ((head: RequestHead, body: Buffer) => ChallengeReply | null) | null {
  const provider = providerId === null ? undefined : findProvider(providerId);
  const answer = provider?.challenge;
  if (answer === undefined) return null;
  return ({ method, target, rawHeaders }, body) => {
    const headers = pairs(rawHeaders);
    const request = {
      method,
      target,
      headers,
      body,
      publicUrl: publicUrlOf(target, headers, undefined),
      arrivedAtMs: nowMs(),
    };
    const found = answer(request, credentials);
    if (found === null) return null;
    const { status, body: text, sentence } = found;
    return { reply: prepareReply({ status, headers: [...found.headers], body: text, delayMs: 0 }), sentence };
  };
}
