import { MINUTE, waits } from '../../contract/schedule.ts';
import { echoChallengeBody } from '../challenges.ts';
import { jwt } from '../schemes/jwt.ts';
import { sender } from '../sender.ts';

/** developer.monday.com: app webhooks send a JWT signed with the signing secret, which says nothing of the body. */
export const monday = sender({
  id: 'monday',
  name: 'monday.com',
  docsUrl: 'https://developer.monday.com/apps/docs/authorization-header',
  confidence: 'likely',
  marks: [
    [80, 'body:event.boardId'],
    [76, 'body:event.pulseId'],
  ],
  describe: {
    event: 'body:event.type',
    resource: 'body:event.pulseName | body:event.pulseId | body:event.boardId',
    delivery: 'body:event.triggerUuid',
  },
  signature: {
    secretLabel: 'Signing secret of the app',
    scheme: jwt({
      name: 'JWT HS256',
      header: 'Authorization',
      algorithms: ['HS256'],
      rules: [],
      note: 'The token says nothing of this delivery: the body is not protected.',
      claims: () => ({ accountId: 1, userId: 1 }),
    }),
  },
  setup: {
    challenge: echoChallengeBody('monday.com'),
  },
  // The time-out: developer.monday.com/apps/changelog/webhook-integration-new-3-minute-timeout-policy.
  delivery: {
    source:
      'https://developer.monday.com/apps/changelog/clarification-on-retry-policies-for-webhooks-and-custom-actions',
    timeoutMs: 3 * MINUTE,
    schedule: waits(...Array.from({ length: 30 }, () => MINUTE)),
    accepted: [[200, 200]],
  },
  sample: {
    body: {
      event: {
        type: 'create_pulse',
        boardId: 1771812698,
        pulseId: 1772099344,
        pulseName: 'Create_item webhook',
        triggerUuid: '7504',
      },
    },
  },
  samples: () => import('../samples/monday.json', { with: { type: 'json' } }),
});
