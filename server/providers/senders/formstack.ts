import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** help.formstack.com, webhooks. */
export const formstack = sender({
  id: 'formstack',
  name: 'Formstack',
  docsUrl: 'https://help.formstack.com/hc/en-us/articles/360019520271-Webhooks',
  confidence: 'likely',
  marks: [
    [95, 'header:X-FS-Signature'],
    [65, 'body:FormID', 'body:UniqueID'],
  ],
  describe: {
    event: 'text:submission',
    resource: 'body:FormID | form:FormID',
    delivery: 'body:UniqueID | form:UniqueID',
  },
  signature: {
    secretLabel: 'HMAC key',
    scheme: hmac({ header: 'X-FS-Signature', prefix: 'sha256=' }),
  },
  sample: { body: { FormID: '1234', UniqueID: '5678', Name: 'A' } },
});
