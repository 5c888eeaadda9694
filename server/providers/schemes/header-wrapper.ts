import type { View } from '../reading/view.ts';
import { evidence, invalid, malformedHeader, missingHeader } from './outcome.ts';
import { READ_ENTRIES, type Wrapper } from './wrapper.ts';

export interface HeaderWrapperOptions {
  /** The header of the signature; of several, any may carry it. */
  readonly header: string | readonly string[];
  /** What stands before the signature in the header, for example `sha256=`. */
  readonly prefix?: string;
  /** What stands between several signatures in one header. Entries without the prefix are ignored. */
  readonly separator?: string;
  /** Header of the time; of several, the first present one counts. */
  readonly timestampHeader?: string | readonly string[];
  readonly idHeader?: string;
}

const listOf = (names: string | readonly string[] | undefined): readonly string[] =>
  names === undefined ? [] : typeof names === 'string' ? [names] : names;

/** A signature in a header of its own; time and id, where there are any, in theirs. */
export function headerWrapper(options: HeaderWrapperOptions): Wrapper {
  const { prefix = '', separator } = options;
  const headers = listOf(options.header);
  const ids = listOf(options.idHeader);
  const timestamps = listOf(options.timestampHeader);
  const keys = headers.map((name) => name.toLowerCase());
  return {
    names: [...headers, ...ids, ...timestamps],
    carried: (view) => keys.some((key) => view.header(key) !== undefined),
    read: (view, scheme) => {
      const values = keys.flatMap((key) => view.headers.get(key) ?? []);
      if (values.length === 0) return missingHeader(scheme, headers[0]!);
      const id = firstHeader(view, ids);
      if (id === null && ids.length > 0) return missingHeader(scheme, ids[0]!);
      const timestamp = firstHeader(view, timestamps);
      if (timestamp === null && timestamps.length > 0) return missingHeader(scheme, timestamps[0]!);
      const entries =
        separator === undefined ? values : values.flatMap((value) => value.split(separator, READ_ENTRIES));
      const trimmed = entries.map((entry) => entry.trim());
      const signatures = trimmed
        .filter((entry) => entry.startsWith(prefix) && entry.length > prefix.length)
        .map((entry) => entry.slice(prefix.length));
      if (signatures.length > 0) return { signatures, timestamp, id };
      const received = values.join(', ');
      if (separator !== undefined && trimmed.some((entry) => /^\w{1,20}=./.test(entry) && !entry.startsWith(prefix)))
        return invalid(
          'no-known-scheme',
          `The ${headers[0]} header has no \`${prefix}\` signature.`,
          evidence(scheme, { received }),
        );
      return malformedHeader(scheme, headers[0]!, received, `\`${prefix}<signature>\``);
    },
    write: ({ signature, timestamp, id }) => ({
      headers: [
        ...ids.map((name) => [name, id] as const),
        ...timestamps.slice(0, 1).map((name) => [name, timestamp] as const),
        [headers[0]!, `${prefix}${signature}`],
      ],
    }),
  };
}

function firstHeader(view: View, names: readonly string[]): string | null {
  for (const name of names) {
    const value = view.header(name.toLowerCase());
    if (value !== undefined) return value;
  }
  return null;
}
