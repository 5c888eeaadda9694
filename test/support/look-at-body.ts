import { type BodyReport, reportBody } from '../../renderer/view/body-report.ts';
import { contentCodings } from '../../server/contract/reading/codings/coding-names.ts';
import { undoElsewhereOf } from './undo-elsewhere.ts';

export type Body = string | Uint8Array;
/** Text is written as UTF-8. */
export const bytesOf = (body: Body): Uint8Array<ArrayBuffer> =>
  new Uint8Array(typeof body === 'string' ? Buffer.from(body) : body);

/** What the window says of a body with these two header values, all of it loaded. */
export async function look(body: Body, type: string | null, encoding: string | null = null): Promise<BodyReport> {
  const bytes = bytesOf(body);
  const codings = contentCodings(encoding === null ? [] : [encoding]);
  return reportBody({ bytes, contentType: type, codings, clamped: false }, undoElsewhereOf(bytes));
}
