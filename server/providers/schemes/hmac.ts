import { createHash, createHmac } from 'node:crypto';
import type { Encoding } from './bytes.ts';
import { type HeaderWrapperOptions, headerWrapper } from './header-wrapper.ts';
import { type KeyRule, textKey } from './key.ts';
import { keyed, type TimeRule, type Wrapper } from './keyed.ts';
import type { Scheme } from './scheme.ts';
import type { Template } from './template.ts';

export type HmacAlgorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512';

export interface HmacRule {
  readonly algorithm?: HmacAlgorithm;
  readonly encoding?: Encoding;
  /** The signed string; see template.ts. The body alone when absent. */
  readonly signed?: string | Template;
  readonly key?: KeyRule;
  readonly time?: TimeRule;
  readonly note?: string;
  readonly name?: string;
}

/** HMAC over a template, in a header of its own, with time and id in others. */
export function hmac(rule: HmacRule & HeaderWrapperOptions): Scheme {
  return hmacIn(headerWrapper(rule), rule);
}

/** HMAC over a template, in the given wrapper. */
export function hmacIn(wrapper: Wrapper, rule: HmacRule): Scheme {
  const { algorithm = 'sha256', encoding = 'hex', signed = '{body}', key = textKey, name, ...rest } = rule;
  return keyed({
    ...(rest.time === undefined ? {} : { time: rest.time }),
    ...(rest.note === undefined ? {} : { note: rest.note }),
    name:
      name ??
      `HMAC-${algorithm.toUpperCase()} of ${typeof signed === 'string' ? signed : 'a string of its own'}, ${encoding}`,
    wrapper,
    signed,
    key,
    compute: (bytes, message) => createHmac(algorithm, bytes).update(message).digest(encoding),
  });
}

/** A plain digest of secret and template, in which no HMAC is used. `secretAt` tells where the secret stands. */
export function digest(rule: HmacRule & HeaderWrapperOptions & { readonly secretAt: 'start' | 'end' }): Scheme {
  const { algorithm = 'sha256', encoding = 'hex', signed = '{body}', key = textKey, secretAt } = rule;
  const shown = typeof signed === 'string' ? signed : 'a string of its own';
  return keyed({
    ...(rule.time === undefined ? {} : { time: rule.time }),
    ...(rule.note === undefined ? {} : { note: rule.note }),
    name: `${algorithm.toUpperCase()} of ${secretAt === 'start' ? `{secret}${shown}` : `${shown}{secret}`}, ${encoding}`,
    wrapper: headerWrapper(rule),
    signed,
    key,
    compute: (bytes, message) => {
      const hash = createHash(algorithm);
      if (secretAt === 'start') hash.update(bytes).update(message);
      else hash.update(message).update(bytes);
      return hash.digest(encoding);
    },
  });
}
