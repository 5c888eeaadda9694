import { randomBytes } from 'node:crypto';
import type { StoredEndpoint } from '../store/truth/endpoints.ts';
import { type EndpointDirectory, type LiveEndpoint, SLUG_LENGTH } from './endpoint-directory.ts';
import { prepareReply } from './reply.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** A fresh path of 26 characters of Crockford's base 32: 130 random bits. */
export function makeSlug(): string {
  return Array.from(randomBytes(SLUG_LENGTH), (byte) => ALPHABET[byte & 31]).join('');
}

/** The endpoints that answer, kept in memory; `reload` after each change. */
export function createLiveEndpoints(all: () => readonly StoredEndpoint[]): EndpointDirectory & { reload(): void } {
  let bySlug = new Map<string, LiveEndpoint>();
  const reload = (): void => {
    const live = all().filter(({ deletedAt }) => deletedAt === null);
    bySlug = new Map(live.map(({ id, slug, paused, reply }) => [slug, { id, paused, reply: prepareReply(reply) }]));
  };
  reload();
  return { find: (slug) => bySlug.get(slug), reload };
}
