import { isIP } from 'node:net';
import { type AddressKind, kindOfAddress } from './address.ts';
import { portOf } from './guard.ts';

/** Why a send failed: a stable code and one sentence with what to do. */
export interface Failure {
  readonly code: FailureCode;
  readonly reason: string;
}

export type FailureCode =
  | 'refused'
  | 'timeout'
  | 'dns'
  | 'reset'
  | 'tls'
  | 'blocked'
  | 'interrupted'
  | 'invalid-answer'
  | 'other';

/** Put an error of `node:dns`, `node:net`, `node:tls` or `node:http` into words. `status`: the answer had begun with it. */
export function describeFailure(error: unknown, { url, status }: { url: URL; status: number | null }): Failure {
  const { code, message } = errorFacts(error);
  const where = placeName(url);
  if (code.startsWith('HPE_')) {
    return {
      code: 'invalid-answer',
      reason: `The answer of ${where} is not valid HTTP/1.1 (${message}).${httpsHint(url)}`,
    };
  }
  if (isTlsCode(code)) return { code: 'tls', reason: tlsReason(code, message, url) };
  switch (code) {
    case 'ECONNREFUSED':
      return { code: 'refused', reason: refusedReason(url) };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
    case 'EAI_NONAME':
    case 'EAI_FAIL':
      return {
        code: 'dns',
        reason: `No address was found for ${url.hostname}. Check the name, and that this machine is on the network.`,
      };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return { code: 'reset', reason: resetReason(where, status, url) };
    case 'ETIMEDOUT':
      return {
        code: 'timeout',
        reason: `${capital(where)} did not take the connection. Check that it is up, then replay.`,
      };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return { code: 'other', reason: `There is no way from here to ${where}. Check the network and the address.` };
    default:
      return { code: 'other', reason: `Sending to ${where} failed: ${message}.` };
  }
}

/** The total time-out of a send was over. */
export function timeoutFailure(timeoutMs: number, { url, status }: { url: URL; status: number | null }): Failure {
  const limit = timeoutMs % 1000 === 0 ? `${timeoutMs / 1000} s` : `${timeoutMs} ms`;
  const where = placeName(url);
  const what =
    status === null
      ? `${capital(where)} did not answer within ${limit}.`
      : `${capital(where)} began to answer (${status}) but did not finish within ${limit}.`;
  return { code: 'timeout', reason: `${what} Make it answer sooner, or raise the destination's time-out.` };
}

interface ErrorFacts {
  readonly code: string;
  readonly message: string;
}

/** Happy eyeballs (RFC 8305) reports one error for each address; the first that was no missing route tells most. */
function errorFacts(error: unknown): ErrorFacts {
  if (error instanceof AggregateError && error.errors.length > 0) {
    const facts = error.errors.map(errorFacts);
    return facts.find(({ code }) => code !== 'EADDRNOTAVAIL' && code !== 'ENETUNREACH') ?? { code: '', message: '' };
  }
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return {
    code,
    message: error.message
      .replace(/^Parse Error: /, '')
      .replace(/\s+/g, ' ')
      .trim(),
  };
}

function isTlsCode(code: string): boolean {
  return (
    code === 'EPROTO' ||
    /^(?:ERR_TLS|ERR_SSL|CERT_|CRL_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/.test(
      code,
    )
  );
}

function tlsReason(code: string, message: string, url: URL): string {
  const where = placeName(url);
  if (/wrong version number|packet length too long|http request/i.test(message)) {
    return `${capital(where)} does not speak https. Use http:// in the destination's URL.`;
  }
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `The certificate of ${where} is self-signed or from an unknown authority. Use http://, or start Hookglass with NODE_EXTRA_CA_CERTS naming the authority's file.`;
    case 'CERT_HAS_EXPIRED':
      return `The certificate of ${where} has expired. Renew it, or use http://.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate of ${where} is for another name. Use the name in the certificate, or http://.`;
    default:
      return `The TLS handshake with ${where} failed (${message}). Check its certificate, or use http://.`;
  }
}

function refusedReason(url: URL): string {
  if (isLocal(url)) return `Nothing is listening on port ${portOf(url)}. Start your app, then replay.`;
  return `Nothing is listening on port ${portOf(url)} of ${url.hostname}. Start the app there, then replay.`;
}

function resetReason(where: string, status: number | null, url: URL): string {
  if (status !== null)
    return `${capital(where)} began to answer (${status}) and closed the connection half-way. Look at its log.`;
  return `${capital(where)} closed the connection without an answer. Look at its log.${httpsHint(url)}`;
}

function httpsHint(url: URL): string {
  return url.protocol === 'http:' ? ' If it expects https, change the URL.' : '';
}

function isLocal(url: URL): boolean {
  const kind: AddressKind | null = kindOfAddress(url.hostname);
  return kind === 'this-machine' || /^(?:.+\.)?localhost\.?$/.test(url.hostname);
}

function placeName(url: URL): string {
  return isLocal(url)
    ? `the app on port ${portOf(url)}`
    : `${url.hostname}${isIP(url.hostname) === 0 ? '' : `:${portOf(url)}`}`;
}

const capital = (text: string): string => (text.startsWith('the app') ? `T${text.slice(1)}` : text);
