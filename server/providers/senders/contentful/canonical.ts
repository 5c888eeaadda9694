import { escape as escapeQuery } from 'node:querystring';
import type { CapturedRequest } from '../../../contract/request.ts';
import type { View } from '../../reading/view.ts';
import { pathOf } from '../../schemes/template.ts';

/** Forms of the path that a sender may have signed, in the order in which they are tried. */
export type PathForm = 'toolkit' | 'verbatim' | 'without-query';

export const PATH_FORMS: Readonly<Record<PathForm, (path: string) => string>> = {
  toolkit: normalised,
  verbatim: (path) => path,
  'without-query': (path) => encoded(path.split('?')[0]!),
};

/**
 * As @contentful/node-apps-toolkit does: the query is escaped as a whole, and then everything is URI-encoded. What follows a second
 * question mark is left out, and so is an empty query.
 */
function normalised(path: string): string {
  const [name = '', query = ''] = path.split('?');
  return encoded(query === '' ? name : `${name}?${escapeQuery(query)}`);
}

function encoded(path: string): string {
  try {
    return encodeURI(path);
  } catch {
    return path;
  }
}

/** Names of the signed headers, trimmed and in lower case. */
export const signedNames = (list: string): readonly string[] =>
  list
    .split(',')
    .slice(0, 500)
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');

/** Path with query of the URL that the sender called, as text. */
export const publicPath = (request: CapturedRequest): string =>
  Buffer.from(pathOf(request.publicUrl), 'latin1').toString('utf8');

/**
 * The canonical request METHOD, path, `name:value;…` sorted by name, body, joined by newlines. `names` are those of the
 * signed-headers list; a null answer names nothing that is missing, so ask `missingName` first. Values are signed as their bytes,
 * or as the text that a program reads them as (`utf8`), where they are beyond ASCII and were sent as Latin-1.
 */
export function canonicalRequest(
  view: View,
  path: string,
  names: readonly string[],
  values: 'latin1' | 'utf8' = 'latin1',
): Uint8Array {
  const headers = [...names]
    .sort((a, b) => (a > b ? 1 : -1))
    .map((name) => `${name}:${signedValue(view, name)}`)
    .join(';');
  const head = `${view.request.method.toUpperCase()}\n`;
  return Buffer.concat([
    Buffer.from(`${head}${path}\n`, 'utf8'),
    Buffer.from(`${headers}\n`, values),
    view.request.body,
  ]);
}

/** As signed: trimmed, and the list of signed headers in the order of its names, whatever order it was sent in. */
function signedValue(view: View, name: string): string {
  const value = (view.header(name) ?? '').trim();
  return name === 'x-contentful-signed-headers' ? value.split(',').sort().join(',') : value;
}

/** The first name of the list that the request has no header for. */
export const missingName = (view: View, names: readonly string[]): string | undefined =>
  names.find((name) => view.header(name) === undefined);
