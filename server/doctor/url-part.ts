/** One part of a URL as it may have been, and how it came about. */
export interface UrlPart<T> {
  readonly value: T;
  readonly how: string;
}

/** A text with its percent escapes decoded, or as it is where they are broken. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
