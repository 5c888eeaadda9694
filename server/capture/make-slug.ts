import { randomBytes } from 'node:crypto';
import { SLUG_LENGTH } from '../contract/slug.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** A fresh path of 26 characters of Crockford's base 32: 130 random bits. */
export function makeSlug(): string {
  return Array.from(randomBytes(SLUG_LENGTH), (byte) => ALPHABET[byte & 31]).join('');
}
