import type { CapturedRequest } from '../../contract/request.ts';
import { SECOND, waits } from '../../contract/schedule.ts';
import type { Credential } from '../provider.ts';
import { printedJson } from '../reading/exact-json.ts';
import { asText, memberAt } from '../reading/source.ts';
import { viewOf } from '../reading/view.ts';
import { evidence, invalid } from '../schemes/outcome.ts';
import { rsa } from '../schemes/public-key-scheme.ts';
import type { Scheme } from '../schemes/scheme.ts';
import type { Wrapper } from '../schemes/wrapper.ts';
import { sender } from '../sender.ts';
import { SNS_SCHEME, signedFields, snsRefusal, snsVersion } from './sns-message.ts';

/** docs.aws.amazon.com, SNS: certain fields of the message, with the certificate from SigningCertURL. */
const inBody: Wrapper = {
  names: ['Signature'],
  carried: (view) => asText(memberAt(view.jsonOfAnySize(), ['Signature'])) !== undefined,
  read: (view, scheme) => {
    const signature = asText(memberAt(view.jsonOfAnySize(), ['Signature']));
    if (signature === undefined)
      return invalid(
        'missing-header',
        'The message has no Signature; raw message delivery is never signed.',
        evidence(scheme),
      );
    return { signatures: [signature], timestamp: null, id: null };
  },
  write: ({ signature }, request) => ({
    headers: [],
    body: Buffer.from(
      printedJson({ SignatureVersion: '2', ...(viewOf(request).jsonOfAnySize() as object), Signature: signature }) ??
        '',
      'utf8',
    ),
  }),
};

const options = {
  name: SNS_SCHEME,
  wrapper: inBody,
  signed: (request: CapturedRequest) => signedFields(viewOf(request).jsonOfAnySize()),
  encoding: 'base64',
  note: 'Only the message’s own fields are signed: not MessageAttributes, not UnsubscribeURL, not the headers.',
  refuse: (_envelope: unknown, _credential: Credential, request: CapturedRequest) =>
    snsRefusal(viewOf(request).jsonOfAnySize()),
} as const;
const [version1, version2] = [rsa({ ...options, hash: 'sha1' }), rsa({ ...options, hash: 'sha256' })];
const schemeOf = (request: CapturedRequest): Scheme =>
  snsVersion(viewOf(request).jsonOfAnySize()) === '1' ? version1 : version2;

export const awsSns = sender({
  id: 'aws-sns',
  name: 'Amazon SNS',
  docsUrl: 'https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html',
  marks: [
    [97, 'header:x-amz-sns-message-type'],
    [85, 'body:TopicArn', 'body:Type', 'body:MessageId'],
    [70, 'ua:Amazon Simple Notification Service'],
  ],
  describe: {
    event: 'header:x-amz-sns-message-type | body:Type',
    resource: 'body:TopicArn | header:x-amz-sns-topic-arn',
    delivery: 'header:x-amz-sns-message-id | body:MessageId',
  },
  signature: {
    secretLabel: 'Certificate from SigningCertURL (PEM)',
    scheme: {
      ...version2,
      check: (request, credential, nowMs) => schemeOf(request).check(request, credential, nowMs),
      sign: (request, credential, nowMs) => schemeOf(request).sign!(request, credential, nowMs),
    },
  },
  delivery: {
    source: 'https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.retry.html',
    note: 'by default; a topic or a subscription may have a delivery policy of its own',
    schedule: waits(20 * SECOND, 20 * SECOND, 20 * SECOND),
  },
  sample: {
    headers: {
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-message-id': '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      'Content-Type': 'text/plain; charset=UTF-8',
    },
    body: {
      Type: 'Notification',
      MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
      TopicArn: 'arn:aws:sns:us-west-2:123456789012:MyTopic',
      Subject: 'My First Message',
      Message: 'Hello world!',
      Timestamp: '2026-01-15T12:00:00.000Z',
      SignatureVersion: '2',
      SigningCertURL:
        'https://sns.us-west-2.amazonaws.com/SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem',
    },
  },
  samples: () => import('../samples/aws-sns.json', { with: { type: 'json' } }),
});
