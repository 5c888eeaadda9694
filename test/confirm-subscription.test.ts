import type { RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { CONFIRMATIONS } from '../server/providers/confirmations.ts';
import { findProvider } from '../server/providers/index.ts';
import { commandLine } from './support/command-line.ts';
import { freshCredential, NOW, sampleRequest, withSigned } from './support/provider-bench.ts';
import { deliver, endpointOf } from './support/signed-delivery.ts';
import { confirmed, message, QUERY, type SnsStand, TOPIC, URL_OF_SNS, withSns } from './support/sns-server.ts';

const sns = findProvider('aws-sns')!;
const confirmation = CONFIRMATIONS.get(sns.id)!;
const withBody = (value: object) => ({ ...sampleRequest(sns), body: Buffer.from(JSON.stringify(value)) });
const refusal = (url: unknown) => confirmation(withBody(message(url)))?.refusal;

describe('the address that SNS wants to be called', () => {
  test.each([
    URL_OF_SNS,
    `https://sns.eu-central-1.amazonaws.com/?${QUERY}`,
    `https://sns.ap-southeast-3.amazonaws.com/?Action=ConfirmSubscription&TopicArn=x&Token=y`,
    `https://sns.us-gov-west-1.amazonaws.com/?${QUERY}`,
    `https://sns.cn-north-1.amazonaws.com.cn/?${QUERY}`,
  ])('is called: %s', (url) => expect(refusal(url)).toBeNull());

  test.each([
    ['plain http', `http://sns.us-west-2.amazonaws.com/?${QUERY}`],
    ['capital HTTPS of another form', `HTTPS://SNS.US-WEST-2.AMAZONAWS.COM/?${QUERY}`],
    ['a user in front', `https://sns.us-west-2.amazonaws.com@evil.example/?${QUERY}`],
    ['a user and password', `https://a:b@sns.us-west-2.amazonaws.com/?${QUERY}`],
    ['the default port', `https://sns.us-west-2.amazonaws.com:443/?${QUERY}`],
    ['another port', `https://sns.us-west-2.amazonaws.com:8443/?${QUERY}`],
    ['a longer host', `https://sns.us-west-2.amazonaws.com.evil.example/?${QUERY}`],
    ['a host that ends alike', `https://evilsns.us-west-2.amazonaws.com/?${QUERY}`],
    ['a host that looks alike', `https://sns.us-west-2.amazonaws.co/?${QUERY}`],
    ['a letter of another script', `https://sns.us-west-2.аmazonaws.com/?${QUERY}`],
    ['a dot at the end', `https://sns.us-west-2.amazonaws.com./?${QUERY}`],
    ['a bucket', `https://sns.us-west-2.s3.amazonaws.com/?${QUERY}`],
    ['another service', `https://sqs.us-west-2.amazonaws.com/?${QUERY}`],
    ['a region that is none', `https://sns.evil.amazonaws.com/?${QUERY}`],
    ['no region', `https://sns.amazonaws.com/?${QUERY}`],
    ['China without its ending', `https://sns.cn-north-1.amazonaws.com/?${QUERY}`],
    ['the ending of China elsewhere', `https://sns.us-west-2.amazonaws.com.cn/?${QUERY}`],
    ['this machine', `https://127.0.0.1/?${QUERY}`],
    ['this machine by name', `http://localhost:4747/?${QUERY}`],
    ['the address of instance data', `https://169.254.169.254/?${QUERY}`],
    ['IPv6', `https://[::1]/?${QUERY}`],
    ['an address in one number', `https://2130706433/?${QUERY}`],
    ['a path', `https://sns.us-west-2.amazonaws.com/evil?${QUERY}`],
    ['a backslash', `https://evil.example\\@sns.us-west-2.amazonaws.com/?${QUERY}`],
    ['a percent sign in the host', `https://sns%2eus-west-2.amazonaws.com/?${QUERY}`],
    ['a tab in the host', `https://sns.us-west-2\t.amazonaws.com/?${QUERY}`],
    ['a line break', `${URL_OF_SNS}\r\nHost: evil.example`],
    ['a fragment', `${URL_OF_SNS}#x`],
    ['a blank in front', ` ${URL_OF_SNS}`],
    ['another action', URL_OF_SNS.replace('ConfirmSubscription', 'Unsubscribe')],
    ['two actions', `${URL_OF_SNS}&Action=Unsubscribe`],
    ['two actions in other letters', `${URL_OF_SNS}&action=Unsubscribe`],
    ['no action', 'https://sns.us-west-2.amazonaws.com/?Token=y'],
    ['no query', 'https://sns.us-west-2.amazonaws.com/'],
    ['5,000 characters', `${URL_OF_SNS}&x=${'a'.repeat(5_000)}`],
    ['a file', 'file:///etc/passwd'],
    ['nothing', ''],
    ['a number', 7],
    ['an object', { href: URL_OF_SNS }],
    ['null', null],
  ])('is refused with %s', (_, url) => expect(refusal(url)).toMatch(/^SubscribeURL .*\.$/));

  test('is asked for by a SubscriptionConfirmation alone', () => {
    for (const Type of ['Notification', 'UnsubscribeConfirmation', 'subscriptionconfirmation', undefined])
      expect(confirmation(withBody(message(URL_OF_SNS, { Type })))).toBeNull();
    expect(confirmation({ ...sampleRequest(sns), body: Buffer.from('not JSON') })).toBeNull();
  });
});

const HEADERS = [['x-amz-sns-message-type', 'SubscriptionConfirmation'] as const];

async function captured({ app }: SnsStand, body: object, provider: string | null = 'aws-sns'): Promise<number> {
  const endpoint = await endpointOf(app, provider);
  return (await deliver(app, endpoint, { headers: HEADERS, body: JSON.stringify(body) })).id;
}
const confirm = async ({ app }: SnsStand, id: number) => {
  const { status, bytes } = await app.ask('confirmSubscription', { params: { id } });
  return { status, ...(JSON.parse(bytes.toString()) as { sentence: string; code?: string; detail?: string }) };
};

describe('confirming a subscription', () => {
  test('happens when it is asked for, with one GET of the address, and never by capturing', async () => {
    await withSns(confirmed, async (stand) => {
      const id = await captured(stand, message(URL_OF_SNS));
      const { confirmation, challenge } = await stand.app.call('getDelivery', { params: { id } });
      expect([confirmation, challenge]).toEqual([{ url: URL_OF_SNS, refusal: null }, null]);
      expect(stand.asked).toEqual([]);
      expect(await confirm(stand, id)).toEqual({
        status: 200,
        sentence: `Amazon SNS confirmed the subscription: ${TOPIC}:c9135db0.`,
      });
      expect(stand.asked).toEqual([`GET /?${QUERY}`]);
      expect(stand.called).toEqual([URL_OF_SNS]);
    });
  });

  test('is also offered where the provider was only recognised', async () => {
    await withSns(confirmed, async (stand) => {
      const id = await captured(stand, message(URL_OF_SNS), null);
      expect((await confirm(stand, id)).status).toBe(200);
    });
  });

  test('needs a signature that is valid or was not checked', async () => {
    await withSns(confirmed, async (stand) => {
      const key = freshCredential(sns);
      const request = withBody(message(URL_OF_SNS));
      const signed = withSigned(request, sns.signature!.sign!(request, key, NOW));
      const own = await endpointOf(stand.app, 'aws-sns', [key], 'own');
      const other = await endpointOf(stand.app, 'aws-sns', [freshCredential(sns, 2)], 'other');
      const [good, bad] = [
        await deliver(stand.app, own, { headers: HEADERS, body: signed.body }),
        await deliver(stand.app, other, { headers: HEADERS, body: signed.body }),
      ];
      expect((await stand.app.call('getDelivery', { params: { id: good.id } })).verdict.kind).toBe('valid');
      expect((await confirm(stand, good.id)).status).toBe(200);
      expect(await confirm(stand, bad.id)).toMatchObject({
        status: 403,
        code: 'confirmation-refused',
        detail: expect.stringContaining('its signature is not valid'),
      });
      expect(stand.called).toHaveLength(1);
    });
  });

  test('calls no address that is not of SNS, and nothing for other deliveries', async () => {
    await withSns(confirmed, async (stand) => {
      const id = await captured(stand, message(`https://sns.us-west-2.amazonaws.com.evil.example/?${QUERY}`));
      expect(await confirm(stand, id)).toMatchObject({ status: 403, code: 'confirmation-refused' });
      const ordinary = await captured(stand, message(URL_OF_SNS, { Type: 'Notification' }));
      expect(await confirm(stand, ordinary)).toMatchObject({ status: 409, code: 'nothing-to-confirm' });
      const foreign = await captured(stand, message(URL_OF_SNS), 'stripe');
      expect(await confirm(stand, foreign)).toMatchObject({ status: 409, code: 'nothing-to-confirm' });
      expect(await confirm(stand, 4_711)).toMatchObject({ status: 404, code: 'no-such-delivery' });
      expect([stand.called, stand.asked]).toEqual([[], []]);
    });
  });

  test.each([
    ['a refusal', (_, response) => response.writeHead(403).end('<Error/>'), /answered 403$/],
    ['a redirect', (_, response) => response.writeHead(302, { location: '/x' }).end(), /answered 302$/],
    ['silence', () => undefined, /did not answer within 0\.15 s$/],
    ['more than it may send', (_, response) => response.end('x'.repeat(5_000)), /sent more than 4 KiB$/],
  ] satisfies [string, RequestListener, RegExp][])('tells of %s in one sentence', async (_, answer, detail) => {
    await withSns(answer, async (stand) => {
      const id = await captured(stand, message(URL_OF_SNS));
      expect(await confirm(stand, id)).toMatchObject({
        status: 502,
        code: 'confirmation-failed',
        detail: expect.stringMatching(detail),
      });
      expect(stand.asked).toHaveLength(1);
    });
  });

  test('is a flag of `hookglass verify`, which exits with 1 where it is refused', async () => {
    await withSns(confirmed, async (stand) => {
      const { dataDir } = stand.app;
      const id = String(await captured(stand, message(URL_OF_SNS)));
      const sentence = `Amazon SNS confirmed the subscription: ${TOPIC}:c9135db0.`;
      const plain = await commandLine(dataDir, 'verify', '--confirm', id);
      expect([plain.code, plain.stdout.toString()]).toEqual([0, `${id}  confirmed  ${sentence}\n`]);
      const json = await commandLine(dataDir, 'verify', '--confirm', id, '--json');
      expect([json.code, JSON.parse(json.stdout.toString())]).toEqual([0, { id: Number(id), sentence }]);
      const other = String(await captured(stand, message('https://evil.example/')));
      const refused = await commandLine(dataDir, 'verify', '--confirm', other);
      expect([refused.code, refused.stderr]).toEqual([
        1,
        expect.stringContaining('does not confirm this subscription'),
      ]);
      for (const words of [[], [id, other], [id, '--all']])
        expect((await commandLine(dataDir, 'verify', '--confirm', ...words)).code).toBe(2);
      expect(stand.asked).toHaveLength(2);
    });
  });
});
