import { generateKeyPairSync } from 'node:crypto';
import { createRequire } from 'node:module';
import * as octokit from '@octokit/webhooks-methods';
import { type HeaderLine, header } from '../../server/contract/header.ts';
import type { CapturedRequest } from '../../server/contract/request.ts';
import type { Credential, Signed } from '../../server/providers/provider.ts';

/** A provider's own library: whether it accepts a request, and how it signs one, where it can. Both at the present time. */
export interface OfficialSdk {
  readonly provider: string;
  readonly library: string;
  readonly credential: Credential;
  accepts(request: CapturedRequest): Promise<boolean> | boolean;
  sign?(request: CapturedRequest): Promise<Signed> | Signed;
}

const load = createRequire(import.meta.url);
/** The libraries have types of many ages; each use below states the little that it needs. */
const library = <T>(name: string): T => load(name) as T;

const credential = (value: string, extra: Readonly<Record<string, string>> = {}): Credential => ({
  name: 'sdk',
  value,
  extra,
});
const text = (request: CapturedRequest): string => Buffer.from(request.body).toString('utf8');
const value = (request: CapturedRequest, name: string): string => header(request.headers, name) ?? '';
const record = (request: CapturedRequest): Record<string, string> =>
  Object.fromEntries(request.headers.map(([name, content]) => [name.toLowerCase(), content]));
const lines = (...headers: readonly HeaderLine[]): Signed => ({ headers });

async function passes(attempt: () => unknown): Promise<boolean> {
  try {
    return (await attempt()) !== false;
  } catch {
    return false;
  }
}

interface Webhook {
  verify(body: string, headers: Record<string, string>): unknown;
  sign(id: string, at: Date, body: string): string;
}
type WebhookClass = new (secret: string) => Webhook;

function standard(provider: string, name: string, prefix: string): OfficialSdk {
  const { Webhook } = library<{ Webhook: WebhookClass }>(name);
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  return {
    provider,
    library: name,
    credential: credential(secret),
    accepts: (request) => passes(() => new Webhook(secret).verify(text(request), record(request))),
    sign: (request) => {
      const at = new Date();
      const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
      return lines(
        [`${prefix}-id`, id],
        [`${prefix}-timestamp`, String(Math.floor(at.getTime() / 1000))],
        [`${prefix}-signature`, new Webhook(secret).sign(id, at, text(request))],
      );
    },
  };
}

interface StripeClient {
  webhooks: {
    constructEvent(body: string, header: string, secret: string): unknown;
    generateTestHeaderString(options: { payload: string; secret: string }): string;
  };
}

function stripe(): OfficialSdk {
  const Stripe = library<new (key: string) => StripeClient>('stripe');
  const { webhooks } = new Stripe('sk_test_none');
  const secret = 'whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH';
  return {
    provider: 'stripe',
    library: 'stripe',
    credential: credential(secret),
    accepts: (request) =>
      passes(() => webhooks.constructEvent(text(request), value(request, 'Stripe-Signature'), secret)),
    sign: (request) =>
      lines(['Stripe-Signature', webhooks.generateTestHeaderString({ payload: text(request), secret })]),
  };
}

function github(): OfficialSdk {
  const secret = "It's a Secret to Everybody";
  const name = 'X-Hub-Signature-256';
  return {
    provider: 'github',
    library: '@octokit/webhooks-methods',
    credential: credential(secret),
    accepts: (request) => passes(() => octokit.verify(secret, text(request), value(request, name))),
    sign: async (request) => lines([name, await octokit.sign(secret, text(request))]),
  };
}

function contentful(): OfficialSdk {
  interface Canonical {
    readonly method: string;
    readonly path: string;
    readonly headers: Record<string, string>;
    readonly body: string;
  }
  const toolkit = library<{
    signRequest(secret: string, request: Canonical, at: number): Record<string, string>;
    verifyRequest(secret: string, request: Canonical, ttl: number): boolean;
  }>('@contentful/node-apps-toolkit');
  const secret = 'q7Yh3kLm0PzXc9VbNw2EaRt5UiOs8DfG'.repeat(2);
  const canonical = (request: CapturedRequest): Canonical => ({
    method: request.method,
    path: request.target,
    headers: record(request),
    body: text(request),
  });
  return {
    provider: 'contentful',
    library: '@contentful/node-apps-toolkit',
    credential: credential(secret),
    accepts: (request) => passes(() => toolkit.verifyRequest(secret, canonical(request), 30)),
    sign: (request) => ({ headers: Object.entries(toolkit.signRequest(secret, canonical(request), Date.now())) }),
  };
}

