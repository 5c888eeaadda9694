import type { TestApp } from './app.ts';
import { sendRaw } from './raw-client.ts';

/** Texts that steer, hide, turn round, overflow or pretend: each is put into every field that a sender has. */
export const HOSTILE_TEXTS: readonly string[] = [
  'invoice\u202egpj.exe\u202c',
  'a\u2066b\u2069c\u2067d\u2069 \u061c\u200e\u200f',
  'zero\u200bwidth\u200c\u2060\ufeff\u00ad\u180e join\u200d',
  'bell\u0007 escape\u001b[31mred\u001b[0m \u009b2J del\u007f nul\u0000',
  'lines\u2028and\u2029paragraphs\u0085here',
  `stack${'\u0301\u0323\u0489'.repeat(300)}ed`,
  'tags\u{e0001}\u{e0061}\u{e007f} and surrogates',
  '👩\u200d👩\u200d👧\u200d👦🏳️\u200d🌈'.repeat(20),
  'شركة עברית \u202bmixed\u202c 12345',
  '</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">',
  '</style><style>*{display:none}</style> expression(alert(1)) url(javascript:1)',
  '"\'`#{7*7}{{7*7}}<%= 7*7 %>&lt;b&gt;&#x202e;',
  'W'.repeat(100_000),
  '\uffa0\u3164\u115f\u17b4 blank letters',
];

const latin1 = (text: string): string => Buffer.from(text).toString('latin1');
const inTarget = (text: string): string => latin1(text.slice(0, 6_000)).replace(/[\x00-\x20\x7f]/g, '%20');
const inHeader = (text: string): string => latin1(text.slice(0, 6_000)).replace(/[\x00-\x08\x0a-\x1f\x7f]/g, ' ');

interface Request {
  readonly method?: string;
  readonly path?: string;
  readonly lines: readonly string[];
  readonly body: string;
}

/** One request of each kind that carries `text` wherever that kind has room for it. */
export function hostileRequests(text: string): readonly Request[] {
  const json = 'Content-Type: application/json';
  const quoted = text.replace(/[\r\n"]/g, ' ');
  return [
    { path: `/${inTarget(text)}?q=${inTarget(text)}`, lines: [json], body: JSON.stringify({ [text]: [text] }) },
    {
      lines: [json, `X-Contentful-Topic: ${inHeader(text)}`, `X-Contentful-Webhook-Name: ${inHeader(text)}`],
      body: JSON.stringify({ sys: { id: text, type: text }, fields: { title: { 'en-US': text } } }),
    },
    {
      lines: [
        json,
        `X-GitHub-Event: ${inHeader(text)}`,
        `X-GitHub-Delivery: ${inHeader(text)}`,
        'X-Hub-Signature-256: sha256=00',
      ],
      body: JSON.stringify({ action: text, repository: { full_name: text } }),
    },
    {
      lines: [json, 'Stripe-Signature: t=1,v1=00'],
      body: JSON.stringify({ id: text, type: text, data: { object: { id: text, object: text } } }),
    },
    {
      lines: [
        json,
        'ce-specversion: 1.0',
        `ce-type: ${inHeader(text)}`,
        `ce-source: ${inHeader(text)}`,
        `ce-id: ${inHeader(text)}`,
      ],
      body: '{}',
    },
    {
      lines: ['Content-Type: multipart/form-data; boundary=zz', `X-${'Long'.repeat(40)}: ${inHeader(text)}`],
      body: `--zz\r\nContent-Disposition: form-data; name="${quoted}"; filename="${quoted}.txt"\r\nContent-Type: text/plain\r\n\r\n${text}\r\n--zz--\r\n`,
    },
    {
      lines: ['Content-Type: application/x-www-form-urlencoded'],
      body: `${encodeURIComponent(text)}=${encodeURIComponent(text)}&id=${encodeURIComponent(text)}`,
    },
    { lines: ['Content-Type: application/xml'], body: `<a><b>${text.replace(/[<&]/g, '.')}</b></a>` },
    { lines: [`Content-Type: ${inHeader(text)}`, `Content-Encoding: ${inHeader(text).replace(/,/g, '')}`], body: text },
  ];
}

/** Send each kind of request with each text, or with every `every`th in turn; the number of deliveries that were answered. */
export async function plantHostile(app: TestApp, every: number): Promise<number> {
  const slug = new URL(app.captureUrl).pathname;
  let sent = 0;
  for (const [at, text] of HOSTILE_TEXTS.entries())
    for (const [kind, request] of hostileRequests(text).entries()) {
      if ((at + kind) % every !== 0) continue;
      const { method = 'POST', path = '', lines, body } = request;
      const bytes = Buffer.from(body);
      const head = [`${method} ${slug}${path} HTTP/1.1`, 'Host: x', ...lines, `Content-Length: ${bytes.length}`];
      const { status } = await sendRaw(
        app.capturePort,
        Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), bytes]),
      );
      if (status > 0) sent++;
    }
  return sent;
}
