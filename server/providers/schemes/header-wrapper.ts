import type { View } from '../reading/view.ts';
import type { Wrapper } from './keyed.ts';
import { malformedHeader, missingHeader } from './outcome.ts';

export interface HeaderWrapperOptions {
  /** The header of the signature; of several, any may carry it. */
  readonly header: string | readonly string[];
  /** What stands before the signature in the header, for example `sha256=`. */
  readonly prefix?: string;
  /** What stands between several signatures in one header. Entries without the prefix are ignored. */
  readonly separator?: string;
  readonly timestampHeader?: string;
  readonly idHeader?: string;
}

/** A signature in a header of its own; time and id, where there are any, in theirs. */
export function headerWrapper(options: HeaderWrapperOptions): Wrapper {
  const { header, prefix = '', separator, timestampHeader, idHeader } = options;
  const headers = typeof header === 'string' ? [header] : header;
  const keys = headers.map((name) => name.toLowerCase());
  const others = [idHeader, timestampHeader].filter((name) => name !== undefined);
  const stated = (view: View, name: string | undefined) =>
    name === undefined ? null : (view.header(name.toLowerCase()) ?? null);
  return {
    names: [...headers, ...others],
    carried: (view) => keys.some((key) => view.header(key) !== undefined),
    read: (view, scheme) => {
      const values = keys.flatMap((key) => view.headers.get(key) ?? []);
      if (values.length === 0) return missingHeader(scheme, headers[0]!);
      for (const name of others) if (stated(view, name) === null) return missingHeader(scheme, name);
      const entries = separator === undefined ? values : values.flatMap((value) => value.split(separator));
      const signatures = entries
        .map((entry) => entry.trim())
        .filter((entry) => entry.startsWith(prefix) && entry.length > prefix.length)
        .map((entry) => entry.slice(prefix.length));
      if (signatures.length === 0)
        return malformedHeader(scheme, headers[0]!, values.join(', '), `\`${prefix}<signature>\``);
      return { signatures, timestamp: stated(view, timestampHeader), id: stated(view, idHeader) };
    },
    write: ({ signature, timestamp, id }) => [
      ...(idHeader === undefined ? [] : [[idHeader, id] as const]),
      ...(timestampHeader === undefined ? [] : [[timestampHeader, timestamp] as const]),
      [headers[0]!, `${prefix}${signature}`],
    ],
  };
}
