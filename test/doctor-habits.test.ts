import { describe, expect, test } from 'vitest';
import { diagnosed, type Genuine, genuine, withBody, withLines, withSecret } from './doctor-corpus/case.ts';

/** What servers, gateways and clients are reported to do to deliveries, beside what the first corpus has. */
const BODY =
  '{"id":"evt_1QX7","type":"order.paid","name":"Zoë <b>","data":{"url":"https://a.example/b","n":1.5},"list":[]}';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const body = (change: (text: string) => string | Uint8Array, type?: string) => (of: Genuine) =>
  withBody(of, change(BODY), type);
const secret = (change: (value: string) => string) => (of: Genuine) => withSecret(of, change(of.credential.value));
const named = (pattern: RegExp, change: (line: string) => string) => (of: Genuine) =>
  withLines(of, ([name, value]) => [pattern.test(name) ? [name, change(value)] : [name, value]]);
const parsed = (): Record<string, unknown> => JSON.parse(BODY) as Record<string, unknown>;
const ENCODED = /^(body-reserialized|body-unicode-escaped)$/;

const HABITS: readonly (readonly [string, (of: Genuine) => Genuine, RegExp])[] = [
  [
    'API Gateway (REST) with Lambda proxy',
    body((t) => JSON.stringify({ resource: '/h', httpMethod: 'POST', body: t, isBase64Encoded: false })),
    ENCODED,
  ],
  [
    'API Gateway (HTTP) with base64',
    body((t) => JSON.stringify({ version: '2.0', requestContext: {}, body: base64(t), isBase64Encoded: true })),
    ENCODED,
  ],
  ['API Gateway mapping template with $input.json', body((t) => `{"body": ${t}, "headers": {"Host": "x"}}`), ENCODED],
  [
    'Lambda function URL, event logged and sent again',
    body((t) => JSON.stringify({ event: { body: t, headers: {} } })),
    ENCODED,
  ],
  [
    'SNS inside SQS',
    body((t) =>
      JSON.stringify({
        Records: [{ messageId: '1', body: JSON.stringify({ Type: 'Notification', TopicArn: 'arn:x', Message: t }) }],
      }),
    ),
    ENCODED,
  ],
  [
    'SNS inside SQS with a proxy event in it',
    body((t) => JSON.stringify({ Body: JSON.stringify({ Message: JSON.stringify({ body: t, headers: {} }) }) })),
    ENCODED,
  ],
  [
    'EventBridge in SQS',
    body((t) => JSON.stringify({ Records: [{ body: JSON.stringify({ 'detail-type': 'x', detail: { body: t } }) }] })),
    ENCODED,
  ],
  ['Workers request.json() and Response.json()', body(() => JSON.stringify(parsed(), null, 2)), ENCODED],
  ['Next.js bodyParser, forwarded by axios with a string', body((t) => JSON.stringify(t)), ENCODED],
  ['NestJS with a DTO that drops nothing, pretty', body(() => JSON.stringify(parsed(), null, 4)), ENCODED],
  [
    'Laravel json_encode',
    body(() => JSON.stringify(parsed()).replaceAll('/', '\\/').replaceAll('ë', '\\u00eb')),
    ENCODED,
  ],
  ['Laravel, empty list as object', body((t) => t.replace('[]', '{}')), ENCODED],
  ['Rails to_json', body((t) => t.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e')), ENCODED],
  [
    'Django json.dumps',
    body(() =>
      JSON.stringify(parsed(), null, 1)
        .replace(/\n\s*/g, ' ')
        .replace(/([{[]) /g, '$1')
        .replace(/ ([}\]])/g, '$1')
        .replace('ë', '\\u00eb'),
    ),
    ENCODED,
  ],
  ['Spring with ISO-8859-1 as its charset', body((t) => Buffer.from(t, 'latin1')), /^body-charset-changed$/],
  [
    'ASP.NET System.Text.Json',
    body((t) => t.replaceAll('<', '\\u003C').replaceAll('>', '\\u003E').replace('ë', '\\u00EB')),
    ENCODED,
  ],
  [
    'PowerShell -Body of a string',
    body((t) => Buffer.from(t.replace('ë', '?'), 'latin1')),
    /^body-(changed|charset-changed)$|null/,
  ],
  [
    'PowerShell out-file, UTF-16 with BOM',
    body((t) => Buffer.from(`\ufeff${t}`, 'utf16le')),
    /^body-(charset-changed|bom-added)$/,
  ],
  ['Postman pretty with CRLF', body(() => JSON.stringify(parsed(), null, 4).replaceAll('\n', '\r\n')), ENCODED],
  [
    'curl -d @file of a file with a newline signed',
    (of) => withBody(genuine(of.provider.id, `${BODY}\n`), BODY),
    /^body-trailing-newline$/,
  ],
  ['echo | curl --data-binary', body((t) => `${t}\n`), /^body-trailing-newline$/],
  [
    'curl -F payload=',
    body(
      (t) => `--b\r\nContent-Disposition: form-data; name="payload"\r\n\r\n${t}\r\n--b--\r\n`,
      'multipart/form-data; boundary=b',
    ),
    ENCODED,
  ],
  [
    'curl --data-urlencode payload@',
    body((t) => `payload=${encodeURIComponent(t)}`, 'application/x-www-form-urlencoded'),
    ENCODED,
  ],
  ['Zapier raw, JSON in data', body((t) => JSON.stringify({ querystring: '', data: t })), ENCODED],
  [
    'n8n webhook node',
    body((t) => JSON.stringify([{ headers: {}, params: {}, query: {}, body: JSON.parse(t) as object }])),
    ENCODED,
  ],
  ['Make, value as text', body((t) => JSON.stringify({ value: t })), ENCODED],
  ['IIS rewrite that URL-encodes', body((t) => encodeURIComponent(t)), ENCODED],
  [
    'mod_security that escapes',
    body((t) => t.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')),
    ENCODED,
  ],
  ['nginx Lua cjson (slashes escaped)', body((t) => t.replaceAll('/', '\\/')), ENCODED],
  [
    'nginx underscores in headers',
    (of) => withLines(of, ([name, value]) => [[/signature/i.test(name) ? name.replaceAll('-', '_') : name, value]]),
    /^header-renamed$/,
  ],
  [
    'Kong with a prefix for headers',
    (of) =>
      withLines(of, ([name, value]) => [
        [/signature/i.test(name) ? name.replace(/^X-|^/i, 'X-Original-') : name, value],
      ]),
    /^header-renamed$/,
  ],
  [
    'Envoy that joins headers with a comma',
    (of) => withLines(of, ([name, value]) => [/signature/i.test(name) ? [name, `${value},${value}`] : [name, value]]),
    /^(headers-merged|signature-changed)$|valid/,
  ],
  ['ngrok policy variable in quotes', named(/signature/i, (v) => `"${v}"`), /^signature-changed$/],
  ['Vercel env with a newline', secret((v) => `${v}\n`), /^secret-has-whitespace$/],
  ['Netlify env in quotes', secret((v) => `"${v}"`), /^secret-quoted$/],
  ['Kubernetes secret', secret(base64), /^secret-(decoded|not-decoded)$/],
  ['.env with export', secret((v) => `export WEBHOOK_SECRET=${v}`), /^secret-prefix-left-in$/],
  ['.env with a comment behind', secret((v) => `${v} # production`), /^secret-(prefix-left-in|has-whitespace|quoted)$/],
  ['YAML key', secret((v) => `secret: ${v}`), /^secret-prefix-left-in$/],
];

describe.each(['github', 'shopify', 'stripe', 'standard-webhooks'])('habits of programs, at %s', (id) => {
  test.each(HABITS)('%s', (_, damage, wanted) => {
    const of = damage(genuine(id, BODY));
    if (of.provider.signature?.check(of.request, of.credential, of.request.arrivedAtMs).kind === 'valid') return;
    const { code, also, proof } = diagnosed(of);
    expect(`${code ?? 'null'}`, `${also} ${proof}`).toMatch(wanted);
  });
});
