import { hmac } from '../schemes/hmac.ts';
import { base64Key } from '../schemes/key.ts';
import { sender } from '../sender.ts';

/** learn.microsoft.com, outgoing webhooks: the token is base64 and decoded. */
export const microsoftTeams = sender({
  id: 'microsoft-teams',
  name: 'Microsoft Teams',
  docsUrl: 'https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook',
  marks: [
    [92, 'header:Authorization^=HMAC ', 'body:serviceUrl'],
    [80, 'header:Authorization^=HMAC '],
  ],
  describe: {
    event: 'body:type',
    resource: 'body:channelData.channel.id | body:conversation.id',
    delivery: 'body:id',
  },
  signature: {
    secretLabel: 'Security token of the outgoing webhook (base64)',
    scheme: hmac({ header: 'Authorization', prefix: 'HMAC ', encoding: 'base64', key: base64Key }),
  },
  sample: {
    body: {
      type: 'message',
      id: '1485983408511',
      serviceUrl: 'https://smba.trafficmanager.net/amer/',
      conversation: { id: '19:253' },
    },
  },
});
