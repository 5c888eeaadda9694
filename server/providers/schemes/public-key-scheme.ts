import { constants, type KeyObject, sign as signBytes, verify as verifyBytes } from 'node:crypto';
import type { Check, Credential } from '../provider.ts';
import { viewOf } from '../reading/view.ts';
import { strictBase64, strictHex } from './bytes.ts';
import { readTime, UNIT_FORM, writeTime } from './clock.ts';
import { spend } from './effort.ts';
import { extraOf } from './key.ts';
import { type TimeRule, type Variant, windowOf } from './keyed.ts';
import { madeId } from './made-id.ts';
import { badCredential, evidence, fitting, invalid, malformedHeader } from './outcome.ts';
import { readPrivateKey, readPublicKey } from './public-key.ts';
import type { Scheme } from './scheme.ts';
import { type Template, template } from './template.ts';
import type { Envelope, Wrapper } from './wrapper.ts';

export interface PublicKeyOptions {
  readonly name: string;
  readonly wrapper: Wrapper;
  readonly signed: string | Template;
  readonly variants?: readonly Variant[];
  readonly encoding: 'hex' | 'base64';
  readonly time?: TimeRule;
  readonly note?: string;
  /** A reason to refuse before anything is computed, such as a certificate address of a stranger. */
  refuse?(envelope: Envelope, credential: Credential, request: Parameters<Scheme['carried']>[0]): Check | null;
}

interface Algorithm {
  readonly keyType: 'ed25519' | 'rsa' | 'ec';
  readonly hash: 'sha1' | 'sha256' | null;
  readonly wants: string;
}

export const ed25519 = (options: PublicKeyOptions): Scheme =>
  signedWith({ keyType: 'ed25519', hash: null, wants: 'an Ed25519 public key' }, options);

export const rsa = (options: PublicKeyOptions & { readonly hash: 'sha1' | 'sha256' }): Scheme =>
  signedWith({ keyType: 'rsa', hash: options.hash, wants: 'an RSA public key or certificate in PEM' }, options);

/** ECDSA with signatures in DER. */
export const ecdsa = (options: PublicKeyOptions & { readonly hash: 'sha1' | 'sha256' }): Scheme =>
  signedWith({ keyType: 'ec', hash: options.hash, wants: 'an ECDSA public key' }, options);

/** The text of a credential that is a key: its value, or an extra of a usual name. */
export function keyTexts(credential: Credential): readonly string[] {
  const extra = extraOf(credential, 'publicKey', 'certificate', 'cert', 'pem', 'key', 'jwks', 'jwk', 'rootCertificate');
  return extra === undefined ? [credential.value] : [extra, credential.value];
}

/** The public key of a credential, of the wanted type; null when it has none. */
export function publicKeyOf(credential: Credential, keyType: Algorithm['keyType'], kid?: string): KeyObject | null {
  for (const text of keyTexts(credential)) {
    const key = readPublicKey(text, kid);
    if (key !== null && key.asymmetricKeyType === keyType) return key;
  }
  return null;
}

/** The private key of a credential, with which we can sign as the provider would; null when it has none. */
export function privateKeyOf(credential: Credential): KeyObject | null {
  return readPrivateKey(extraOf(credential, 'privateKey') ?? credential.value);
}

function signedWith({ keyType, hash, wants }: Algorithm, options: PublicKeyOptions): Scheme {
  const { name, wrapper, encoding, time, note = null } = options;
  const build = typeof options.signed === 'string' ? template(options.signed) : options.signed;
  const variants: readonly Variant[] = [{ signed: build }, ...(options.variants ?? [])];
  const decode = encoding === 'hex' ? strictHex : strictBase64;
  const window = windowOf(time);
  return {
    name,
    proves: 'bytes',
    carried: (request) => wrapper.carried(viewOf(request)),
    check: (request, credential, nowMs) => {
      const envelope = wrapper.read(viewOf(request), name);
      if ('kind' in envelope) return envelope;
      const received = envelope.signatures.join(' ');
      const signatures = envelope.signatures.map(decode).filter((bytes) => bytes !== null);
      if (signatures.length === 0) return malformedHeader(name, wrapper.names[0]!, received, `\`<${encoding}>\``);
      const stated = envelope.timestamp;
      const timestampMs = time === undefined || stated === null ? null : readTime(stated, time.unit);
      if (time !== undefined && stated !== null && timestampMs === null)
        return malformedHeader(name, wrapper.names.at(-1)!, stated, UNIT_FORM[time.unit]);
      const refused = options.refuse?.(envelope, credential, request) ?? null;
      if (refused !== null) return refused;
      const key = publicKeyOf(credential, keyType);
      if (key === null) return badCredential(name, `The key cannot be used: this scheme wants ${wants}.`);
      let first = evidence(name, { received, timestampMs, toleranceMs: window?.toleranceMs ?? null });
      for (const [at, variant] of variants.entries()) {
        const signed = variant.signed(request, envelope);
        if (signed === null) continue;
        const found = { ...first, signed };
        if (signatures.some((bytes) => verifies(hash, signed, key, bytes)))
          return fitting({ ...found, expected: received }, variant.note ?? note, nowMs, window);
        if (at === 0) first = found;
      }
      return invalid('signature-differs', 'The signature does not fit these bytes and this key.', first);
    },
    sign: (request, credential, nowMs) => {
      const parts = { timestamp: writeTime(nowMs, time?.unit ?? 's'), id: madeId(request, nowMs) };
      const key = privateKeyOf(credential);
      const signed = build(request, parts);
      if (key === null || signed === null || key.asymmetricKeyType !== keyType) return { headers: [] };
      const signature = signBytes(hash, signed, key).toString(encoding);
      return wrapper.write({ ...parts, signature }, request);
    },
  };
}

/** Verify without exceptions: a key that cannot do it verifies nothing. */
export function verifies(hash: string | null, signed: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  spend(signed);
  try {
    return key.asymmetricKeyType === 'rsa'
      ? verifyBytes(hash, signed, { key, padding: constants.RSA_PKCS1_PADDING }, signature)
      : verifyBytes(hash, signed, key, signature);
  } catch {
    return false;
  }
}
