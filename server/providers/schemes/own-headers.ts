import { missingHeader } from './outcome.ts';
import type { Wrapper } from './wrapper.ts';

export interface OwnHeaders {
  readonly timestampHeader?: string | undefined;
  readonly idHeader?: string | undefined;
}

/** A wrapper whose time and id may stand in headers of their own; all else is as in `inner`. */
export function withOwnHeaders(inner: Wrapper, { timestampHeader, idHeader }: OwnHeaders): Wrapper {
  const ids = idHeader === undefined ? [] : [idHeader];
  const times = timestampHeader === undefined ? [] : [timestampHeader];
  return {
    names: [...inner.names, ...ids, ...times],
    carried: inner.carried,
    read: (view, scheme) => {
      const envelope = inner.read(view, scheme);
      if ('kind' in envelope) return envelope;
      const missing = [...ids, ...times].find((name) => view.header(name.toLowerCase()) === undefined);
      if (missing !== undefined) return missingHeader(scheme, missing);
      const stated = ([name]: readonly string[]) =>
        name === undefined ? null : (view.header(name.toLowerCase()) ?? null);
      return { ...envelope, id: stated(ids) ?? envelope.id, timestamp: stated(times) ?? envelope.timestamp };
    },
    write: (parts, request) => {
      const written = inner.write(parts, request);
      const lines = [
        ...ids.map((name) => [name, parts.id] as const),
        ...times.map((name) => [name, parts.timestamp] as const),
      ];
      return { ...written, headers: [...lines, ...written.headers] };
    },
  };
}
