import { createHmac } from 'node:crypto';
import type { CapturedRequest } from '../../contract/delivery.ts';
import { viewOf } from '../reading/view.ts';
import { hmacIn } from '../schemes/hmac.ts';
import { pairsWrapper, readPairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** docs.cdp.coinbase.com, verify signatures; only a part of the template was seen: `{ts}.{header names}.{header values}.{body}`. */
const wrapper = pairsWrapper({ header: 'X-Hook0-Signature' });

/** Names of the signed headers stand in `h`, parted by blanks; their values are joined by dots. */
function signedString(request: CapturedRequest, timestamp: string | null): Uint8Array | null {
  const view = viewOf(request);
  const names = readPairs(view.header('x-hook0-signature') ?? '', ',').find(([name]) => name === 'h')?.[1] ?? '';
  const values = names.split(' ').map((name) => view.header(name.toLowerCase()) ?? '');
  return Buffer.concat([Buffer.from(`${timestamp}.${names}.${values.join('.')}.`, 'latin1'), request.body]);
}

export const coinbaseCdp = sender({
  id: 'coinbase-cdp',
  name: 'Coinbase Developer Platform',
  docsUrl: 'https://docs.cdp.coinbase.com/webhooks/verify-signatures',
  confidence: 'uncertain',
  secretLabel: 'metadata.secret of the subscription',
  marks: [[95, 'header:X-Hook0-Signature']],
  event: 'body:eventType',
  delivery: 'header:X-Hook0-Id',
  scheme: {
    ...hmacIn(wrapper, {
      signed: (request, { timestamp }) => signedString(request, timestamp),
      time: { unit: 's', toleranceS: 300 },
    }),
    sign: (request, credential, nowMs) => {
      const timestamp = String(Math.floor(nowMs / 1000));
      const type = viewOf(request).header('content-type') ?? '';
      const head = Buffer.from(`${timestamp}.content-type.${type}.`, 'latin1');
      const mac = createHmac('sha256', credential.value).update(head).update(request.body).digest('hex');
      return { headers: [['X-Hook0-Signature', `t=${timestamp},h=content-type,v1=${mac}`]] };
    },
  },
  sample: { headers: { 'X-Hook0-Id': '3b1c' }, body: { eventType: 'onchain.activity.detected', id: 'a' } },
});
