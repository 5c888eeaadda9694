import { createHash, createHmac } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, deflateSync, gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { HeaderLine } from '../../server/contract/delivery.ts';
import type { DiagnosisCode } from '../../server/doctor/codes.ts';
import { FORM_BODIES, JSON_BODIES } from './bodies.ts';
import { type DamagedCase, type Genuine, genuine, withBody, withLines, withSecret } from './case.ts';
import { JSON_PROVIDERS } from './printed.ts';

type Damage = (of: Genuine) => Genuine | null;
interface Kind {
  readonly kind: string;
  readonly causes: readonly DiagnosisCode[];
  readonly damage: Damage;
  /** Providers to do it at; those that sign bodies otherwise. */
  readonly at?: readonly string[];
}

const text = (of: Genuine): string => Buffer.from(of.request.body).toString('utf8');
const body =
  (change: (text: string, bytes: Uint8Array) => string | Uint8Array | null, type?: string): Damage =>
  (of) => {
    const made = change(text(of), of.request.body);
    return made === null ? null : withBody(of, made, type);
  };
const secret =
  (change: (value: string) => string | null): Damage =>
  (of) => {
    if (of.credential.value.includes('-----')) return null;
    const made = change(of.credential.value);
    return made === null || made === of.credential.value ? null : withSecret(of, made);
  };
const SIGNATURE = /signature|hmac|-sha/i;
const signature =
  (change: (value: string) => string | null): Damage =>
  (of) => {
    let hit = false;
    const changed = withLines(of, ([name, value]) => {
      if (!SIGNATURE.test(name) || /timestamp|version|signed-headers/i.test(name)) return [[name, value]];
      const made = change(value);
      if (made === null || made === value) return [[name, value]];
      hit = true;
      return [[name, made]];
    });
    return hit ? changed : null;
  };
const lines =
  (pattern: RegExp, change: (line: HeaderLine) => readonly HeaderLine[]): Damage =>
  (of) =>
    of.request.headers.some(([name]) => pattern.test(name))
      ? withLines(of, (line) => (pattern.test(line[0]) ? change(line) : [line]))
      : null;
const url =
  (publicUrl: string, target: string): Damage =>
  (of) => ({ ...of, request: { ...of.request, publicUrl, target } });

const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64');
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const RESERIALIZED: readonly DiagnosisCode[] = ['body-reserialized'];
const ENCODED: readonly DiagnosisCode[] = ['body-reserialized'];
const URL_SIGNED = ['square', 'hubspot', 'twilio', 'contentful', 'trello', 'plivo', 'mandrill'];
const TEXT_KEY = [
  'stripe',
  'github',
  'shopify',
  'zoom',
  'linear',
  'paddle',
  'woocommerce',
  'meta',
  'line',
  'sentry',
  'typeform',
  'square',
  'calendly',
  'razorpay',
  'box',
  'slack',
  'intercom',
];
const DECODING = ['standard-webhooks', 'svix', 'openai', 'clerk', 'microsoft-teams', 'replicate', 'resend', 'supabase'];
const SECRETS = [...TEXT_KEY, ...DECODING];
const TIMED = [
  'stripe',
  'slack',
  'zoom',
  'standard-webhooks',
  'svix',
  'discord',
  'sendgrid',
  'paddle',
  'contentful',
  'telnyx',
  'calendly',
  'box',
  'openai',
];

const compressed = (kind: string, made: (bytes: Uint8Array) => Uint8Array, coding: string | null): Kind => ({
  kind,
  causes: ['compressed-body'],
  damage: (of) => {
    const packed = withBody(of, made(of.request.body));
    return coding === null
      ? packed
      : {
          ...packed,
          request: { ...packed.request, headers: [...packed.request.headers, ['Content-Encoding', coding]] },
        };
  },
});

