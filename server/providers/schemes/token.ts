import { type Reader, source } from '../reading/source.ts';
import { viewOf } from '../reading/view.ts';
import { equalText, strictBase64 } from './bytes.ts';
import { extraOf } from './key.ts';
import { badCredential, evidence, fitting, invalid, missingHeader } from './outcome.ts';
import type { Scheme } from './scheme.ts';

export const UNPROTECTED = 'The sender knows the secret; the body is not protected.';

/** A shared token that stands as it is in a header. `Bearer ` before it may be part of the secret or not. */
export function token({ header }: { readonly header: string }): Scheme {
  const name = `token in ${header}`;
  const key = header.toLowerCase();
  return {
    name,
    proves: 'sender',
    carried: (request) => viewOf(request).header(key) !== undefined,
    check: (request, credential, nowMs) => {
      const values = viewOf(request).headers.get(key);
      if (values === undefined) return missingHeader(name, header);
      const wanted = wire(credential.value);
      if (wanted === '') return badCredential(name, 'The secret is empty.');
      const candidates = values.flatMap((value) => [value, value.replace(/^Bearer /i, '')]);
      const fits = candidates.filter((value) => equalText(value, wanted)).length > 0;
      if (fits) return fitting(evidence(name), UNPROTECTED, nowMs, null);
      return invalid('signature-differs', `The token in ${header} is not this secret.`, evidence(name));
    },
    sign: (_, credential) => ({ headers: [[header, wire(credential.value)]] }),
  };
}

/** HTTP Basic. The credential is `user:password`, or a password with the extra `username`. */
export function basic(): Scheme {
  const name = 'HTTP Basic';
  const header = 'Authorization';
  return {
    name,
    proves: 'sender',
    carried: (request) => viewOf(request).header('authorization') !== undefined,
    check: (request, credential, nowMs) => {
      const received = viewOf(request).header('authorization');
      if (received === undefined) return missingHeader(name, header);
      const match = /^Basic[ \t]+(\S+)$/i.exec(received);
      if (match === null)
        return invalid(
          'malformed-header',
          'The Authorization header is not of the form `Basic <base64>`.',
          evidence(name),
        );
      const decoded = strictBase64(match[1]!)?.toString('latin1') ?? '';
      const wanted = wire(userAndPassword(credential));
      if (wanted === '') return badCredential(name, 'The secret is empty.');
      const fits = equalText(decoded, wanted);
      if (fits) return fitting(evidence(name), UNPROTECTED, nowMs, null);
      return invalid('signature-differs', 'User or password is not the stored one.', evidence(name));
    },
    sign: (_, credential) => {
      const encoded = Buffer.from(userAndPassword(credential), 'utf8').toString('base64');
      return { headers: [[header, `Basic ${encoded}`]] };
    },
  };
}

function userAndPassword(credential: Parameters<typeof extraOf>[0]): string {
  const user = extraOf(credential, 'username', 'user');
  const password = extraOf(credential, 'password') ?? credential.value;
  return user === undefined ? credential.value : `${user}:${password}`;
}

export interface TokenInOptions {
  /** A source of reading/source.ts. */
  readonly from: string;
  /** Its name in sentences. */
  readonly where: string;
  /** What a fitting token leaves open. */
  readonly note?: string;
}

/** A shared token inside the delivery. */
export function tokenIn({ from, where, note = UNPROTECTED }: TokenInOptions): Scheme {
  const name = `token in ${where}`;
  const read: Reader = source(from, '');
  return {
    name,
    proves: 'sender',
    carried: (request) => read(viewOf(request)) !== undefined,
    check: (request, credential, nowMs) => {
      const received = read(viewOf(request));
      if (received === undefined) return invalid('missing-header', `The delivery has no ${where}.`, evidence(name));
      if (credential.value === '') return badCredential(name, 'The secret is empty.');
      if (equalText(received, credential.value)) return fitting(evidence(name), note, nowMs, null);
      return invalid('signature-differs', `The ${where} is not this secret.`, evidence(name));
    },
  };
}

const wire = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
