import type { CapturedRequest } from '../../contract/request.ts';
import type { Check, Credential, Signed } from '../provider.ts';
import { viewOf } from '../reading/view.ts';
import { algorithmName, type Jws, type JwsAlgorithm, readJws, signJws, suits, verifyJws } from './jws.ts';
import { badCredential, evidence, fitting, invalid, malformedHeader, missingHeader } from './outcome.ts';
import { readPublicKey } from './public-key.ts';
import { keyTexts, privateKeyOf } from './public-key-scheme.ts';
import type { Scheme } from './scheme.ts';

export interface DetachedJwsOptions {
  readonly name: string;
  readonly header: string;
  readonly algorithm: JwsAlgorithm;
  /** What is signed after the token's header and a dot, most usual form first; a Check when the request lacks a part. */
  payloads(request: CapturedRequest, jws: Pick<Jws, 'header'>): readonly Uint8Array[] | Check;
  /** The token's header when we sign, and header lines that go with it. */
  own(
    request: CapturedRequest,
    credential: Credential,
    nowMs: number,
  ): { readonly header: object; readonly lines: Signed['headers'] };
  timestampMs?(request: CapturedRequest): number | null;
}

/** A JWS whose payload is the request itself (RFC 7515, appendix F): `<header>..<signature>`. */
export function detachedJws(options: DetachedJwsOptions): Scheme {
  const { name, header, algorithm, payloads } = options;
  const key = header.toLowerCase();
  const input = (encodedHeader: string, payload: Uint8Array) =>
    Buffer.concat([Buffer.from(`${encodedHeader}.`, 'latin1'), payload]);
  return {
    name,
    proves: 'bytes',
    carried: (request) => viewOf(request).header(key) !== undefined,
    check: (request, credential, nowMs) => {
      const received = viewOf(request).header(key);
      if (received === undefined) return missingHeader(name, header);
      const jws = readJws(received);
      if (jws === null || jws.encodedPayload !== '')
        return malformedHeader(name, header, received, '`<header>..<signature>` of a detached JWS');
      if (jws.header['alg'] !== algorithm)
        return invalid(
          'algorithm-not-allowed',
          `The signature names ${algorithmName(jws.header['alg'])}; this provider uses ${algorithm}.`,
          evidence(name, { received }),
        );
      const kid = typeof jws.header['kid'] === 'string' ? jws.header['kid'] : undefined;
      const usable = keyTexts(credential)
        .map((text) => readPublicKey(text, kid))
        .filter((one) => one !== null && suits(algorithm, one));
      const publicKey = usable[0];
      if (publicKey === undefined || publicKey === null)
        return badCredential(name, `The key cannot be used: ${algorithm} wants the public key, as PEM, JWK or JWKS.`);
      const built = payloads(request, jws);
      if ('kind' in built) return built;
      const signed = built.map((payload) => input(jws.encodedHeader, payload));
      const known = { received, timestampMs: options.timestampMs?.(request) ?? null };
      for (const message of signed)
        if (verifyJws(algorithm, publicKey, message, jws.signature))
          return fitting(evidence(name, { ...known, signed: message, expected: received }), null, nowMs, null);
      const found = evidence(name, { ...known, signed: signed[0] ?? null });
      return invalid('signature-differs', 'The signature does not fit this request and this key.', found);
    },
    sign: (request, credential, nowMs) => {
      const { header: own, lines } = options.own(request, credential, nowMs);
      const tokenHeader = { alg: algorithm, ...own };
      const withLines = { ...request, headers: [...request.headers, ...lines] };
      const built = payloads(withLines, { header: tokenHeader });
      const privateKey = privateKeyOf(credential);
      if (privateKey === null || 'kind' in built) return { headers: lines };
      const encoded = Buffer.from(JSON.stringify(tokenHeader), 'utf8').toString('base64url');
      const signature = signJws(algorithm, privateKey, input(encoded, built[0]!));
      return signature === null ? { headers: lines } : { headers: [...lines, [header, `${encoded}..${signature}`]] };
    },
  };
}
