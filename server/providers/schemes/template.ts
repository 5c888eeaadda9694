import type { CapturedRequest } from '../../contract/request.ts';
import { viewOf } from '../reading/view.ts';
import { wireBytes } from './bytes.ts';

/** What a template may draw on beside the request. */
export interface Stated {
  readonly timestamp: string | null;
  readonly id: string | null;
}

/** A compiled template: the exact bytes that are signed; null when a header it names is missing. */
export type Template = (request: CapturedRequest, stated: Stated) => Uint8Array | null;

type Segment = (request: CapturedRequest, stated: Stated) => Uint8Array | null;

const PLACEHOLDER = /\{(body|timestamp|url|path|method|id|header:[A-Za-z0-9!#$%&'*+.^_`|~-]+)\}/g;

/**
 * Compile a signed string such as `v0:{timestamp}:{body}`. Placeholders: `{body}` `{timestamp}` `{url}` (public URL as the
 * sender called it) `{path}` (its path with query) `{method}` `{id}` `{header:NAME}`. All other text stands for itself.
 */
export function template(text: string): Template {
  const segments: Segment[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > end) segments.push(constant(text.slice(end, match.index)));
    segments.push(placeholder(match[1]!));
    end = match.index + match[0].length;
  }
  if (end < text.length) segments.push(constant(text.slice(end)));
  if (segments.length === 1) return segments[0]!;
  return (request, stated) => {
    const parts: Uint8Array[] = [];
    for (const segment of segments) {
      const part = segment(request, stated);
      if (part === null) return null;
      parts.push(part);
    }
    return Buffer.concat(parts);
  };
}

function constant(text: string): Segment {
  const bytes = Buffer.from(text, 'utf8');
  return () => bytes;
}

function placeholder(name: string): Segment {
  switch (name) {
    case 'body':
      return (request) => request.body;
    case 'timestamp':
      return (_, stated) => (stated.timestamp === null ? null : wireBytes(stated.timestamp));
    case 'id':
      return (_, stated) => (stated.id === null ? null : wireBytes(stated.id));
    case 'url':
      return (request) => wireBytes(request.publicUrl);
    case 'path':
      return (request) => wireBytes(pathOf(request.publicUrl));
    case 'method':
      return (request) => wireBytes(request.method);
    default: {
      const key = name.slice('header:'.length).toLowerCase();
      return (request) => {
        const value = viewOf(request).header(key);
        return value === undefined ? null : wireBytes(value);
      };
    }
  }
}

/** Path and query of an absolute URL, verbatim; `/` where it has none. */
export function pathOf(url: string): string {
  const scheme = url.indexOf('://');
  const start = url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
  if (start >= 0) return url.slice(start).replace(/#.*$/s, '');
  const query = url.indexOf('?');
  return query < 0 ? '/' : `/${url.slice(query)}`;
}
