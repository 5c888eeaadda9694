import { createHash, createHmac, createSecretKey } from 'node:crypto';
import type { Encoding } from './bytes.ts';
import { type HeaderWrapperOptions, headerWrapper } from './header-wrapper.ts';
import { type KeyRule, textKey } from './key.ts';
import { type KeyIdRule, keyed, type TimeRule, type Variant } from './keyed.ts';
import type { Scheme } from './scheme.ts';
import type { Template } from './template.ts';
import type { Wrapper } from './wrapper.ts';

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
  readonly variants?: readonly Variant[];
  readonly keyId?: KeyIdRule;
}

/** HMAC over a template, in a header of its own, with time and id in others. */
export function hmac(rule: HmacRule & HeaderWrapperOptions): Scheme {
  return hmacIn(headerWrapper(rule), rule);
}

/** HMAC over a template, in the given wrapper. */
export function hmacIn(wrapper: Wrapper, rule: HmacRule): Scheme {
  const { algorithm = 'sha256', encoding = 'hex', signed = '{body}', key = textKey } = rule;
  const name = rule.name ?? `HMAC-${algorithm.toUpperCase()} of ${shown(signed)}, ${encoding}`;
  return keyed({
    ...optionsOf(rule),
    name,
    wrapper,
    signed,
    key,
    prepare: (bytes) => createSecretKey(bytes),
    compute: (secret, message) => createHmac(algorithm, secret).update(message).digest(encoding),
  });
}

/** A plain digest of secret and template, in which no HMAC is used. `secretAt` tells where the secret stands. */
export function digest(rule: HmacRule & HeaderWrapperOptions & { readonly secretAt: 'start' | 'end' }): Scheme {
  const { algorithm = 'sha256', encoding = 'hex', signed = '{body}', key = textKey, secretAt } = rule;
  const of = secretAt === 'start' ? `{secret}${shown(signed)}` : `${shown(signed)}{secret}`;
  return keyed({
    ...optionsOf(rule),
    name: rule.name ?? `plain ${algorithm.toUpperCase()} of ${of}, ${encoding}`,
    wrapper: headerWrapper(rule),
    signed,
    key,
    prepare: (bytes) => bytes,
    compute: (bytes, message) => {
      const hash = createHash(algorithm);
      if (secretAt === 'start') hash.update(bytes).update(message);
      else hash.update(message).update(bytes);
      return hash.digest(encoding);
    },
  });
}

const shown = (signed: string | Template): string => (typeof signed === 'string' ? signed : 'a string of its own');

/** The options that both share and that may be absent. */
function optionsOf({ time, note, variants, keyId }: HmacRule) {
  return {
    ...(time === undefined ? {} : { time }),
    ...(note === undefined ? {} : { note }),
    ...(variants === undefined ? {} : { variants }),
    ...(keyId === undefined ? {} : { keyId }),
  };
}