function twilio(): OfficialSdk {
  type Fields = Record<string, string>;
  const sdk = library<{
    validateRequest(token: string, signature: string, url: string, fields: Fields): boolean;
  }>('twilio');
  const { getExpectedTwilioSignature } = library<{
    getExpectedTwilioSignature(token: string, url: string, fields: Fields): string;
  }>('twilio/lib/webhooks/webhooks');
  const token = '2bd9e9638872de601313dc77410d3b23';
  const name = 'X-Twilio-Signature';
  const fields = (request: CapturedRequest): Fields => Object.fromEntries(new URLSearchParams(text(request)));
  return {
    provider: 'twilio',
    library: 'twilio',
    credential: credential(token),
    accepts: (request) => sdk.validateRequest(token, value(request, name), request.publicUrl, fields(request)),
    sign: (request) => lines([name, getExpectedTwilioSignature(token, request.publicUrl, fields(request))]),
  };
}

function razorpay(): OfficialSdk {
  const sdk = library<{ validateWebhookSignature(body: string, signature: string, secret: string): boolean }>(
    'razorpay',
  );
  return {
    provider: 'razorpay',
    library: 'razorpay',
    credential: credential('rzp secret'),
    accepts: (request) =>
      sdk.validateWebhookSignature(text(request), value(request, 'X-Razorpay-Signature'), 'rzp secret'),
  };
}

function sanity(): OfficialSdk {
  const sdk = library<{
    isValidSignature(body: string, signature: string, secret: string): Promise<boolean>;
    encodeSignatureHeader(body: string, at: number, secret: string): Promise<string>;
  }>('@sanity/webhook');
  const name = 'sanity-webhook-signature';
  return {
    provider: 'sanity',
    library: '@sanity/webhook',
    credential: credential('sanity secret'),
    accepts: (request) => sdk.isValidSignature(text(request), value(request, name), 'sanity secret'),
    sign: async (request) => lines([name, await sdk.encodeSignatureHeader(text(request), Date.now(), 'sanity secret')]),
  };
}

function hygraph(): OfficialSdk {
  const sdk = library<{
    generateWebhookSignature(options: { rawPayload: string; secret: string; environmentName: string }): string;
    verifyWebhookSignature(options: { rawPayload: string; secret: string; signature: string }): boolean;
  }>('@hygraph/utils');
  const secret = 'h7D2kLm0PzXc9VbNw2EaRt5UiOs8DfG1';
  const name = 'gcms-signature';
  return {
    provider: 'hygraph',
    library: '@hygraph/utils',
    credential: credential(secret),
    accepts: (request) =>
      sdk.verifyWebhookSignature({ rawPayload: text(request), secret, signature: value(request, name) }),
    sign: (request) =>
      lines([name, sdk.generateWebhookSignature({ rawPayload: text(request), secret, environmentName: 'staging' })]),
  };
}

function kontentAi(): OfficialSdk {
  const { signatureHelper } = library<{
    signatureHelper: {
      isValidSignatureFromString(body: string, secret: string, signature: string): boolean;
      getHashFromString(body: string, secret: string): string;
    };
  }>('@kontent-ai/webhook-helper');
  const name = 'X-Kontent-ai-Signature';
  return {
    provider: 'kontent-ai',
    library: '@kontent-ai/webhook-helper',
    credential: credential('kontent secret'),
    accepts: (request) =>
      signatureHelper.isValidSignatureFromString(text(request), 'kontent secret', value(request, name)),
    sign: (request) => lines([name, signatureHelper.getHashFromString(text(request), 'kontent secret')]),
  };
}

const pems = (type: 'ed25519' | 'P-256' | 'P-521' | 'rsa') => {
  const { publicKey, privateKey } =
    type === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : type === 'ed25519'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('ec', { namedCurve: type });
  return {
    privatePem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    publicPem: String(publicKey.export({ type: 'spki', format: 'pem' })),
    der: publicKey.export({ type: 'spki', format: 'der' }),
  };
};

