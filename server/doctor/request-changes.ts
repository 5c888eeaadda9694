import type { HeaderLine } from '../contract/header.ts';
import type { CapturedRequest } from '../contract/request.ts';

/** The request with the line at this place replaced. */
export const withLine = (request: CapturedRequest, at: number, line: HeaderLine): CapturedRequest => ({
  ...request,
  headers: request.headers.with(at, line),
});

/** The request with lines added at the end. */
export const withAdded = (request: CapturedRequest, ...lines: readonly HeaderLine[]): CapturedRequest => ({
  ...request,
  headers: [...request.headers, ...lines],
});

/** The request as if it had been called at this absolute URL; the target follows. */
export function withUrl(request: CapturedRequest, url: string): CapturedRequest {
  const target = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/i.exec(url)?.[1] ?? '/';
  return { ...request, publicUrl: url, target: target.startsWith('/') ? target : `/${target}` };
}

/** An absolute URL in three parts, verbatim: nothing is normalised. */
export interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  /** With its question mark; empty where there is none. */
  readonly query: string;
}

export function urlParts(url: string): UrlParts | null {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?/i.exec(url);
  if (parts === null) return null;
  return { scheme: parts[1] ?? '', host: parts[2] ?? '', path: parts[3] ?? '', query: parts[4] ?? '' };
}

export const urlOf = ({ scheme, host, path, query }: UrlParts): string => `${scheme}://${host}${path}${query}`;
