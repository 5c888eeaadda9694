import { genuine, withBody } from '../case.ts';
import { body, type Kind, RESERIALIZED } from './kind.ts';

/** Signed as `text` was written, arrived as a program had printed it anew. */
const reprinted = (kind: string, text: string, printed = JSON.stringify(JSON.parse(text))): Kind => ({
  kind,
  causes: RESERIALIZED,
  damage: (of) => withBody(genuine(of.provider.id, text), printed),
});
/** Signed with escapes, arrived without them. */
const escaped = (kind: string, plain: string, withEscapes: (plain: string) => string): Kind => ({
  kind,
  causes: ['body-unicode-escaped', 'body-reserialized'],
  damage: (of) => withBody(genuine(of.provider.id, withEscapes(plain)), plain),
});

/** Texts and numbers written otherwise, and bodies that were cut, emptied or signed when they were empty. */
export const TEXT_KINDS: readonly Kind[] = [
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
  escaped('astral as \\u, capitals', JSON.stringify({ t: 'Zoë 🤨✋ ok', id: 'e1' }), (plain) =>
    plain.replace(/[\ud800-\udfff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).toUpperCase()}`),
  ),
  escaped('astral as \\u, small', JSON.stringify({ t: 'Zoë 🤨✋ ok', id: 'e1' }), (plain) =>
    plain.replace(/[\ud800-\udfff]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`),
  ),
  escaped('only U+2028 escaped', '{"t":"Zoë\u2028line ✓"}', (plain) => plain.replace('\u2028', '\\u2028')),
  escaped('apostrophe as \\u0027', '{"t":"it\'s <b>Zoë</b> & co"}', (plain) =>
    plain.replace(/[<>&']/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  ),
  escaped('Gson escapes', '{"t":"a=b it\'s <b>Zoë</b> & co"}', (plain) =>
    plain.replace(/[<>&'=]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
  ),
  escaped('</ as <\\/', '{"u":"https://x/y","t":"<b>Zoë</b>"}', (plain) => plain.replaceAll('</', '<\\/')),
  escaped('control characters as \\u', '{"t":"a\\nb\\tc"}', (plain) =>
    plain.replace('\\n', '\\u000a').replace('\\t', '\\u0009'),
  ),
  reprinted('big integer rounded', '{"id":820982911946154508,"name":"Zoë"}'),
  reprinted(
    'two big integers rounded',
    '{"id":820982911946154508,"order":9007199254740993771,"third":123456789012345678,"name":"Zoë"}',
  ),
  reprinted('1.0 to 1', '{"score":1.0,"weight":2.50,"n":3}'),
  reprinted('1e5 to 100000', '{"score":1e5,"n":3}'),
  reprinted('Python floats', '{"score": 1.0, "id": "x", "rate": 1e-07}', '{"score":1,"id":"x","rate":1e-7}'),
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
];
