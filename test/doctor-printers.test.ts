import { describe, expect, test } from 'vitest';
import { diagnosed, genuine, withBody } from './doctor-corpus/case.ts';

/**
 * What the serializer of a sender wrote, byte for byte as the real ones did (Python 3.12, Ruby 2.6, Go 1.19, jq 1.6,
 * PostgreSQL's and MySQL's documented forms, Foundation, cJSON 1.7, Windows PowerShell's documented form).
 */
const PRINTED: readonly (readonly [printer: string, text: string])[] = [
  ['Python, indent=1', '{\n "id": "a",\n "n": [\n  1\n ]\n}'],
  ['Python, indent=8', '{\n        "id": "a",\n        "n": [\n                1\n        ]\n}'],
  ['Python, separators of blanks around colons', '{"id" : "a","n" : [1,2]}'],
  ['Ruby, space_before', '{"id" : "a","n" : [1,2],"o" : {}}'],
  ['Ruby, puts of ascii_only', '{"name":"Zo\\u00eb","n":[1,2]}\n'],
  ['Ruby, pretty_generate with empties', '{\n  "id": "a",\n  "n": [\n\n  ],\n  "o": {\n  }\n}'],
  ['Go, json.Encoder', '{"a":"\\u003cb\\u003e \\u0026 c","b":1,"z":[true]}\n'],
  ['Go, json.Encoder of an indented one', '{\n\t"a": "\\u003cb\\u003e \\u0026 c /",\n\t"z": [\n\t\ttrue\n\t]\n}\n'],
  ['PHP, with a newline', '{"url":"https:\\/\\/a.example\\/b","name":"Zo\\u00eb"}\n'],
  ['PHP, pretty with empties of both sorts', '{\n    "m": {},\n    "t": [],\n    "u": "a\\/b"\n}'],
  ['jq -ac', '{"name":"Zo\\u00eb \\ud83e\\udd8a","url":"a/b"}\n'],
  ['jq --indent 1', '{\n "id": "a",\n "n": [\n  1\n ]\n}\n'],
  ['PostgreSQL, jsonb', '{"b": 1, "id": "a", "tags": [], "customer": {"x": 1, "name": "Zoë"}}'],
  ['PostgreSQL, json_build_object', '{"id" : "a", "n" : "x"}'],
  ['PostgreSQL, jsonb_pretty', '{\n    "b": 1,\n    "id": "a",\n    "tags": [\n    ]\n}'],
  ['MySQL', '{"k": "v", "aa": {"é": 1, "abc": 2}}'],
  ['Swift', '{\n  "id" : "a",\n  "m" : {\n\n  },\n  "n" : [\n\n  ],\n  "u" : "a\\/b"\n}'],
  ['Foundation, sorted', '{\n  "a" : "x\\/y",\n  "b" : [\n    1\n  ]\n}'],
  ['.NET, indented on Windows', '{\r\n  "name": "Zo\\u00EB",\r\n  "h": "\\u003Cb\\u003E"\r\n}'],
  ['Meta', '{"u":"https:\\/\\/a.b\\/c","m":"a\\u0040b","p":"50\\u0025","h":"\\u003Cb>","n":"Zo\\u00eb"}'],
  ['Shopify, as reported', '{"u":"https:\\/\\/a.b\\/c?d=1\\u0026e=2","h":"\\u003cb\\u003e"}'],
  ['cJSON', '{\n\t"id":\t"a",\n\t"m":\t{\n\t},\n\t"n":\t[1, [2], {\n\t\t\t"x":\t1\n\t\t}]\n}'],
  [
    'Windows PowerShell',
    '{\r\n    "id":  "a",\r\n    "lines":  [\r\n                  {\r\n                      "h":  "\\u003cb\\u003e"\r\n                  },\r\n                  2\r\n              ]\r\n}',
  ],
];
const PROVIDERS = ['github', 'stripe', 'standard-webhooks', 'shopify', 'discord', 'line'] as const;

describe('JSON that was parsed and printed anew on the way is named, whatever printer had written it:', () => {
  test.each(PRINTED)('%s', (printer, text) => {
    const at = PRINTED.findIndex(([name]) => name === printer);
    for (const provider of [PROVIDERS[at % 6]!, PROVIDERS[(at + 1) % 6]!]) {
      for (const received of [JSON.stringify(JSON.parse(text)), JSON.stringify(JSON.parse(text), null, 2)]) {
        if (received === text) continue;
        const { code, proof } = diagnosed(withBody(genuine(provider, text), received));
        const isOnlyEnd = received === text.trim();
        expect([provider, code]).toEqual([
          provider,
          isOnlyEnd ? 'body-trailing-newline' : expect.stringMatching(/^body-(reserialized|unicode-escaped)$/),
        ]);
        expect(proof).toContain('gives the signed bytes');
      }
    }
  });

  test('a PHP program that read objects as arrays exchanged only some of the empty ones', () => {
    const text = '{"meta":{},"tags":[],"more":{"x":{},"y":[]},"ok":true}';
    const { code, proof } = diagnosed(withBody(genuine('github', text), text.replaceAll('{}', '[]')));
    expect([code, proof]).toEqual(['body-reserialized', expect.stringContaining('{}')]);
  });
});
