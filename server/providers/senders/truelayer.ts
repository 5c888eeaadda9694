import type { CapturedRequest } from '../../contract/request.ts';
import type { Check } from '../provider.ts';
import { viewOf } from '../reading/view.ts';
import { readTime } from '../schemes/clock.ts';
import { detachedJws } from '../schemes/detached-jws.ts';
import { evidence, invalid, missingHeader } from '../schemes/outcome.ts';
import { pathOf } from '../schemes/template.ts';
import { sender } from '../sender.ts';

/** docs.truelayer.com and truelayer-signing: a detached JWS of method, path, chosen headers and body. */
const NAME = 'detached JWS ES512 of {method} {path}, headers and {body}';

/** The library accepts the path with and without a trailing slash. */
function payloads(
  request: CapturedRequest,
  tokenHeader: Readonly<Record<string, unknown>>,
): readonly Uint8Array[] | Check {
  if (tokenHeader['tl_version'] !== '2')
    return invalid('no-known-scheme', 'Only version 2 of this signature is known.', evidence(NAME));
  const listed = tokenHeader['tl_headers'];
  const names =
    typeof listed === 'string'
      ? listed
          .split(',')
          .slice(0, 100)
          .map((name) => name.trim())
          .filter((name) => name !== '')
      : [];
  const lines: string[] = [];
  for (const name of names) {
    const value = viewOf(request).header(name.toLowerCase());
    if (value === undefined) return missingHeader(NAME, name);
    lines.push(`${name}: ${value}\n`);
  }
  const path = pathOf(request.publicUrl);
  const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  return [path, other].map((one) => {
    const head = Buffer.from(`${request.method.toUpperCase()} ${one}\n${lines.join('')}`, 'latin1');
    return Buffer.from(Buffer.concat([head, request.body]).toString('base64url'), 'latin1');
  });
}

export const truelayer = sender({
  id: 'truelayer',
  name: 'TrueLayer',
  docsUrl: 'https://docs.truelayer.com/docs/configure-webhooks-for-your-integration',
  marks: [[95, 'header:Tl-Signature']],
  describe: {
    event: 'body:type',
    resource: 'body:payment_id | body:payout_id',
    delivery: 'body:event_id',
  },
  signature: {
    secretLabel: 'Public key or JWKS of webhooks.truelayer.com',
    scheme: detachedJws({
      name: NAME,
      header: 'Tl-Signature',
      algorithm: 'ES512',
      payloads: (request, { header }) => payloads(request, header),
      own: (_request, _credential, nowMs) => ({
        header: { kid: 'hookglass', tl_version: '2', tl_headers: 'X-Tl-Webhook-Timestamp' },
        lines: [['X-Tl-Webhook-Timestamp', new Date(nowMs).toISOString()]],
      }),
      timestampMs: (request) => readTime(viewOf(request).header('x-tl-webhook-timestamp') ?? '', 'iso'),
    }),
  },
  sample: {
    body: {
      type: 'payment_executed',
      event_version: 1,
      event_id: '18b2842b-a57b-4887-a0a6-d3c7c36f1020',
      payment_id: '60df4dd0',
    },
  },
});
