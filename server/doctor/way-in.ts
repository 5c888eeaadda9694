import { header } from '../contract/header.ts';
import type { CapturedRequest } from '../contract/request.ts';
import type { DiagnosisCode } from './codes.ts';
import { urlParts } from './request-changes.ts';

/** Causes that lie between the sender and Hookglass. */
const ON_THE_WAY =
  /^(body-|line-endings|compressed|header|signed-header|signature-changed|missing-header|timestamp-changed|id-changed|method-changed|url-differs)/;

/** The host of the tunnel that the delivery was called at; null where it came another way, or that is not known. */
export function tunnelOf({ headers }: CapturedRequest, tunnelUrls: readonly string[]): string | null {
  const called = [header(headers, 'Host'), header(headers, 'X-Forwarded-Host')].map((host) => host?.toLowerCase());
  const hosts = tunnelUrls.map((url) => urlParts(url)?.host.toLowerCase() ?? '');
  return hosts.find((host) => host !== '' && called.includes(host)) ?? null;
}

/** Advice that names the tunnel where the cause may lie in it. */
export const withTunnel = (fix: string, code: DiagnosisCode | null, tunnel: string | null): string =>
  tunnel !== null && code !== null && ON_THE_WAY.test(code)
    ? `${fix} This delivery came through the tunnel at ${tunnel}: it is one of the things between the sender and Hookglass.`
    : fix;
