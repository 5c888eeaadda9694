import type { HeaderLine } from '../../../server/contract/header.ts';
import type { DiagnosisCode } from '../../../server/doctor/codes.ts';
import { type Genuine, withBody, withLines, withSecret } from '../case.ts';

export type Damage = (of: Genuine) => Genuine | null;
export interface Kind {
  readonly kind: string;
  readonly causes: readonly DiagnosisCode[];
  readonly damage: Damage;
  /** Providers to do it at; those that sign bodies otherwise. */
  readonly at?: readonly string[];
}

export const text = (of: Genuine): string => Buffer.from(of.request.body).toString('utf8');
export const body =
  (change: (text: string, bytes: Uint8Array) => string | Uint8Array | null, type?: string): Damage =>
  (of) => {
    const made = change(text(of), of.request.body);
    return made === null ? null : withBody(of, made, type);
  };
export const secret =
  (change: (value: string) => string | null): Damage =>
  (of) => {
    if (of.credential.value.includes('-----')) return null;
    const made = change(of.credential.value);
    return made === null || made === of.credential.value ? null : withSecret(of, made);
  };
export const SIGNATURE = /signature|hmac|-sha/i;
export const signature =
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
export const lines =
  (pattern: RegExp, change: (line: HeaderLine) => readonly HeaderLine[]): Damage =>
  (of) =>
    of.request.headers.some(([name]) => pattern.test(name))
      ? withLines(of, (line) => (pattern.test(line[0]) ? change(line) : [line]))
      : null;
export const url =
  (publicUrl: string, target: string): Damage =>
  (of) => ({ ...of, request: { ...of.request, publicUrl, target } });

export const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64');
export const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
export const RESERIALIZED: readonly DiagnosisCode[] = ['body-reserialized'];
export const ENCODED: readonly DiagnosisCode[] = ['body-reserialized'];
export const URL_SIGNED = ['square', 'hubspot', 'twilio', 'contentful', 'trello', 'plivo', 'mandrill'];
export const TEXT_KEY = [
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
export const DECODING = [
  'standard-webhooks',
  'svix',
  'openai',
  'clerk',
  'microsoft-teams',
  'replicate',
  'resend',
  'supabase',
];
export const SECRETS = [...TEXT_KEY, ...DECODING];
export const TIMED = [
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
