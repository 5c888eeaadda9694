import type { Hypothesis } from '../hypothesis.ts';
import { SECRET_PREFIXES, withoutPrefix } from '../keys.ts';
import { firstSecret, type SecretVariant } from './secret-variants.ts';

/** The provider's own prefix (`whsec_`, `v1,whsec_`, …) is part of the key, or is not, and was lost or used wrongly. */
export const secretPrefix: Hypothesis = {
  code: 'secret-prefix-stripped',
  tried: 'The secret without its prefix, and with the prefixes that providers use.',
  on: 'secret',
  find: (of) =>
    firstSecret(of, 'secret-prefix-stripped', function* (value) {
      const bare = withoutPrefix(value);
      if (bare !== null && !value.startsWith('v1,'))
        yield { value: bare, how: 'without its prefix: it was signed with the rest alone' };
      for (const prefix of SECRET_PREFIXES) {
        if (!value.startsWith(prefix)) yield { value: `${prefix}${value}`, how: `with \`${prefix}\` before it` };
      }
    }),
};

/** Something beside the secret that never belongs to it: `v1,`, `Bearer `, `sha256=`, `STRIPE_SECRET=`, a comment. */
export const secretLabel: Hypothesis = {
  code: 'secret-prefix-left-in',
  tried: 'The secret without what may stand beside it: `v1,`, `Bearer `, `sha256=`, the name of a variable, a comment.',
  on: 'secret',
  find: (of) => firstSecret(of, 'secret-prefix-left-in', labels),
};

const LABEL = /^\s*(?:export\s+)?(?:v\d+a?,|Bearer\s+|Basic\s+|HMAC\s+|sha\d+=|[A-Za-z_][\w.-]*\s*[=:]\s*)/;

/** A comment that a configuration file has behind the value. */
const COMMENT = /\s+(?:#|;|\/\/).*$/s;

export function* labels(value: string): Generator<SecretVariant> {
  const uncommented = value.replace(COMMENT, '');
  if (uncommented !== value) yield { value: uncommented, how: 'without the comment behind it' };
  if (!LABEL.test(uncommented)) return;
  const bare = uncommented.replace(LABEL, '');
  yield { value: bare, how: 'without what stands before it' };
  yield { value: bare.replace(/^["']|["'];?\s*$/g, ''), how: 'without what stands before it and the quotes' };
}