const KINDS: readonly Kind[] = [
  { kind: 'newline added', causes: ['body-trailing-newline'], damage: body((t) => `${t}\n`) },
  { kind: 'CRLF added', causes: ['body-trailing-newline'], damage: body((t) => `${t}\r\n`) },
  { kind: 'blanks around', causes: ['body-trailing-newline'], damage: body((t) => ` ${t}  `) },
  { kind: 'newline before', causes: ['body-trailing-newline'], damage: body((t) => `\n${t}`) },
  { kind: 'NUL at the end', causes: ['body-trailing-newline'], damage: body((t) => `${t}\0`) },
  { kind: 'NULs padded to 1024', causes: ['body-trailing-newline'], damage: body((t) => t.padEnd(1024, '\0')) },
  { kind: 'ctrl-Z at the end', causes: ['body-trailing-newline'], damage: body((t) => `${t}\x1a`) },
  { kind: 'BOM added', causes: ['body-bom-added'], damage: body((_, b) => Buffer.concat([BOM, b])) },
  { kind: 'BOM as mojibake', causes: ['body-bom-added', 'body-charset-changed'], damage: body((t) => `ï»¿${t}`) },
  {
    kind: 'unix2dos',
    causes: ['line-endings-changed'],
    damage: body((t) => (/[^\r]\n/.test(t) ? t.replace(/\r?\n/g, '\r\n') : null)),
  },
  {
    kind: 'dos2unix',
    causes: ['line-endings-changed', 'body-trailing-newline'],
    damage: body((t) => (t.includes('\r\n') ? t.replaceAll('\r\n', '\n') : null)),
  },
  {
    kind: 'curl -d @file',
    causes: ['line-endings-changed', 'body-trailing-newline', 'body-reserialized'],
    damage: body((t) => (/[\r\n]/.test(t) ? t.replace(/[\r\n]/g, '') : null)),
  },
  {
    kind: 'tabs to blanks',
    causes: RESERIALIZED,
    damage: (of) => {
      const g = genuine(of.provider.id, JSON.stringify(JSON.parse(text(of)), null, '\t'));
      return withBody(g, text(g).replaceAll('\t', '    '));
    },
  },
  {
    kind: 'CESU-8',
    causes: ['body-charset-changed'],
    damage: body((t, b) => {
      const made = Buffer.concat(
        [...t].flatMap((c) =>
          c.length === 1
            ? [Buffer.from(c)]
            : [...c].length === 1 && c.length === 2
              ? [0, 1].map((i) => {
                  const u = c.charCodeAt(i);
                  return Buffer.from([0xe0 | (u >> 12), 0x80 | ((u >> 6) & 63), 0x80 | (u & 63)]);
                })
              : [Buffer.from(c)],
        ),
      );
      return made.equals(b) ? null : made;
    }),
  },
  {
    kind: 'latin1 read twice',
    causes: ['body-charset-changed'],
    damage: body((t) => {
      const once = Buffer.from(Buffer.from(t).toString('latin1'));
      const twice = Buffer.from(once.toString('latin1'));
      return /[^\0-\x7f]/.test(t) ? twice : null;
    }),
  },
  {
    kind: 'NFD',
    causes: ['body-charset-changed'],
    damage: body((t) => (t.normalize('NFD') === t ? null : t.normalize('NFD'))),
  },
  compressed('gzip, header kept', (b) => gzipSync(b), 'gzip'),
  compressed('gzip, header lost', (b) => gzipSync(b), null),
  compressed('deflate', (b) => deflateSync(b), 'deflate'),
  compressed('deflate, header lost', (b) => deflateSync(b), null),
  compressed('raw deflate', (b) => deflateRawSync(b), 'deflate'),
  compressed('raw deflate, header lost', (b) => deflateRawSync(b), null),
  compressed('brotli', (b) => brotliCompressSync(b), 'br'),
  compressed('brotli, header lost', (b) => brotliCompressSync(b), null),
  compressed('zstd', (b) => zstdCompressSync(b), 'zstd'),
  compressed('zstd, header lost', (b) => zstdCompressSync(b), null),
  compressed('gzip twice', (b) => gzipSync(gzipSync(b)), 'gzip, gzip'),
  compressed('gzip in brotli', (b) => brotliCompressSync(gzipSync(b)), 'gzip, br'),
  compressed('two gzip members', (b) => Buffer.concat([gzipSync(b.subarray(0, 20)), gzipSync(b.subarray(20))]), 'gzip'),
  { kind: 'base64 of gzip', causes: ['compressed-body', ...ENCODED], damage: body((_, b) => base64(gzipSync(b))) },
  ...[1, 6, 9].map(
    (level): Kind => ({
      kind: `gunzipped, was gzip -${level}`,
      causes: ['compressed-body'],
      damage: (of) => {
        const packed = gzipSync(of.request.body, { level });
        const g = genuine(of.provider.id, packed);
        return withBody(g, gunzipSync(packed));
      },
    }),
  ),
  {
    kind: 'inflated, was deflate',
    causes: ['compressed-body'],
    damage: (of) => {
      const g = genuine(of.provider.id, deflateSync(of.request.body));
      return withBody(g, of.request.body);
    },
  },
  {
    kind: 'was brotli',
    causes: ['compressed-body'],
    damage: (of) => {
      const g = genuine(of.provider.id, brotliCompressSync(of.request.body));
      return withBody(g, of.request.body);
    },
  },
  {
    kind: 'was zstd',
    causes: ['compressed-body'],
    damage: (of) => {
      const g = genuine(of.provider.id, zstdCompressSync(of.request.body));
      return withBody(g, of.request.body);
    },
  },
  { kind: 'base64', causes: ENCODED, damage: body((_, b) => base64(b)) },
  { kind: 'base64 with a newline', causes: ENCODED, damage: body((_, b) => `${base64(b)}\n`) },
  { kind: 'base64 quoted', causes: ENCODED, damage: body((_, b) => JSON.stringify(base64(b))) },
  { kind: 'base64 twice', causes: ENCODED, damage: body((_, b) => base64(base64(b))) },
  { kind: 'data URL', causes: ENCODED, damage: body((_, b) => `data:application/json;base64,${base64(b)}`) },
  { kind: 'hex', causes: ENCODED, damage: body((_, b) => Buffer.from(b).toString('hex')) },
  { kind: 'encodeURIComponent', causes: ENCODED, damage: body((t) => encodeURIComponent(t)) },
  { kind: 'encodeURI', causes: ENCODED, damage: body((t) => encodeURI(t)) },
  { kind: 'Buffer as JSON', causes: RESERIALIZED, damage: body((_, b) => JSON.stringify(Buffer.from(b))) },
  { kind: 'Uint8Array as JSON', causes: RESERIALIZED, damage: body((_, b) => JSON.stringify(new Uint8Array(b))) },
  { kind: 'byte list', causes: RESERIALIZED, damage: body((_, b) => JSON.stringify([...b])) },
  {
    kind: "Python's repr of bytes",
    causes: RESERIALIZED,
    damage: body((t) => (/^[\x20-\x7e]*$/.test(t) ? `b'${t.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : null)),
  },
  {
    kind: 'Lambda proxy event',
    causes: RESERIALIZED,
    damage: body((t) =>
      JSON.stringify({
        resource: '/hook',
        path: '/hook',
        httpMethod: 'POST',
        headers: { 'content-type': 'application/json' },
        requestContext: { stage: 'prod' },
        body: t,
        isBase64Encoded: false,
      }),
    ),
  },
  {
    kind: 'Lambda proxy event, base64',
    causes: RESERIALIZED,
    damage: body((_, b) =>
      JSON.stringify({ version: '2.0', rawPath: '/hook', headers: {}, body: base64(b), isBase64Encoded: true }),
    ),
  },
  {
    kind: 'Lambda proxy event by Python',
    causes: RESERIALIZED,
    damage: body((t) => JSON.stringify({ httpMethod: 'POST', body: t, isBase64Encoded: false }, null, 2)),
  },
  {
    kind: 'EventBridge detail',
    causes: RESERIALIZED,
    damage: body((t) =>
      t.startsWith('{')
        ? `{"version":"0","id":"a1","detail-type":"webhook","source":"x","account":"1","detail":${t}}`
        : null,
    ),
  },
  {
    kind: 'EventBridge detail, reprinted',
    causes: RESERIALIZED,
    damage: body((t) =>
      t.startsWith('{')
        ? JSON.stringify({ version: '0', 'detail-type': 'webhook', detail: JSON.parse(t) as unknown }, null, 2)
        : null,
    ),
  },
  {
    kind: 'SNS message',
    causes: RESERIALIZED,
    damage: body((t) =>
      JSON.stringify({
        Type: 'Notification',
        MessageId: 'b1',
        TopicArn: 'arn:aws:sns:x',
        Message: t,
        Timestamp: '2026-01-15T12:00:00.000Z',
      }),
    ),
  },
  {
    kind: 'SQS record',
    causes: RESERIALIZED,
    damage: body((t) => JSON.stringify({ Records: [{ messageId: 'm', body: t, attributes: {} }] })),
  },
  {
    kind: 'SNS in SQS',
    causes: RESERIALIZED,
    damage: body((t) =>
      JSON.stringify({ Records: [{ messageId: 'm', body: JSON.stringify({ Type: 'Notification', Message: t }) }] }),
    ),
  },
  {
    kind: 'Pub/Sub push',
    causes: RESERIALIZED,
    damage: body((_, b) =>
      JSON.stringify({
        message: { data: base64(b), messageId: '1', publishTime: '2026-01-15T12:00:00Z' },
        subscription: 's',
      }),
    ),
  },
  {
    kind: 'Kinesis record',
    causes: RESERIALIZED,
    damage: body((_, b) => JSON.stringify({ Records: [{ kinesis: { data: base64(b), partitionKey: 'k' } }] })),
  },
  {
    kind: 'Logic Apps $content',
    causes: RESERIALIZED,
    damage: body((_, b) => JSON.stringify({ '$content-type': 'application/octet-stream', $content: base64(b) })),
  },
  {
    kind: 'n8n item',
    causes: RESERIALIZED,
    damage: body((t) =>
      JSON.stringify({ headers: { host: 'x' }, params: {}, query: {}, body: JSON.parse(t) as unknown }),
    ),
  },
  {
    kind: 'CloudEvent',
    causes: RESERIALIZED,
    damage: body((t) =>
      JSON.stringify({ specversion: '1.0', id: '1', source: '/x', type: 'webhook', data: JSON.parse(t) as unknown }),
    ),
  },
  {
    kind: 'CloudEvent, data_base64',
    causes: RESERIALIZED,
    damage: body((_, b) =>
      JSON.stringify({ specversion: '1.0', id: '1', source: '/x', type: 'webhook', data_base64: base64(b) }),
    ),
  },
  { kind: 'in a list', causes: RESERIALIZED, damage: body((t) => (t.startsWith('{') ? `[${t}]` : null)) },
  {
    kind: 'payload= field',
    causes: RESERIALIZED,
    damage: body((t) => `payload=${encodeURIComponent(t)}`, 'application/x-www-form-urlencoded'),
  },
  {
    kind: 'data= field among others',
    causes: RESERIALIZED,
    damage: body(
      (t) => `id=7&data=${encodeURIComponent(t).replaceAll('%20', '+')}&ok=1`,
      'application/x-www-form-urlencoded',
    ),
  },
  {
    kind: 'body as form key',
    causes: RESERIALIZED,
    damage: body((t) => `${encodeURIComponent(t)}=`, 'application/x-www-form-urlencoded'),
  },
  {
    kind: 'base64 in a field',
    causes: RESERIALIZED,
    damage: body((_, b) => `body=${encodeURIComponent(base64(b))}`, 'application/x-www-form-urlencoded'),
  },
  {
    kind: 'multipart field',
    causes: RESERIALIZED,
    damage: body(
      (t) => `--xX\r\nContent-Disposition: form-data; name="payload"\r\n\r\n${t}\r\n--xX--\r\n`,
      'multipart/form-data; boundary=xX',
    ),
  },
  { kind: 'CDATA', causes: RESERIALIZED, damage: body((t) => `<body><![CDATA[${t}]]></body>`, 'application/xml') },
  {
    kind: 'entities in values',
    causes: ['body-reserialized', 'body-unicode-escaped'],
    damage: body((t) => {
      const e = (s: string) => s.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
      const w = (v: unknown): unknown =>
        typeof v === 'string'
          ? e(v)
          : Array.isArray(v)
            ? v.map(w)
            : v && typeof v === 'object'
              ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, w(x)]))
              : v;
      const made = JSON.stringify(w(JSON.parse(t)));
      return made === JSON.stringify(JSON.parse(t)) ? null : made;
    }),
  },
  {
    kind: 'express-validator escape',
    causes: ['body-reserialized', 'body-unicode-escaped'],
    damage: body((t) => {
      const m: Record<string, string> = {
        '&': '&amp;',
        '"': '&quot;',
        "'": '&#x27;',
        '<': '&lt;',
        '>': '&gt;',
        '/': '&#x2F;',
        '\\': '&#x5C;',
        '`': '&#96;',
      };
      return t.replace(/[&"'<>/\\`]/g, (c) => m[c]!);
    }),
  },
  {
    kind: 'astral as \\u, capitals',
    causes: ['body-unicode-escaped', 'body-reserialized'],
    damage: (of) => {
      const plain = JSON.stringify({ t: 'Zoë 🤨✋ ok', id: 'e1' });
      return withBody(
        genuine(
          of.provider.id,
          plain.replace(/[\ud800-\udfff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).toUpperCase()}`),
        ),
        plain,
      );
    },
  },
  {
    kind: 'astral as \\u, small',
    causes: ['body-unicode-escaped', 'body-reserialized'],
    damage: (of) => {
      const plain = JSON.stringify({ t: 'Zoë 🤨✋ ok', id: 'e1' });
      return withBody(
        genuine(
          of.provider.id,
          plain.replace(/[\ud800-\udfff]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`),
        ),
        plain,
      );
    },
  },
  {
    kind: 'only U+2028 escaped',
    causes: ['body-unicode-escaped', 'body-reserialized'],
    damage: (of) => {
      const plain = '{"t":"Zoë\u2028line ✓"}';
      return withBody(genuine(of.provider.id, plain.replace('\u2028', '\\u2028')), plain);
    },
  },
  {
    kind: 'apostrophe as \\u0027',
    causes: ['body-unicode-escaped', 'body-reserialized'],
    damage: (of) => {
      const plain = '{"t":"it\'s <b>Zoë</b> & co"}';
      return withBody(
        genuine(
          of.provider.id,
          plain.replace(/[<>&']/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
        ),
        plain,
      );
    },
  },
  {
    kind: 'Gson escapes',
    causes: ['body-unicode-escaped', 'body-reserialized'],
    damage: (of) => {
      const plain = '{"t":"a=b it\'s <b>Zoë</b> & co"}';
      return withBody(
        genuine(
          of.provider.id,
          plain.replace(/[<>&'=]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
        ),
        plain,
      );
    },
  },
  {
    kind: '</ as <\\/',
    causes: ['body-unicode-escaped', 'body-reserialized'],
    damage: (of) => {
      const plain = '{"u":"https://x/y","t":"<b>Zoë</b>"}';
      return withBody(genuine(of.provider.id, plain.replaceAll('</', '<\\/')), plain);
    },
  },
  {
    kind: 'control characters as \\u',
    causes: ['body-unicode-escaped', 'body-reserialized'],
    damage: (of) => {
      const plain = '{"t":"a\\nb\\tc"}';
      return withBody(genuine(of.provider.id, plain.replace('\\n', '\\u000a').replace('\\t', '\\u0009')), plain);
    },
  },
  {
    kind: 'big integer rounded',
    causes: RESERIALIZED,
    damage: (of) => {
      const t = '{"id":820982911946154508,"name":"Zoë"}';
      return withBody(genuine(of.provider.id, t), JSON.stringify(JSON.parse(t)));
    },
  },
  {
    kind: 'two big integers rounded',
    causes: RESERIALIZED,
    damage: (of) => {
      const t = '{"id":820982911946154508,"order":9007199254740993771,"third":123456789012345678,"name":"Zoë"}';
      return withBody(genuine(of.provider.id, t), JSON.stringify(JSON.parse(t)));
    },
  },
  {
    kind: '1.0 to 1',
    causes: RESERIALIZED,
    damage: (of) => {
      const t = '{"score":1.0,"weight":2.50,"n":3}';
      return withBody(genuine(of.provider.id, t), JSON.stringify(JSON.parse(t)));
    },
  },
  {
    kind: '1e5 to 100000',
    causes: RESERIALIZED,
    damage: (of) => {
      const t = '{"score":1e5,"n":3}';
      return withBody(genuine(of.provider.id, t), JSON.stringify(JSON.parse(t)));
    },
  },
  {
    kind: 'Python floats',
    causes: RESERIALIZED,
    damage: (of) => {
      const t = '{"score": 1.0, "id": "x", "rate": 1e-07}';
      return withBody(genuine(of.provider.id, t), '{"score":1,"id":"x","rate":1e-7}');
    },
  },
  {
    kind: 'signed empty body',
    causes: ['body-empty'],
    damage: (of) => withBody(genuine(of.provider.id, ''), of.request.body),
  },
  { kind: 'body empty', causes: ['body-empty'], damage: body(() => '') },
  {
    kind: 'signed "undefined"',
    causes: ['body-empty', 'wrong-template', 'body-reserialized', 'body-changed'],
    damage: (of) => withBody(genuine(of.provider.id, 'undefined'), of.request.body),
  },
  {
    kind: 'signed {}',
    causes: ['body-empty', 'wrong-template', 'body-reserialized', 'body-changed'],
    damage: (of) => withBody(genuine(of.provider.id, '{}'), of.request.body),
  },
  {
    kind: 'signed [object Object]',
    causes: ['body-empty', 'wrong-template', 'body-reserialized', 'body-changed'],
    damage: (of) => withBody(genuine(of.provider.id, '[object Object]'), of.request.body),
  },
  { kind: 'truncated', causes: ['body-truncated'], damage: body((t) => t.slice(0, -9)) },
  {
    kind: 'PHP stripslashes',
    causes: ['body-unicode-escaped', 'body-reserialized'],
    damage: (of) => {
      const t = '{"url":"https:\\/\\/a.example\\/b","x":1}';
      return withBody(genuine(of.provider.id, t), t.replaceAll('\\', ''));
    },
  },

  { kind: 'secret with newline', at: SECRETS, causes: ['secret-has-whitespace'], damage: secret((s) => `${s}\n`) },
  { kind: 'secret with CRLF', at: SECRETS, causes: ['secret-has-whitespace'], damage: secret((s) => `${s}\r\n`) },
  {
    kind: 'secret with literal \\n',
    at: SECRETS,
    causes: ['secret-has-whitespace', 'secret-line-breaks'],
    damage: secret((s) => `${s}\\n`),
  },
  { kind: 'secret with BOM', at: SECRETS, causes: ['secret-has-whitespace'], damage: secret((s) => `\ufeff${s}`) },
  {
    kind: 'secret with zero width',
    at: SECRETS,
    causes: ['secret-has-whitespace'],
    damage: secret((s) => `${s.slice(0, 9)}\u200b${s.slice(9)}`),
  },
  { kind: 'secret with nbsp', at: SECRETS, causes: ['secret-has-whitespace'], damage: secret((s) => `${s}\u00a0`) },
  { kind: 'secret double quoted', at: SECRETS, causes: ['secret-quoted'], damage: secret((s) => `"${s}"`) },
  { kind: 'secret single quoted', at: SECRETS, causes: ['secret-quoted'], damage: secret((s) => `'${s}'`) },
  { kind: 'secret with one quote', at: SECRETS, causes: ['secret-quoted'], damage: secret((s) => `${s}"`) },
  {
    kind: 'secret in brackets',
    at: SECRETS,
    causes: ['secret-quoted', 'secret-prefix-left-in'],
    damage: secret((s) => `<${s}>`),
  },
  {
    kind: 'secret as JSON',
    at: SECRETS,
    causes: ['secret-quoted', 'secret-prefix-left-in'],
    damage: secret((s) => JSON.stringify({ secret: s })),
  },
  {
    kind: 'secret with comma',
    at: SECRETS,
    causes: ['secret-quoted', 'secret-has-whitespace', 'secret-prefix-left-in'],
    damage: secret((s) => `"${s}",`),
  },
  {
    kind: 'secret with variable',
    at: SECRETS,
    causes: ['secret-prefix-left-in', 'secret-quoted'],
    damage: secret((s) => `WEBHOOK_SECRET="${s}"`),
  },
  { kind: 'secret with Bearer', at: SECRETS, causes: ['secret-prefix-left-in'], damage: secret((s) => `Bearer ${s}`) },
  {
    kind: 'secret base64 again',
    at: SECRETS,
    causes: ['secret-decoded', 'secret-not-decoded'],
    damage: secret((s) => base64(s)),
  },
  {
    kind: 'secret base64 again with newline',
    at: SECRETS,
    causes: ['secret-decoded', 'secret-not-decoded', 'secret-has-whitespace'],
    damage: secret((s) => base64(`${s}\n`)),
  },
  {
    kind: 'secret hex again',
    at: SECRETS,
    causes: ['secret-decoded', 'secret-not-decoded'],
    damage: secret((s) => Buffer.from(s).toString('hex')),
  },
  {
    kind: 'secret percent-encoded',
    at: SECRETS,
    causes: ['secret-url-encoded'],
    damage: (of) => {
      const value = of.credential.value;
      if (value.includes('-----') || value.startsWith('whsec_')) return null;
      const rich = value.length > 30 ? value : `a+b/${value}=!`;
      const g = genuine(of.provider.id, of.request.body, { secret: rich });
      return encodeURIComponent(rich) === rich ? null : withSecret(g, encodeURIComponent(rich));
    },
  },
  {
    kind: 'secret pasted twice',
    at: SECRETS,
    causes: ['wrong-secret', 'secret-has-whitespace'],
    damage: secret((s) => s + s),
  },
  {
    kind: 'secret pasted twice on lines',
    at: SECRETS,
    causes: ['wrong-secret', 'secret-has-whitespace'],
    damage: secret((s) => `${s}\n${s}`),
  },
  {
    kind: 'secret prefix stripped',
    at: SECRETS,
    causes: ['secret-prefix-stripped'],
    damage: secret((s) =>
      /^(whsec_|lin_wh_|pdl_ntfset_)/.test(s) ? s.replace(/^(whsec_|lin_wh_|pdl_ntfset_)/, '') : null,
    ),
  },
  {
    kind: 'secret first letter lost',
    at: SECRETS,
    causes: ['wrong-secret', 'secret-prefix-stripped', 'secret-not-decoded', 'secret-decoded'],
    damage: secret((s) => s.slice(1)),
  },
  { kind: 'secret last letter lost', at: SECRETS, causes: ['wrong-secret'], damage: secret((s) => s.slice(0, -1)) },
  {
    kind: 'secret upper case',
    at: TEXT_KEY,
    causes: ['wrong-secret'],
    damage: secret((s) => (/^[a-z0-9_-]+$/.test(s) ? s.toUpperCase() : null)),
  },
  {
    kind: 'secret lower case',
    at: TEXT_KEY,
    causes: ['wrong-secret'],
    damage: (of) => {
      const s = 'ABCDEF0123456789ABCDEF';
      return withSecret(genuine(of.provider.id, of.request.body, { secret: s }), s.toLowerCase());
    },
  },
  {
    kind: 'secret decoded by the sender',
    at: TEXT_KEY,
    causes: ['secret-decoded'],
    damage: (of) => resigned(of, 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=', (s) => Buffer.from(s, 'base64')),
  },
  {
    kind: 'secret hex-decoded by the sender',
    at: TEXT_KEY,
    causes: ['secret-decoded'],
    damage: (of) => resigned(of, '00112233445566778899aabbccddeeff', (s) => Buffer.from(s, 'hex')),
  },
  {
    kind: 'secret not decoded',
    at: DECODING,
    causes: ['secret-not-decoded'],
    damage: (of) => resigned(of, of.credential.value, (s) => Buffer.from(s)),
  },
  {
    kind: 'secret not decoded, without prefix',
    at: DECODING,
    causes: ['secret-not-decoded'],
    damage: (of) => resigned(of, of.credential.value, (s) => Buffer.from(s.replace(/^(v1,)?whsec_/, ''))),
  },
  {
    kind: 'hex secret not decoded',
    at: ['adyen', 'onfleet'],
    causes: ['secret-not-decoded'],
    damage: (of) => resigned(of, of.credential.value, (s) => Buffer.from(s)),
  },
  {
    kind: 'key is the sha256 of the secret',
    at: TEXT_KEY,
    causes: ['secret-decoded', 'secret-not-decoded', 'wrong-template', 'wrong-algorithm'],
    damage: (of) => resigned(of, of.credential.value, (s) => createHash('sha256').update(s).digest()),
  },
  {
    kind: 'key is the hex sha256 of the secret',
    at: TEXT_KEY,
    causes: ['secret-decoded', 'secret-not-decoded', 'wrong-template', 'wrong-algorithm'],
    damage: (of) => resigned(of, of.credential.value, (s) => Buffer.from(createHash('sha256').update(s).digest('hex'))),
  },

  { kind: 'signature quoted', causes: ['signature-changed'], damage: signature((v) => `"${v}"`) },
  {
    kind: 'signature upper-case',
    causes: ['signature-changed', 'wrong-encoding'],
    damage: signature((v) => (/[0-9a-f]{40,}/.test(v) ? v.replace(/[0-9a-f]{40,}/g, (h) => h.toUpperCase()) : null)),
  },
  { kind: 'signature cut', causes: ['signature-changed'], damage: signature((v) => v.slice(0, -6)) },
  {
    kind: 'signature with blanks for +',
    causes: ['signature-changed'],
    damage: signature((v) => (v.includes('+') ? v.replaceAll('+', ' ') : null)),
  },
  {
    kind: 'signature percent-encoded',
    causes: ['signature-changed'],
    damage: signature((v) => (encodeURIComponent(v) === v ? null : encodeURIComponent(v))),
  },
  {
    kind: 'signature html-encoded',
    causes: ['signature-changed'],
    damage: signature((v) =>
      /[=+/]/.test(v) ? v.replaceAll('=', '&#x3D;').replaceAll('+', '&#43;').replaceAll('/', '&#x2F;') : null,
    ),
  },
  {
    kind: 'signature base64 for hex',
    causes: ['wrong-encoding'],
    damage: signature((v) =>
      /[0-9a-f]{40,}/.test(v) ? v.replace(/[0-9a-f]{40,}/, (h) => Buffer.from(h, 'hex').toString('base64')) : null,
    ),
  },
  {
    kind: 'signature hex for base64',
    causes: ['wrong-encoding'],
    damage: signature((v) =>
      /[A-Za-z0-9+/]{27,}=/.test(v) && !/[0-9a-f]{40,}/.test(v)
        ? v.replace(/[A-Za-z0-9+/]{27,}={1,2}/, (h) => Buffer.from(h, 'base64').toString('hex'))
        : null,
    ),
  },
  {
    kind: 'signature base64url',
    causes: ['wrong-encoding', 'signature-changed'],
    damage: signature((v) =>
      /[+/]/.test(v) && !/[0-9a-f]{40,}/.test(v) ? v.replaceAll('+', '-').replaceAll('/', '_') : null,
    ),
  },
  {
    kind: 'signature unpadded',
    causes: ['wrong-encoding', 'signature-changed'],
    damage: signature((v) => (/[A-Za-z0-9+/]{20,}=+$/.test(v) ? v.replace(/=+$/, '') : null)),
  },
  {
    kind: 'signature without prefix',
    causes: ['missing-prefix'],
    damage: signature((v) =>
      /^(sha256=|sha1=|v0=|v1,|v1=)/.test(v) ? v.replace(/^(sha256=|sha1=|v0=|v1,|v1=)/, '') : null,
    ),
  },
  {
    kind: 'signature twice in one line',
    causes: ['headers-merged'],
    damage: signature((v) => (/[,;=]./.test(v.replace(/={1,2}$/, '')) && !v.startsWith('sha') ? null : `${v}, ${v}`)),
  },
  {
    kind: 'signature header renamed HTTP_',
    causes: ['header-renamed'],
    damage: lines(/signature|hmac|svix|webhook-/i, ([name, value]) => [
      [`HTTP_${name.toUpperCase().replaceAll('-', '_')}`, value],
    ]),
  },
  {
    kind: 'signature header with _',
    causes: ['header-renamed'],
    damage: lines(/signature|hmac|svix|webhook-/i, ([name, value]) => [[name.replaceAll('-', '_'), value]]),
  },
  {
    kind: 'signature header gone',
    causes: ['missing-header', 'only-legacy-signature'],
    damage: lines(/signature|hmac/i, () => []),
  },
  {
    kind: 'timestamp as ISO',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => new Date(s * 1000).toISOString()),
  },
  {
    kind: 'timestamp as ISO without ms',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => new Date(s * 1000).toISOString().replace('.000', '')),
  },
  {
    kind: 'timestamp as ISO with offset',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => `${new Date(s * 1000 + 7_200_000).toISOString().slice(0, 19)}+02:00`),
  },
  {
    kind: 'timestamp with a blank',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => new Date(s * 1000).toISOString().slice(0, 19).replace('T', ' ')),
  },
  {
    kind: 'timestamp as HTTP date',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => new Date(s * 1000).toUTCString()),
  },
  {
    kind: 'timestamp with a fraction',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => `${s}.123456`),
  },
  {
    kind: 'timestamp with .0',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => `${s}.0`),
  },
  {
    kind: 'timestamp in ms',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => `${s}000`),
  },
  {
    kind: 'timestamp in us',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => `${s}000000`),
  },
  {
    kind: 'timestamp as float exponent',
    at: TIMED,
    causes: ['timestamp-unit', 'timestamp-changed'],
    damage: timestamp((s) => Number(s).toExponential()),
  },
  {
    kind: 'timestamp a minute off',
    at: TIMED,
    causes: ['timestamp-changed'],
    damage: timestamp((s) => String(s + 37)),
  },
  { kind: 'timestamp header gone', at: TIMED, causes: ['missing-header'], damage: lines(/timestamp/i, () => []) },
  {
    kind: 'id replaced, other in a header',
    at: ['standard-webhooks', 'svix', 'openai'],
    causes: ['id-changed'],
    damage: lines(/^(webhook|svix)-id$/i, ([n, v]) => [
      [n, '7f0c1c7e-3f65-4c8f-9d53-1f1f6bd0a3c2'],
      ['X-Original-Message', v],
    ]),
  },
  {
    kind: 'id in capitals',
    at: ['standard-webhooks', 'svix', 'openai'],
    causes: ['id-changed'],
    damage: lines(/^(webhook|svix)-id$/i, ([n, v]) => [[n, v.toUpperCase()]]),
  },

  {
    kind: 'http for https',
    at: URL_SIGNED,
    causes: ['url-differs'],
    damage: url('http://hooks.example.com/e/inbox', '/e/inbox'),
  },
  {
    kind: 'port added',
    at: URL_SIGNED,
    causes: ['url-differs'],
    damage: url('https://hooks.example.com:8443/e/inbox', '/e/inbox'),
  },
  {
    kind: 'path prefix added',
    at: URL_SIGNED,
    causes: ['url-differs'],
    damage: url('https://hooks.example.com/prod/e/inbox', '/prod/e/inbox'),
  },
  {
    kind: 'slash at the end',
    at: URL_SIGNED,
    causes: ['url-differs'],
    damage: url('https://hooks.example.com/e/inbox/', '/e/inbox/'),
  },
  {
    kind: 'slashes doubled',
    at: URL_SIGNED,
    causes: ['url-differs'],
    damage: url('https://hooks.example.com//e/inbox', '//e/inbox'),
  },
  {
    kind: 'localhost',
    at: URL_SIGNED,
    causes: ['url-differs'],
    damage: (of) => ({
      ...of,
      request: {
        ...of.request,
        publicUrl: 'http://localhost:4100/e/inbox',
        headers: [
          ...of.request.headers.filter(([n]) => n !== 'Host'),
          ['Host', 'localhost:4100'],
          ['X-Forwarded-Host', 'hooks.example.com'],
          ['X-Forwarded-Proto', 'https'],
        ],
      },
    }),
  },
  ...queryKinds(),
  {
    kind: 'method changed',
    at: ['hubspot', 'contentful', 'mercado-pago'],
    causes: ['method-changed'],
    damage: (of) => ({ ...of, request: { ...of.request, method: 'PUT' } }),
  },
];

