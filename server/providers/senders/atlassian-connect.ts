import { createHash } from 'node:crypto';
import type { CapturedRequest } from '../../contract/request.ts';
import type { FormField } from '../reading/form.ts';
import { viewOf } from '../reading/view.ts';
import { jwt } from '../schemes/jwt.ts';
import { pathOf } from '../schemes/template.ts';
import { sender } from '../sender.ts';

/** developer.atlassian.com, Connect: a JWT whose claim qsh is a hash of method, path and query; the body is not covered. */
/** Percent-encoded as RFC 3986 has it: all but unreserved characters. */
const escaped = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * The query in canonical form, without jwt: names sorted, the values of a name sorted and joined. atlassian-jwt sorts before it
 * escapes, Atlassian's document after; both are given, once each.
 */
function canonicalQueries(request: CapturedRequest): readonly string[] {
  const named = viewOf(request)
    .query()
    .filter(([name]) => name !== 'jwt' && name !== '__proto__');
  const printed = (fields: readonly FormField[], write: (text: string) => string): string =>
    [...Map.groupBy(fields, ([name]) => name)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(
        ([name, values]) =>
          `${write(name)}=${values
            .map(([, value]) => value)
            .sort()
            .map(write)
            .join(',')}`,
      )
      .join('&');
  const escapedFields = named.map(([name, value]) => [escaped(name), escaped(value)] as const);
  return [...new Set([printed(named, escaped), printed(escapedFields, (text) => text)])];
}

/** The hash of METHOD&path&query, the canonical request of atlassian-jwt. */
function queryHash(request: CapturedRequest, path: string, query: string): string {
  const bare = path.replace(/\/$/, '') || '/';
  return createHash('sha256')
    .update(`${request.method.toUpperCase()}&${bare.replaceAll('&', '%26')}&${query}`, 'latin1')
    .digest('hex');
}

function fitsRequest(hash: unknown, request: CapturedRequest): boolean {
  const queries = canonicalQueries(request);
  return relativePaths(request).some((path) => queries.some((query) => hash === queryHash(request, path, query)));
}

/** The path as called, and what follows each of its segments: an app's base URL may have a path of its own. */
function relativePaths(request: CapturedRequest): readonly string[] {
  const path = pathOf(request.publicUrl).split('?')[0]!;
  const parts = path.split('/').slice(1, 20);
  return [path, ...parts.map((_, at) => `/${parts.slice(at + 1).join('/')}`)];
}

export const atlassianConnect = sender({
  id: 'atlassian-connect',
  name: 'Atlassian Connect',
  docsUrl: 'https://developer.atlassian.com/cloud/confluence/understanding-jwt/',
  confidence: 'likely',
  marks: [[88, 'header:Authorization^=JWT ']],
  describe: {
    event: 'body:webhookEvent | body:eventType | body:event',
    resource: 'body:issue.key | body:page.id | body:key',
  },
  signature: {
    secretLabel: 'sharedSecret of the installation',
    scheme: jwt({
      name: 'JWT HS256 with a hash of method, path and query (qsh)',
      header: 'Authorization',
      prefix: 'JWT',
      algorithms: ['HS256'],
      rules: [
        (claims, request) =>
          claims['qsh'] === 'context-qsh' || fitsRequest(claims['qsh'], request)
            ? null
            : {
                code: 'url-differs',
                sentence: 'The token is genuine, but its claim qsh belongs to another method, path or query.',
              },
      ],
      note: 'The token covers method, path and query; the body is not protected.',
      claims: (request) => ({
        iss: 'jira',
        qsh: queryHash(request, relativePaths(request)[0]!, canonicalQueries(request)[0]!),
      }),
    }),
  },
  sample: { body: { timestamp: 1768478400000, webhookEvent: 'jira:issue_updated', issue: { key: 'EX-1' } } },
});
