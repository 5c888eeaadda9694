import { createHmac } from 'node:crypto';
import type { CapturedRequest } from '../../contract/request.ts';
import { viewOf } from '../reading/view.ts';
import { hmacIn } from '../schemes/hmac.ts';
import { pairs, pairsWrapper, readPairs } from '../schemes/pairs.ts';
import type { Scheme } from '../schemes/scheme.ts';
import { sender } from '../sender.ts';

/**
 * docs.cdp.coinbase.com, verify signatures: v1 covers `{timestamp}.{header names}.{header values}.{body}`, the older v0 only
 * `{timestamp}.{body}`. Where both are there, v1 decides.
 */
const HEADER = 'X-Hook0-Signature';
const time = { unit: 's', toleranceS: 300 } as const;

/** Names of the signed headers stand in `h`, parted by blanks; their values are joined by dots. */
function signedString(request: CapturedRequest, timestamp: string | null): Uint8Array | null {
  const view = viewOf(request);
  const names = readPairs(view.header('x-hook0-signature') ?? '', ',').find(([name]) => name === 'h')?.[1] ?? '';
  const values = names.split(' ').map((name) => view.header(name.toLowerCase()) ?? '');
  return Buffer.concat([Buffer.from(`${timestamp}.${names}.${values.join('.')}.`, 'latin1'), request.body]);
}

const withHeaders = hmacIn(pairsWrapper({ header: HEADER }), {
  name: 'HMAC-SHA256 of {timestamp}.{header names}.{header values}.{body}, hex',
  signed: (request, { timestamp }) => signedString(request, timestamp),
  time,
});
const bodyAlone = pairs({
  header: HEADER,
  signatureName: 'v0',
  time,
  note: 'Only time and body are signed (v0), not the headers.',
});

function schemeOf(request: CapturedRequest): Scheme {
  const names = readPairs(viewOf(request).header('x-hook0-signature') ?? '', ',').map(([name]) => name);
  return names.includes('v0') && !names.includes('v1') ? bodyAlone : withHeaders;
}

export const coinbaseCdp = sender({
  id: 'coinbase-cdp',
  name: 'Coinbase Developer Platform',
  docsUrl: 'https://docs.cdp.coinbase.com/webhooks/verify-signatures',
  marks: [[95, 'header:X-Hook0-Signature']],
  describe: {
    event: 'body:eventType',
    delivery: 'header:X-Hook0-Id',
  },
  signature: {
    secretLabel: 'metadata.secret of the subscription',
    scheme: {
      ...withHeaders,
      check: (request, credential, nowMs) => schemeOf(request).check(request, credential, nowMs),
      sign: (request, credential, nowMs) => {
        const timestamp = String(Math.floor(nowMs / 1000));
        const type = viewOf(request).header('content-type') ?? '';
        const head = Buffer.from(`${timestamp}.content-type.${type}.`, 'latin1');
        const mac = createHmac('sha256', credential.value).update(head).update(request.body).digest('hex');
        return { headers: [[HEADER, `t=${timestamp},h=content-type,v1=${mac}`]] };
      },
    },
  },
  sample: { headers: { 'X-Hook0-Id': '3b1c' }, body: { eventType: 'onchain.activity.detected', id: 'a' } },
});