function queryKinds(): readonly Kind[] {
  const QUERY = '?name=O%27Brien%20Zo%C3%AB&tags=a,b&path=%2Fx&e=&q=1%2B1&t=2';
  const made = (kind: string, change: (query: string) => string): Kind => ({
    kind: `query ${kind}`,
    at: ['square', 'hubspot', 'twilio', 'contentful', 'messagebird', 'plivo'],
    causes: ['url-differs'],
    damage: (of) => {
      const g = genuine(of.provider.id, of.request.body, {
        path: `/e/inbox${QUERY}`,
        ...(of.provider.id === 'twilio' ? { type: 'application/x-www-form-urlencoded' } : {}),
      });
      const target = `/e/inbox${change(QUERY)}`;
      return { ...g, request: { ...g.request, target, publicUrl: `https://hooks.example.com${target}` } };
    },
  });
  return [
    made('with + for blanks', (q) => q.replaceAll('%20', '+')),
    made('reprinted by URLSearchParams', (q) => `?${new URLSearchParams(q.slice(1))}`),
    made('with an apostrophe decoded', (q) => q.replace('%27', "'")),
    made('with comma encoded', (q) => q.replace(',', '%2C')),
    made('with small hex', (q) => q.replace(/%[0-9A-F]{2}/g, (h) => h.toLowerCase())),
    made('decoded', (q) => decodeURI(q)),
    made('with one more', (q) => `${q}&utm_source=proxy`),
    made('by encodeURI twice', (q) => q.replaceAll('%', '%25')),
    made('with the empty bare', (q) => q.replace('&e=', '&e')),
  ];
}