function discord(): OfficialSdk {
  const sdk = library<{
    verifyKey(body: Uint8Array, signature: string, timestamp: string, key: string): Promise<boolean>;
  }>('discord-interactions');
  const { privatePem, der } = pems('ed25519');
  return {
    provider: 'discord',
    library: 'discord-interactions',
    credential: credential(privatePem),
    accepts: (request) =>
      sdk.verifyKey(
        request.body,
        value(request, 'X-Signature-Ed25519'),
        value(request, 'X-Signature-Timestamp'),
        Buffer.from(der).subarray(-32).toString('hex'),
      ),
  };
}

function sendgrid(): OfficialSdk {
  const { EventWebhook } = library<{
    EventWebhook: new () => {
      convertPublicKeyToECDSA(key: string): object;
      verifySignature(key: object, body: string, signature: string, timestamp: string): boolean;
    };
  }>('@sendgrid/eventwebhook');
  const { privatePem, der } = pems('P-256');
  const prefix = 'X-Twilio-Email-Event-Webhook';
  return {
    provider: 'sendgrid',
    library: '@sendgrid/eventwebhook',
    credential: credential(privatePem),
    accepts: (request) => {
      const sdk = new EventWebhook();
      const key = sdk.convertPublicKeyToECDSA(Buffer.from(der).toString('base64'));
      return passes(() =>
        sdk.verifySignature(
          key,
          text(request),
          value(request, `${prefix}-Signature`),
          value(request, `${prefix}-Timestamp`),
        ),
      );
    },
  };
}

function truelayer(): OfficialSdk {
  interface Call {
    readonly method: string;
    readonly path: string;
    readonly headers: Record<string, string>;
    readonly body: string;
  }
  const sdk = library<{
    sign(call: Call & { kid: string; privateKeyPem: string }): string;
    verify(call: Call & { signature: string; publicKeyPem: string }): void;
  }>('truelayer-signing');
  const { privatePem, publicPem } = pems('P-521');
  const name = 'X-Tl-Webhook-Timestamp';
  const call = (request: CapturedRequest, at: string): Call => ({
    method: request.method,
    path: request.target,
    headers: { [name]: at },
    body: text(request),
  });
  return {
    provider: 'truelayer',
    library: 'truelayer-signing',
    credential: credential(privatePem),
    accepts: (request) =>
      passes(() => {
        const signature = value(request, 'Tl-Signature');
        sdk.verify({ ...call(request, value(request, name)), signature, publicKeyPem: publicPem });
      }),
    sign: (request) => {
      const at = new Date().toISOString();
      const signature = sdk.sign({ ...call(request, at), kid: 'k1', privateKeyPem: privatePem });
      return lines([name, at], ['Tl-Signature', signature]);
    },
  };
}

function paddle(): OfficialSdk {
  const { Paddle } = library<{
    Paddle: new (
      key: string,
    ) => {
      webhooks: { isSignatureValid(body: string, secret: string, signature: string): Promise<boolean> };
    };
  }>('@paddle/paddle-node-sdk');
  const secret = 'pdl_ntfset_01hkdpq0c8h5x2s8v6z7gq9w3m_Ab3dEfGh1JkLmN0pQrStUv';
  return {
    provider: 'paddle',
    library: '@paddle/paddle-node-sdk',
    credential: credential(secret),
    accepts: (request) =>
      new Paddle('key').webhooks.isSignatureValid(text(request), secret, value(request, 'Paddle-Signature')),
  };
}

function braintree(): OfficialSdk {
  interface Gateway {
    webhookNotification: { parse(signature: string, payload: string): Promise<unknown> };
    webhookTesting: {
      sampleNotification(kind: string, id: string): Promise<{ bt_signature: string; bt_payload: string }>;
    };
  }
  const sdk = library<{ BraintreeGateway: new (options: object) => Gateway; Environment: { Sandbox: object } }>(
    'braintree',
  );
  const [publicKey, privateKey] = ['integration_public_key', 'integration_private_key'];
  const options = { environment: sdk.Environment.Sandbox, merchantId: 'm', publicKey, privateKey };
  const gateway = new sdk.BraintreeGateway(options);
  return {
    provider: 'braintree',
    library: 'braintree',
    credential: credential(privateKey, { btPublicKey: publicKey }),
    accepts: (request) => {
      const form = new URLSearchParams(text(request));
      const [signature, payload] = [form.get('bt_signature') ?? '', form.get('bt_payload') ?? ''];
      return passes(() => gateway.webhookNotification.parse(signature, payload));
    },
    sign: async () => {
      const sample = await gateway.webhookTesting.sampleNotification('subscription_went_past_due', 'my_id');
      return { headers: [], body: Buffer.from(new URLSearchParams(sample).toString(), 'utf8') };
    },
  };
}

