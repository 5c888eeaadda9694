import { genuine, withBody } from '../case.ts';
import { body, type Kind, RESERIALIZED } from './kind.ts';

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
];
