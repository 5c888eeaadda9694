import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestApp, withApp } from './app.ts';
import { NOW } from './provider-bench.ts';

export const TOPIC = 'arn:aws:sns:us-west-2:123456789012:MyTopic';
export const QUERY = `Action=ConfirmSubscription&TopicArn=${TOPIC}&Token=2336412f37fb687f5d51e6e241d09c80`;
export const URL_OF_SNS = `https://sns.us-west-2.amazonaws.com/?${QUERY}`;

/** A message that asks for its subscription to be confirmed. */
export const message = (url: unknown, more: object = {}) => ({
  Type: 'SubscriptionConfirmation',
  MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
  Token: '2336412f37fb687f5d51e6e241d09c80',
  TopicArn: TOPIC,
  Message: 'You have chosen to subscribe to the topic.',
  SubscribeURL: url,
  Timestamp: '2026-01-15T12:00:00.000Z',
  SignatureVersion: '2',
  SigningCertURL: 'https://sns.us-west-2.amazonaws.com/SimpleNotificationService-0.pem',
  ...more,
});

/** An app, and a server of ours that stands for SNS. */
export interface SnsStand {
  readonly app: TestApp;
  /** What was asked of the server that stands for SNS, and the addresses that were to be called. */
  readonly asked: readonly string[];
  readonly called: readonly string[];
}

/** Run an app whose calls to SNS reach a server of ours. */
export async function withSns(answer: RequestListener, use: (stand: SnsStand) => Promise<void>): Promise<void> {
  const asked: string[] = [];
  const called: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = (server.address() as AddressInfo).port;
  const confirmationUrl = (url: URL): URL => {
    called.push(url.href);
    return new URL(`${url.pathname}${url.search}`, `http://127.0.0.1:${port}`);
  };
  try {
    await withApp((app) => use({ app, asked, called }), {
      nowMs: () => NOW,
      confirmationUrl,
      fetchLimits: { timeoutMs: 150, sizeBytes: 4_096 },
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The answer of SNS to a confirmation. */
export const confirmed: RequestListener = (_, response) =>
  response
    .writeHead(200, { 'content-type': 'text/xml' })
    .end(
      `<ConfirmSubscriptionResponse><SubscriptionArn>${TOPIC}:c9135db0</SubscriptionArn></ConfirmSubscriptionResponse>`,
    );
