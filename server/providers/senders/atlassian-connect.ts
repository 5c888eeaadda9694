import { createHash } from 'node:crypto';
import type { CapturedRequest } from '../../contract/delivery.ts';
import { viewOf } from '../reading/view.ts';
import { jwt } from '../schemes/jwt.ts';
import { pathOf } from '../schemes/template.ts';
import { sender } from '../sender.ts';

/** developer.atlassian.com, Connect: a JWT whose claim qsh is a hash of method, path and query; the body is not covered. */
/** The canonical request of atlassian-jwt: METHOD&path&sorted query without jwt. */
function queryHash(request: CapturedRequest, path: string): string {
  const mark = path.indexOf('?');
  const bare = (mark < 0 ? path : path.slice(0, mark)).replace(/\/$/, '') || '/';
  const grouped = new Map<string, string[]>();
  for (const [name, value] of viewOf(request).query())
    if (name !== 'jwt') grouped.set(name, [...(grouped.get(name) ?? []), value]);
  const escaped = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...grouped]
    .map(([name, values]) => `${escaped(name)}=${values.map(escaped).sort().join(',')}`)
    .sort()
    .join('&');
  return createHash('sha256')
    .update(`${request.method.toUpperCase()}&${bare.replaceAll('&', '%26')}&${query}`, 'latin1')
    .digest('hex');
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
  secretLabel: 'sharedSecret of the installation',
  marks: [[88, 'header:Authorization^=JWT ']],
  event: 'body:webhookEvent | body:eventType | body:event',
  resource: 'body:issue.key | body:page.id | body:key',
  scheme: jwt({
    name: 'JWT HS256 with a hash of method, path and query (qsh)',
    header: 'Authorization',
    prefix: 'JWT',
    algorithms: ['HS256'],
    rules: [
      (claims, request) =>
        claims['qsh'] === 'context-qsh' ||
        relativePaths(request).some((path) => claims['qsh'] === queryHash(request, path))
          ? null
          : {
              code: 'url-differs',
              sentence: 'The token is genuine, but its claim qsh belongs to another method, path or query.',
            },
    ],
    note: 'The token covers method, path and query; the body is not protected.',
    claims: (request) => ({ iss: 'jira', qsh: queryHash(request, pathOf(request.publicUrl)) }),
  }),
  sample: { body: { timestamp: 1768478400000, webhookEvent: 'jira:issue_updated', issue: { key: 'EX-1' } } },
});
