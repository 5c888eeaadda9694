import { readFileSync } from 'node:fs';
import type { DiagnosisCode } from '../../server/doctor/codes.ts';
import { FORM_BODIES, JSON_BODIES, OTHER_BODIES } from './bodies.ts';
import { type DamagedCase, genuine, withBody } from './case.ts';

interface Printed {
  readonly text: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly bytes: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
const printed = JSON.parse(readFileSync(new URL('./printed.json', import.meta.url), 'utf8')) as Printed;

/** Providers that sign the bytes of the body in one way or another. */
export const JSON_PROVIDERS = [
  'stripe',
  'github',
  'shopify',
  'standard-webhooks',
  'svix',
  'square',
  'zoom',
  'linear',
  'paddle',
  'woocommerce',
  'intercom',
  'sendgrid',
  'discord',
  'contentful',
  'meta',
  'line',
  'box',
  'openai',
  'calendly',
  'typeform',
  'sentry',
  'razorpay',
  'telnyx',
  'hubspot',
  'asana',
  'wise',
  'microsoft-teams',
] as const;
export const FORM_PROVIDERS = ['slack', 'github', 'woocommerce', 'hookdeck'] as const;

/** What loses more than can be put back: the order of keys, unless it was in order before. */
const LOSSY = /^(perl .*canonical|go marshal$|go encoder|go indent|go values encode)/;
/** Bodies of which a kind loses something. */
const LOSSY_BODIES: Readonly<Record<string, RegExp>> = {
  crlf: /^ruby strip$|^express urlencoded/,
  pretty: /^express urlencoded/,
  python: /^express urlencoded/,
  php: /^express urlencoded/,
  batch: /^express urlencoded/,
  spaced: /^express urlencoded/,
  money: /^express urlencoded/,
  jsForm: /^php (http_build|json_encode)|^python json of form|express form as json/,
};

function causesOf(kind: string): readonly DiagnosisCode[] {
  if (/trim|strip|chomp/.test(kind)) return ['body-trailing-newline', 'line-endings-changed'];
  if (/perl crlf/.test(kind)) return ['line-endings-changed'];
  if (/iconv/.test(kind)) return ['body-charset-changed'];
  return ['body-reserialized', 'body-unicode-escaped', 'body-trailing-newline'];
}

const TYPES: Readonly<Record<string, string>> = {
  form: 'application/x-www-form-urlencoded',
  xml: 'application/xml',
  text: 'text/plain',
};

/** Every body through every piece of software, each at some provider. */
export function printedCases(): readonly DamagedCase[] {
  const cases: DamagedCase[] = [];
  let at = 0;
  for (const [section, encoding] of [
    ['text', 'utf8'],
    ['bytes', 'latin1'],
  ] as const) {
    for (const [kind, bodies] of Object.entries(printed[section])) {
      if (LOSSY.test(kind)) continue;
      for (const [name, made] of Object.entries(bodies)) {
        if (LOSSY_BODIES[name]?.test(kind)) continue;
        const form = FORM_BODIES[name];
        const body = JSON_BODIES[name] ?? form ?? OTHER_BODIES[name] ?? '';
        const pool = form === undefined ? JSON_PROVIDERS : FORM_PROVIDERS;
        const id = name === 'batch' && at % 2 === 0 ? 'sendgrid' : pool[at % pool.length]!;
        at++;
        const of = genuine(id, body, {
          type: form === undefined ? (TYPES[name] ?? 'application/json') : TYPES['form']!,
        });
        cases.push({
          ...withBody(of, Buffer.from(made, encoding)),
          kind,
          name: `${name} at ${id}`,
          causes: causesOf(kind),
        });
      }
    }
  }
  return cases;
}
