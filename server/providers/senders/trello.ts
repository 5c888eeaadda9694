import { headAnswer } from '../challenges.ts';
import { asRegistered } from '../schemes/as-registered.ts';
import { hmac } from '../schemes/hmac.ts';
import { sender } from '../sender.ts';

/** developer.atlassian.com, Trello webhooks: the callback URL as registered follows the body. */
export const trello = sender({
  id: 'trello',
  name: 'Trello',
  docsUrl: 'https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/',
  marks: [
    [95, 'header:X-Trello-Webhook'],
    [65, 'body:action.type', 'body:action.memberCreator', 'body:model'],
  ],
  describe: {
    event: 'body:action.type',
    resource: 'body:action.data.card.name | body:action.data.board.name | body:model.name',
    delivery: 'body:action.id',
  },
  signature: {
    secretLabel: 'Secret of the app',
    scheme: asRegistered(
      hmac({ header: 'X-Trello-Webhook', algorithm: 'sha1', encoding: 'base64', signed: '{body}{url}' }),
    ),
  },
  setup: {
    challenge: headAnswer('Trello'),
  },
  sample: {
    body: {
      action: { id: '51f9424bcd6e040f3c002412', type: 'updateCard', data: { card: { name: 'Webhooks' } } },
      model: { id: '4d5ea62fd76aa1136000000c', name: 'Trello Development' },
    },
  },
});
