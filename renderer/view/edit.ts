import type { Delivery } from '../../server/contract/delivery.ts';
import type { HeaderLine } from '../../server/contract/header.ts';
import { firstInvalidUtf8 } from '../../server/contract/reading/charset-sniff.ts';
import type { Edit } from '../../server/contract/replay.ts';
import { headersToText, textToHeaders } from './header-lines.ts';
import { pathBelow } from './sentences.ts';

/** Bodies up to this size can be changed by hand. */
export const EDITABLE_BYTES = 2_097_152;

/** A delivery laid out for editing. `text` is null where the body cannot be edited as text; `whyNoText` says why. */
export interface EditStart {
  readonly method: string;
  readonly pathAndQuery: string;
  readonly headers: string;
  readonly text: string | null;
  readonly whyNoText: string;
  /** Set when every line ends alike and not with LF. */
  readonly lineSeparator: string | null;
  readonly hasMixedLineEnds: boolean;
}

/** Lay a delivery out for editing. */
export function beginEdit(delivery: Delivery, body: Uint8Array): EditStart {
  const below = pathBelow(delivery.fullTarget);
  const common = {
    method: delivery.method,
    pathAndQuery: below === '/' && !delivery.fullTarget.endsWith('/') ? '' : below,
    headers: headersToText(delivery.headers),
  };
  const without = (whyNoText: string): EditStart => ({
    ...common,
    text: null,
    whyNoText,
    lineSeparator: null,
    hasMixedLineEnds: false,
  });
  if (body.length > EDITABLE_BYTES) return without('This body is too large to be edited here.');
  if (firstInvalidUtf8(body) !== null || body.includes(0)) return without('This body is no UTF-8 text.');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  const kinds = new Set(text.match(/\r\n|\r|\n/g) ?? []);
  const [only] = kinds;
  return {
    ...common,
    text,
    whyNoText: '',
    lineSeparator: kinds.size === 1 && only !== undefined && only !== '\n' ? only : null,
    hasMixedLineEnds: kinds.size > 1,
  };
}

/** What the user left in the form; `body` null means that it was not touched. */
export interface EditForm {
  readonly method: string;
  readonly pathAndQuery: string;
  readonly headers: string;
  readonly body: string | null;
}

export type FinishedEdit =
  | { readonly kind: 'ok'; readonly edit: Edit }
  | { readonly kind: 'bad'; readonly sentence: string };

/** Turn the form into an edit that names only what was changed, so that everything else stays byte for byte. */
export function finishEdit(start: EditStart, original: readonly HeaderLine[], form: EditForm): FinishedEdit {
  const method = form.method.trim();
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}$/.test(method))
    return { kind: 'bad', sentence: 'The method is one word, for example POST.' };
  if (/[\s\x00-\x1f]/.test(form.pathAndQuery))
    return { kind: 'bad', sentence: 'Blanks in the path are written as %20.' };
  const headers = textToHeaders(form.headers, original);
  if (headers.kind === 'bad') return headers;
  const changedBody = form.body !== null && form.body !== start.text;
  return {
    kind: 'ok',
    edit: {
      ...(method === start.method ? {} : { method }),
      ...(form.pathAndQuery === start.pathAndQuery ? {} : { pathAndQuery: form.pathAndQuery }),
      ...(form.headers === start.headers
        ? {}
        : { headers: headers.lines.map(([name, value]): HeaderLine => [name, value]) }),
      ...(changedBody ? { bodyBase64: toBase64(new TextEncoder().encode(form.body ?? '')) } : {}),
    },
  };
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}
