import { token } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** auth0.com, custom log streams: a fixed Authorization value. */
export const auth0 = sender({
  id: 'auth0',
  name: 'Auth0 log streams',
  docsUrl: 'https://auth0.com/docs/customize/log-streams/custom-log-streams',
  confidence: 'likely',
  marks: [
    [80, 'body:0.log_id', 'body:0.data'],
    [76, 'body:log_id', 'body:data.type'],
  ],
  describe: {
    event: 'body:0.data.type | body:data.type',
    resource: 'body:0.data.user_name | body:0.data.client_name | body:data.user_name',
    delivery: 'body:0.log_id | body:log_id',
  },
  signature: {
    secretLabel: 'Authorization token of the stream',
    scheme: token({ header: 'Authorization' }),
  },
  sample: {
    body: [
      {
        log_id: '90020221031055712103169676686005480714681762668315934738',
        data: { type: 's', user_name: 'a@example.com' },
      },
    ],
  },
});