function timestamp(change: (seconds: number) => string): Damage {
  return (of) => {
    let hit = false;
    const changed = withLines(of, ([name, value]) => {
      if (name.toLowerCase() === 'content-type' || /hub|calendly-x/.test(name)) return [[name, value]];
      const made = /timestamp|^(webhook|svix)-timestamp/i.test(name)
        ? value.replace(/^\d{10}(?:\d{3})?$/, (ts) => change(Number(ts.slice(0, 10))))
        : value.replace(
            /(^|[,;])(ts?)=(\d{10})/,
            (_, a: string, b: string, ts: string) => `${a}${b}=${change(Number(ts))}`,
          );
      if (made !== value) hit = true;
      return [[name, made]];
    });
    return hit ? changed : null;
  };
}

/** Signed with another key made from the same secret, over the bytes that the provider signs. */
function resigned(of: Genuine, value: string, keyOf: (secret: string) => Uint8Array): Genuine | null {
  const g = genuine(of.provider.id, of.request.body, { secret: value });
  const check = g.provider.check?.(g.request, g.credential, g.request.arrivedAtMs);
  if (check?.kind !== 'valid' || check.evidence.signed === null || check.evidence.expected === null) return null;
  const old = check.evidence.expected.replace(/^(sha256=|sha1=|v0=|v1,|v1=)/, '');
  const isHex = /^[0-9a-f]+$/i.test(old);
  const size = Buffer.from(old, isHex ? 'hex' : 'base64').byteLength;
  const hash = ({ 20: 'sha1', 32: 'sha256', 64: 'sha512' } as Record<number, string>)[size];
  if (hash === undefined) return null;
  const fresh = createHmac(hash, keyOf(value))
    .update(check.evidence.signed)
    .digest(isHex ? 'hex' : 'base64');
  return withLines(g, ([name, line]) => [[name, line.replace(old, fresh)]]);
}

