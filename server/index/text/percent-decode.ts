import { decoderFor } from './decoder-for.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A text with its percent escapes undone: as UTF-8, else in `charset`, else as far as they can be. `%` without two digits stands
 * for itself (WHATWG URL, 1.3).
 */
export function percentDecode(text: string, charset?: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    const decoder = decoderFor(charset, { fatal: true });
    return undoRuns(text, (run) => {
      try {
        return (decoder ?? strict).decode(run);
      } catch {
        return strict.decode(run);
      }
    });
  }
}

/** The same for a form or a query, where a plus sign stands for a blank (WHATWG URL, 5.1). */
export const formDecode = (text: string, charset?: string): string => percentDecode(text.replaceAll('+', ' '), charset);

/** A run of escapes that does not decode is left as it is. */
function undoRuns(text: string, decode: (run: Uint8Array) => string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decode(Buffer.from(run.replaceAll('%', ''), 'hex'));
    } catch {
      return run;
    }
  });
}
