import type { CapturedRequest } from '../../contract/request.ts';
import { echoQuery } from '../challenges.ts';
import { exactJson, hasMembers, printedJson } from '../reading/exact-json.ts';
import { asText, memberAt } from '../reading/source.ts';
import { viewOf } from '../reading/view.ts';
import { equalText } from '../schemes/bytes.ts';
import { badCredential, evidence, fitting, invalid } from '../schemes/outcome.ts';
import type { Scheme } from '../schemes/scheme.ts';
import { UNPROTECTED } from '../schemes/token.ts';
import { sender } from '../sender.ts';

/** learn.microsoft.com, Graph change notifications: every item repeats the clientState of the subscription. */
const NAME = 'clientState in the body';

function states(request: CapturedRequest): readonly (string | undefined)[] {
  const list = memberAt(viewOf(request).jsonOfAnySize(), ['value']);
  return Array.isArray(list) ? list.slice(0, 5_000).map((item) => asText(memberAt(item, ['clientState']))) : [];
}

const clientState: Scheme = {
  name: NAME,
  proves: 'sender',
  carried: (request) => states(request).some((state) => state !== undefined),
  check: (request, credential, nowMs) => {
    const found = states(request);
    if (found.length === 0 || found.includes(undefined))
      return invalid('missing-header', 'A notification has no clientState.', evidence(NAME));
    if (credential.value === '') return badCredential(NAME, 'The secret is empty.');
    const others = found.filter((state) => !equalText(state ?? '', credential.value));
    if (others.length === 0) return fitting(evidence(NAME), UNPROTECTED, nowMs, null);
    return invalid('signature-differs', 'A clientState is not this secret.', evidence(NAME));
  },
  sign: (request, credential) => {
    const body = exactJson(viewOf(request).jsonText() ?? '{}');
    const list = memberAt(body, ['value']);
    for (const item of Array.isArray(list) ? list : [])
      if (hasMembers(item)) Object.assign(item, { clientState: credential.value });
    return { headers: [], body: Buffer.from(printedJson(body) ?? '', 'utf8') };
  },
};

export const microsoftGraph = sender({
  id: 'microsoft-graph',
  name: 'Microsoft Graph',
  docsUrl: 'https://learn.microsoft.com/graph/change-notifications-delivery-webhooks',
  confidence: 'likely',
  marks: [
    [85, 'body:value.0.subscriptionId'],
    [70, 'query:validationToken'],
  ],
  describe: {
    event: 'body:value.0.changeType | body:value.0.lifecycleEvent',
    resource: 'body:value.0.resource',
    delivery: 'body:value.0.id',
  },
  signature: {
    secretLabel: 'clientState of the subscription',
    scheme: clientState,
  },
  setup: {
    challenge: echoQuery('Microsoft Graph', 'validationToken'),
  },
  sample: {
    body: {
      value: [
        {
          id: 'lsgTZMr9KwAAA',
          subscriptionId: '7f105c7d-2dc5-4530-97cd-4e7ae6534c07',
          changeType: 'updated',
          resource: 'me/messages/AAMk',
          clientState: '',
        },
      ],
    },
  },
});