const SAMPLE = ['js', 'pretty', 'python', 'php', 'go', 'crlf', 'money'] as const;

/** Every kind of damage at several providers with several bodies. */
export function damagedCases(): readonly DamagedCase[] {
  const cases: DamagedCase[] = [];
  let turn = 0;
  for (const kind of KINDS) {
    const providers = kind.at ?? JSON_PROVIDERS;
    const count = kind.at === undefined ? 9 : Math.min(8, providers.length);
    for (let round = 0, made = 0; made < count && round < 40; round++) {
      turn++;
      const id = providers[(turn * 7) % providers.length]!;
      const name = SAMPLE[turn % SAMPLE.length]!;
      const form = id === 'twilio' || id === 'mandrill' || id === 'plivo';
      const of = form
        ? genuine(id, FORM_BODIES['javaForm']!, { type: 'application/x-www-form-urlencoded' })
        : genuine(id, JSON_BODIES[name]!);
      const damaged = kind.damage(of);
      if (damaged === null || isValid(damaged)) continue;
      made++;
      cases.push({ ...damaged, kind: kind.kind, name: `${name} at ${id}`, causes: kind.causes });
    }
  }
  return cases;
}

const isValid = (of: Genuine): boolean =>
  of.provider.check?.(of.request, of.credential, of.request.arrivedAtMs).kind === 'valid';

