import { hmacIn } from '../schemes/hmac.ts';
import { queryWrapper } from '../schemes/query-wrapper.ts';
import { sender } from '../sender.ts';

/** developers.pandadoc.com, webhook verification: the signature stands in the query. */
export const pandadoc = sender({
  id: 'pandadoc',
  name: 'PandaDoc',
  docsUrl: 'https://developers.pandadoc.com/docs/webhook-verification',
  confidence: 'likely',
  marks: [
    [85, 'query:signature', 'body:0.event', 'body:0.data'],
    [70, 'body:0.event^=document_state', 'body:0.data.id'],
  ],
  describe: {
    event: 'body:0.event',
    resource: 'body:0.data.id + body:0.data.name',
  },
  signature: {
    secretLabel: 'Shared key of the webhook',
    scheme: hmacIn(queryWrapper('signature'), {}),
  },
  sample: {
    body: [{ event: 'document_state_changed', data: { id: 'A9n3', name: 'Contract', status: 'document.completed' } }],
  },
});
