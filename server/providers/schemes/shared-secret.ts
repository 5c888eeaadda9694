import type { HeaderLine } from '../../contract/header.ts';
import type { CapturedRequest } from '../../contract/request.ts';
import type { Credential } from '../provider.ts';
import { viewOf } from '../reading/view.ts';
import { equalText, strictBase64 } from './bytes.ts';
import { evidence, fitting, invalid } from './outcome.ts';
import type { Scheme } from './scheme.ts';

export interface SharedSecretOptions {
  readonly provider: string;
  readonly note: string;
}

const NAMED = /^([A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}):[ \t]+([\s\S]+)$/;

/**
 * For senders that do not sign: whether the delivery shows a secret that its sender was given. A credential may be
 * `Header-Name: value`, `user:password` of HTTP Basic (also as extra `username` and `password`), or a bare token, which may
 * stand in any header or anywhere in the target.
 */
export function sharedSecret({ provider, note }: SharedSecretOptions): Scheme {
  const name = 'shared secret';
  return {
    name,
    proves: 'sender',
    carried: (request) => viewOf(request).header('authorization') !== undefined,
    check: (request, credential, nowMs) => {
      if (shows(request, credential.value)) return fitting(evidence(name), note, nowMs, null);
      const sentence = `The secret stands neither in a header nor in the address. ${provider} does not sign its deliveries.`;
      return invalid('signature-differs', sentence, evidence(name));
    },
    sign: (_, credential) => ({ headers: [lineOf(credential)] }),
  };
}

function shows(request: CapturedRequest, secret: string): boolean {
  if (secret === '') return false;
  const named = NAMED.exec(secret);
  const wire = Buffer.from(secret, 'utf8').toString('latin1');
  let found = false;
  for (const [name, value] of request.headers) {
    if (named !== null) {
      const wanted = Buffer.from(named[2]!, 'utf8').toString('latin1');
      if (name.toLowerCase() === named[1]!.toLowerCase() && equalText(value, wanted)) found = true;
    } else if (equalText(value, wire) || credentialsOf(value).some((part) => equalText(part, wire))) found = true;
  }
  for (const part of partsOfTarget(request.target)) if (equalText(part, secret)) found = true;
  return found;
}

/** The payload of `Bearer …` and `Basic …`; the latter also decoded, one character per byte. */
function credentialsOf(value: string): readonly string[] {
  const match = /^(basic|bearer|token)[ \t]+(.+)$/i.exec(value);
  if (match === null) return [];
  const payload = match[2]!;
  if (match[1]!.toLowerCase() !== 'basic') return [payload];
  return [payload, strictBase64(payload)?.toString('latin1') ?? ''];
}

function partsOfTarget(target: string): readonly string[] {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const values = mark < 0 ? [] : [...new URLSearchParams(target.slice(mark + 1)).values()];
  return [...path.split('/').filter((segment) => segment !== ''), ...values];
}

function lineOf({ value: secret }: Credential): HeaderLine {
  const named = NAMED.exec(secret);
  if (named !== null) return [named[1]!, Buffer.from(named[2]!, 'utf8').toString('latin1')];
  const basic = secret.includes(':');
  return ['Authorization', basic ? `Basic ${Buffer.from(secret, 'utf8').toString('base64')}` : `Bearer ${secret}`];
}
