import { pairs } from '../schemes/pairs.ts';
import { sender } from '../sender.ts';

/** docs.retellai.com, secure webhook: the time stands after the body. */
export const retell = sender({
  id: 'retell',
  name: 'Retell AI',
  docsUrl: 'https://docs.retellai.com/features/secure-webhook',
  marks: [[95, 'header:X-Retell-Signature']],
  describe: {
    event: 'body:event',
    resource: 'body:call.call_type + body:call.call_id',
    delivery: 'body:call.call_id',
    group: 'body:event + body:call.call_id',
  },
  signature: {
    secretLabel: 'API key',
    scheme: pairs({
      header: 'X-Retell-Signature',
      timeName: 'v',
      signatureName: 'd',
      signed: '{body}{timestamp}',
      time: { unit: 'ms', toleranceS: 300 },
    }),
  },
  sample: {
    body: { event: 'call_ended', call: { call_id: 'Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6', call_type: 'phone_call' } },
  },
});
