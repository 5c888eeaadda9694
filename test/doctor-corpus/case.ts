import { createPublicKey } from 'node:crypto';
import type { HeaderLine } from '../../server/contract/header.ts';
import type { CapturedRequest } from '../../server/contract/request.ts';
import type { DiagnosisCode } from '../../server/doctor/codes.ts';
import { type Diagnosis, diagnose } from '../../server/doctor/diagnose.ts';
import { findProvider, providers } from '../../server/providers/index.ts';
import type { Credential, Provider } from '../../server/providers/provider.ts';
import { freshCredential, NOW, withSigned } from '../support/provider-bench.ts';

/** A genuine delivery and the secret that its endpoint holds. */
export interface Genuine {
  readonly provider: Provider;
  readonly request: CapturedRequest;
  readonly credential: Credential;
}

/** One damaged delivery with the causes that may be named for it. */
export interface DamagedCase extends Genuine {
  readonly kind: string;
  readonly name: string;
  readonly causes: readonly DiagnosisCode[];
}

const TEXT_SECRET = 'kJ8s-dfk3LmQ92xZ_pw7';
const BASE64_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx';

/** Secrets as the provider shows them, where freshCredential's own is too plain to be damaged. */
const SECRETS: Readonly<Record<string, string>> = {
  stripe: 'whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH',
  'standard-webhooks': BASE64_SECRET,
  svix: BASE64_SECRET,
  openai: BASE64_SECRET,
  clerk: BASE64_SECRET,
  linear: 'lin_wh_W4n8yUEtpWpAZxA1WjJZxk',
  shopify: 'hush-7f3d9c0b1a2e4f5d',
  'microsoft-teams': 'c2VjcmV0LW9mLXRlYW1zLTAxMjM0NTY3ODk=',
  paddle: 'pdl_ntfset_01hxk3m9s8_vZ9dYw2Kq1',
};

const known = new Map<string, Credential>();

/** One credential for each provider: making key pairs takes longer than everything else. */
export function credentialOf(provider: Provider): Credential {
  const made = known.get(provider.id) ?? madeFor(provider);
  known.set(provider.id, made);
  return made;
}

function madeFor(provider: Provider): Credential {
  const fresh = freshCredential(provider);
  if (fresh.value.includes('-----') || /^[0-9a-f]+$/.test(fresh.value)) return fresh;
  const value = SECRETS[provider.id] ?? (/:|whsec_/.test(fresh.value) ? fresh.value : TEXT_SECRET);
  return { ...fresh, value };
}

/** A request signed by the provider's own rules. */
export function genuine(
  id: string,
  body: string | Uint8Array,
  options: {
    readonly type?: string;
    readonly path?: string;
    readonly lines?: readonly HeaderLine[];
    readonly secret?: string;
  } = {},
): Genuine {
  const provider = findProvider(id)!;
  const bytes = Buffer.from(body);
  const path = options.path ?? '/e/inbox';
  const request: CapturedRequest = {
    method: 'POST',
    target: path,
    headers: [
      ['Host', 'hooks.example.com'],
      ['Content-Type', options.type ?? 'application/json'],
      ...(options.lines ?? []),
    ],
    body: bytes,
    httpVersion: '1.1',
    trailers: [],
    publicUrl: `https://hooks.example.com${path}`,
    arrivedAtMs: NOW,
  };
  const credential = { ...credentialOf(provider), ...(options.secret === undefined ? {} : { value: options.secret }) };
  const signed = withSigned(request, provider.signature!.sign!(request, credential, NOW));
  return { provider, request: signed, credential: checking(credential) };
}

/** The half of a key pair that an endpoint holds. */
const checking = (credential: Credential): Credential =>
  credential.value.includes('PRIVATE KEY')
    ? { ...credential, value: String(createPublicKey(credential.value).export({ type: 'spki', format: 'pem' })) }
    : credential;

export const diagnosed = ({ request, provider, credential }: Genuine): Diagnosis =>
  diagnose({
    request,
    provider,
    credentials: [{ credential, origin: 'this-endpoint', endpointName: 'Inbox' }],
    otherProviders: providers,
    publicUrls: [],
    nowMs: NOW,
  });

export const withBody = (of: Genuine, body: string | Uint8Array, type?: string): Genuine => ({
  ...of,
  request: {
    ...of.request,
    body: Buffer.from(body),
    headers: of.request.headers.map(
      ([name, value]): HeaderLine =>
        type !== undefined && name.toLowerCase() === 'content-type' ? [name, type] : [name, value],
    ),
  },
});

export const withSecret = (of: Genuine, value: string): Genuine => ({ ...of, credential: { ...of.credential, value } });

export const withLines = (of: Genuine, change: (line: HeaderLine) => readonly HeaderLine[]): Genuine => ({
  ...of,
  request: { ...of.request, headers: of.request.headers.flatMap(change) },
});