/** Two kinds of damage at once. */
export function pairedCases(): readonly DamagedCase[] {
  const find = (name: string): Kind => KINDS.find(({ kind }) => kind === name)!;
  const cases: DamagedCase[] = [];
  const inner = ['reprint compact', 'reprint 2', 'reprint python'];
  const reprint: Record<string, (value: unknown) => string> = {
    'reprint compact': (v) => JSON.stringify(v),
    'reprint 2': (v) => JSON.stringify(v, null, 2),
    'reprint python': (v) =>
      JSON.stringify(v, null, 1)
        .replace(/\n\s*/g, ' ')
        .replace(/([{[]) /g, '$1')
        .replace(/ ([}\]])/g, '$1'),
  };
  const outer = [
    'newline added',
    'BOM added',
    'NUL at the end',
    'gzip, header lost',
    'gzip, header kept',
    'base64',
    'encodeURIComponent',
    'payload= field',
    'Lambda proxy event',
    'Pub/Sub push',
    'secret double quoted',
    'secret with newline',
    'secret base64 again',
    'secret pasted twice',
    'secret with Bearer',
    'signature upper-case',
    'signature without prefix',
    'signature quoted',
    'signature header with _',
    'timestamp as ISO',
    'timestamp in ms',
    'latin1 read twice',
    'express-validator escape',
    'http for https',
    'localhost',
    'signature base64 for hex',
  ];
  const others: readonly (readonly [string, string])[] = [
    ['secret double quoted', 'newline added'],
    ['secret with newline', 'unix2dos'],
    ['secret base64 again', 'base64'],
    ['signature without prefix', 'newline added'],
    ['signature quoted', 'secret with newline'],
    ['secret double quoted', 'signature upper-case'],
    ['secret double quoted', 'timestamp as ISO'],
    ['gzip, header lost', 'secret with newline'],
    ['Lambda proxy event, base64', 'secret double quoted'],
    ['unix2dos', 'BOM added'],
    ['newline added', 'latin1 read twice'],
    ['base64', 'gzip, header lost'],
    ['payload= field', 'base64'],
    ['http for https', 'secret with newline'],
    ['http for https', 'slash at the end'],
    ['port added', 'newline added'],
    ['signature header with _', 'secret double quoted'],
    ['secret double quoted', 'secret with newline'],
    ['secret base64 again', 'secret double quoted'],
    ['secret with variable', 'newline added'],
  ];
  let turn = 0;
  const add = (
    kind: string,
    kinds: readonly Kind[],
    start: (of: Genuine) => Genuine | null,
    causes: readonly DiagnosisCode[],
  ): void => {
    const restricted = kinds.find(({ at }) => at !== undefined)?.at ?? JSON_PROVIDERS;
    for (let round = 0, made = 0; made < 4 && round < 40; round++) {
      turn++;
      const id = restricted[(turn * 5) % restricted.length]!;
      if (['twilio', 'mandrill', 'plivo', 'slack', 'trello'].includes(id)) continue;
      const name = SAMPLE[turn % SAMPLE.length]!;
      let of: Genuine | null = start(genuine(id, JSON_BODIES[name]!));
      for (const each of kinds) of = of === null ? null : each.damage(of);
      if (of === null || isValid(of)) continue;
      made++;
      cases.push({ ...of, kind, name: `${name} at ${id}`, causes });
    }
  };
  for (const name of outer)
    for (const how of inner)
      add(
        `${how} + ${name}`,
        [find(name)],
        (of) => {
          const printed = reprint[how]!(JSON.parse(text(of)));
          return printed === text(of) ? null : withBody(of, printed);
        },
        [...find(name).causes, ...RESERIALIZED, 'body-unicode-escaped'],
      );
  for (const [a, b] of others)
    add(`${a} + ${b}`, [find(a), find(b)], (of) => of, [...find(a).causes, ...find(b).causes]);
  return cases;
}