function livekit(): OfficialSdk {
  interface Token {
    sha256: string;
    toJwt(): Promise<string>;
  }
  const sdk = library<{
    WebhookReceiver: new (
      key: string,
      secret: string,
    ) => { receive(body: string, authorization: string): Promise<unknown> };
    AccessToken: new (key: string, secret: string) => Token;
  }>('livekit-server-sdk');
  const [apiKey, secret] = ['APIabcdefg', 'thisisasecretthisisasecretthisis'];
  return {
    provider: 'livekit',
    library: 'livekit-server-sdk',
    credential: credential(secret, { apiKey }),
    accepts: (request) =>
      passes(() => new sdk.WebhookReceiver(apiKey, secret).receive(text(request), value(request, 'Authorization'))),
    sign: async (request) => {
      const token = new sdk.AccessToken(apiKey, secret);
      const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(request.body));
      token.sha256 = Buffer.from(digest).toString('base64');
      return lines(['Authorization', await token.toJwt()]);
    },
  };
}

function qstash(): OfficialSdk {
  const { Receiver } = library<{
    Receiver: new (
      keys: object,
    ) => { verify(call: { signature: string; body: string; url: string }): Promise<boolean> };
  }>('@upstash/qstash');
  const keys = { currentSigningKey: 'sig_7Yv8YFcpLd6oHqkVjW4Jw2mN3bXr', nextSigningKey: 'sig_next' };
  return {
    provider: 'upstash-qstash',
    library: '@upstash/qstash',
    credential: credential(keys.currentSigningKey),
    accepts: (request) =>
      passes(() =>
        new Receiver(keys).verify({
          signature: value(request, 'Upstash-Signature'),
          body: text(request),
          url: request.publicUrl,
        }),
      ),
  };
}

function workos(): OfficialSdk {
  const { WorkOS } = library<{
    WorkOS: new (
      key: string,
    ) => {
      webhooks: {
        verifyHeader(options: { payload: object; sigHeader: string; secret: string }): Promise<boolean>;
        computeSignature(timestamp: number, payload: object, secret: string): Promise<string>;
      };
    };
  }>('@workos-inc/node');
  const { webhooks } = new WorkOS('sk_none');
  const secret = 'wk_secret_Ab3dEfGh1JkLmN0pQrStUv';
  const name = 'WorkOS-Signature';
  const payload = (request: CapturedRequest): object => JSON.parse(text(request)) as object;
  return {
    provider: 'workos',
    library: '@workos-inc/node',
    credential: credential(secret),
    accepts: (request) =>
      passes(() => webhooks.verifyHeader({ payload: payload(request), sigHeader: value(request, name), secret })),
    sign: async (request) => {
      const at = Date.now();
      return lines([name, `t=${at}, v1=${await webhooks.computeSignature(at, payload(request), secret)}`]);
    },
  };
}

function notion(): OfficialSdk {
  const sdk = library<{
    verifyWebhookSignature(options: { body: string; signature: string; verificationToken: string }): Promise<boolean>;
    signWebhookPayload(options: { body: string; verificationToken: string }): Promise<string>;
  }>('@notionhq/client');
  const verificationToken = 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl';
  const name = 'X-Notion-Signature';
  return {
    provider: 'notion',
    library: '@notionhq/client',
    credential: credential(verificationToken),
    accepts: (request) =>
      sdk.verifyWebhookSignature({ body: text(request), signature: value(request, name), verificationToken }),
    sign: async (request) => lines([name, await sdk.signWebhookPayload({ body: text(request), verificationToken })]),
  };
}

function cloudinary(): OfficialSdk {
  const { v2 } = library<{
    v2: {
      config(options: object): unknown;
      utils: {
        verifyNotificationSignature(body: string, timestamp: number, signature: string): boolean;
        webhook_signature(body: string, timestamp: number, options: object): string;
      };
    };
  }>('cloudinary');
  const secret = 'hdcixPpR2iKERPwqvH6sHdK9cyac';
  const [signature, timestamp] = ['X-Cld-Signature', 'X-Cld-Timestamp'];
  return {
    provider: 'cloudinary',
    library: 'cloudinary',
    credential: credential(secret),
    accepts: (request) => {
      v2.config({ api_secret: secret });
      return v2.utils.verifyNotificationSignature(
        text(request),
        Number(value(request, timestamp)),
        value(request, signature),
      );
    },
    sign: (request) => {
      const at = Math.floor(Date.now() / 1000);
      const mac = v2.utils.webhook_signature(text(request), at, { api_secret: secret });
      return lines([timestamp, String(at)], [signature, mac]);
    },
  };
}

