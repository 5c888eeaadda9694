import { sameBytes, textOf } from '../bytes.ts';
import type { Case, Finding, Hypothesis } from '../hypothesis.ts';
import { type KeyForm, keyForms, withoutPrefix } from '../keys.ts';
import { hmac } from '../rule.ts';
import { base64Bytes, hexBytes } from '../signature-text.ts';
import { firstSecret, type SecretVariant } from './secret-variants.ts';

/** The secret that is stored is the encoded form of the one that signed, or the sender decoded it before use. */
export const secretDecoded: Hypothesis = {
  code: 'secret-decoded',
  tried: 'The secret decoded from base64 and hex, with and without its prefix, as the key and as the secret.',
  on: 'secret',
  find: (of) =>
    firstSecret(of, 'secret-decoded', decodedTexts) ??
    (of.rule === null || isText(of.rule.key) ? keyed(of, 'secret-decoded', (key) => !isText(key)) : null),
};

/** The text of the secret was used as the key where the provider's rule makes the key from it. */
export const secretNotDecoded: Hypothesis = {
  code: 'secret-not-decoded',
  tried: 'The text of the secret as the key, without decoding it.',
  on: 'secret',
  find: (of) =>
    of.rule === null || !isText(of.rule.key)
      ? (keyed(of, 'secret-not-decoded', () => true) ?? firstSecret(of, 'secret-not-decoded', encodedTexts))
      : null,
};

/** The key without the prefix, where the provider's key is the whole text. */
export const secretTextWithoutPrefix: Hypothesis = {
  code: 'secret-prefix-stripped',
  tried: 'The text of the secret after its prefix as the key.',
  on: 'secret',
  find: (of) =>
    of.rule === null || isText(of.rule.key)
      ? keyed(of, 'secret-prefix-stripped', (key) => key.form === 'text without prefix')
      : null,
};

const isText = ({ form }: KeyForm): boolean =>
  form === 'text' || form === 'text without prefix' || form === 'normalised text';

/** Sign the very string that the provider signs with another reading of the secret. */
function keyed(of: Case, code: Finding['code'], wanted: (key: KeyForm) => boolean): Finding | null {
  const { rule, evidence } = of;
  if (rule === null || evidence?.signed == null) return null;
  for (const credential of of.own.slice(0, 4)) {
    for (const key of keyForms(credential.value)) {
      if (!wanted(key) || key.form === rule.key.form) continue;
      const made = hmac(rule.hash, key.bytes, evidence.signed);
      if (of.tokens.some(({ bytes }) => sameBytes(bytes, made))) {
        return { code, proof: `With ${key.how} as the key the signature fits; the rule here is ${rule.key.how}.` };
      }
    }
  }
  return null;
}

/** What the secret is once it is decoded, as a Kubernetes Secret or an environment variable may show it encoded. */
export function* decodedTexts(value: string): Generator<SecretVariant> {
  const bare = withoutPrefix(value) ?? value;
  for (const bytes of [base64Bytes(bare.trim()), hexBytes(bare), base64Bytes(value)]) {
    const text = bytes === null ? null : textOf(bytes);
    if (text === null || text === '') continue;
    yield { value: text, how: 'once it is decoded: it is stored encoded once more than the provider shows it' };
    if (text !== text.trim())
      yield { value: text.trim(), how: 'once it is decoded, without the newline that was encoded with it' };
  }
}

function* encodedTexts(value: string): Generator<SecretVariant> {
  for (const text of [value, withoutPrefix(value)]) {
    if (text === null) continue;
    const base64 = Buffer.from(text, 'utf8').toString('base64');
    for (const encoded of [
      base64,
      `whsec_${base64}`,
      `v1,whsec_${base64}`,
      Buffer.from(text, 'utf8').toString('hex'),
    ]) {
      yield { value: encoded, how: 'when its text is the key, not what it decodes to' };
    }
  }
}
