import { decoderFor } from './decode-text.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A text with its percent escapes undone: as UTF-8, else in `charset`, else left as it is. `%` without two digits stands for
 * itself (WHATWG URL, 1.3).
 */
export function percentDecode(text: string, charset?: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    try {
      return strict.decode(bytes);
    } catch {
      const decoder = decoderFor(charset);
      return decoder === null || decoder.encoding === 'utf-8' ? run : decoder.decode(bytes);
    }
  });
}

/** The same for a form or a query, where a plus sign stands for a blank (WHATWG URL, 5.1). */
export const formDecode = (text: string, charset?: string): string => percentDecode(text.replaceAll('+', ' '), charset);