function mux(): OfficialSdk {
  const { Mux } = library<{
    Mux: new (
      options: object,
    ) => { webhooks: { unwrap(body: string, headers: object, secret: string): Promise<unknown> } };
  }>('@mux/mux-node');
  const { webhooks } = new Mux({ tokenId: 'a', tokenSecret: 'b' });
  return {
    provider: 'mux',
    library: '@mux/mux-node',
    credential: credential('SuperSecret123'),
    accepts: (request) => passes(() => webhooks.unwrap(text(request), record(request), 'SuperSecret123')),
  };
}

function retell(): OfficialSdk {
  const sdk = library<{
    Retell: {
      verify(body: string, key: string, signature: string): Promise<boolean>;
      sign(body: string, key: string): Promise<string>;
    };
  }>('retell-sdk');
  const key = 'key_0123456789abcdef0123456789ab';
  const name = 'X-Retell-Signature';
  return {
    provider: 'retell',
    library: 'retell-sdk',
    credential: credential(key),
    accepts: (request) => sdk.Retell.verify(text(request), key, value(request, name)),
    sign: async (request) => lines([name, await sdk.Retell.sign(text(request), key)]),
  };
}

function paddleClassic(): OfficialSdk {
  const sdk = library<{ verifyPaddleWebhook(key: string, fields: object): boolean }>('verify-paddle-webhook');
  const { privatePem, publicPem } = pems('rsa');
  return {
    provider: 'paddle',
    library: 'verify-paddle-webhook',
    credential: credential(privatePem),
    accepts: (request) => sdk.verifyPaddleWebhook(publicPem, Object.fromEntries(new URLSearchParams(text(request)))),
  };
}

/** Netlify and Vonage name no library of their own for this; jose is the reference implementation of JWS in JavaScript. */
function jose(
  provider: string,
  name: string,
  prefix: string,
  claims: (hash: string) => Record<string, string>,
): OfficialSdk {
  interface Signer {
    setProtectedHeader(header: object): Signer;
    setIssuedAt(): Signer;
    sign(key: Uint8Array): Promise<string>;
  }
  const sdk = library<{
    SignJWT: new (claims: object) => Signer;
    jwtVerify(token: string, key: Uint8Array): Promise<{ payload: Record<string, unknown> }>;
  }>('jose');
  const key = Buffer.from('a secret of thirty-two characters');
  const hashOf = async (request: CapturedRequest) =>
    Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(request.body))).toString('hex');
  return {
    provider,
    library: 'jose',
    credential: credential(key.toString('utf8')),
    accepts: (request) =>
      passes(async () => {
        const { payload } = await sdk.jwtVerify(value(request, name).slice(prefix.length), key);
        return Object.entries(claims(await hashOf(request))).every(([claim, content]) => payload[claim] === content);
      }),
    sign: async (request) => {
      const token = new sdk.SignJWT(claims(await hashOf(request))).setProtectedHeader({ alg: 'HS256' }).setIssuedAt();
      return lines([name, `${prefix}${await token.sign(key)}`]);
    },
  };
}

export const officialSdks = (): readonly OfficialSdk[] => [
  stripe(),
  standard('svix', 'svix', 'svix'),
  standard('standard-webhooks', 'standardwebhooks', 'webhook'),
  github(),
  contentful(),
  twilio(),
  razorpay(),
  sanity(),
  hygraph(),
  kontentAi(),
  discord(),
  sendgrid(),
  truelayer(),
  paddle(),
  paddleClassic(),
  braintree(),
  livekit(),
  qstash(),
  workos(),
  notion(),
  cloudinary(),
  mux(),
  retell(),
  jose('netlify', 'X-Webhook-Signature', '', (sha256) => ({ iss: 'netlify', sha256 })),
  jose('vonage', 'Authorization', 'Bearer ', (payload_hash) => ({ iss: 'Vonage', payload_hash })),
];
