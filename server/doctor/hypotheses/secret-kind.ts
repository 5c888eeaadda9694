import type { Provider } from '../../providers/provider.ts';
import type { Hypothesis } from '../hypothesis.ts';

/** What credentials of well-known kinds look like; none of them signs webhooks. Formats as the issuers document them. */
const OTHER_KINDS: readonly (readonly [pattern: RegExp, what: string, only?: string])[] = [
  [/^[srp]k_(live|test)_/, 'an API key of Stripe or Clerk'],
  [/^xox[a-z]-/, 'a Slack token'],
  [/^xapp-/, 'a Slack app token'],
  [/^(ghp|gho|ghu|ghs|ghr)_|^github_pat_/, 'a GitHub token'],
  [/^glpat-/, 'a GitLab access token'],
  [/^shp(at|ca|pa)_/, 'a Shopify access token'],
  [/^SK[0-9A-Za-z]/, 'a Twilio API key', 'twilio'],
  [/^AC[0-9a-f]{32}$/, 'a Twilio account SID'],
  [/^SG\.[\w-]+\.[\w-]+$/, 'a SendGrid API key'],
  [/^sk-/, 'an API key of an AI provider'],
  [/^re_[A-Za-z0-9]+/, 'a Resend API key'],
  [/^lin_api_/, 'a Linear API key'],
  [/^pdl_(apikey|live|sdbx)_/, 'a Paddle API key'],
  [/^rzp_(live|test)_/, 'a Razorpay key id'],
  [/^EAA[A-Za-z0-9]{20,}/, 'a Meta access token'],
  [/^\d{6,12}:[\w-]{30,}$/, 'a Telegram bot token'],
  [/^ntn_[A-Za-z0-9]{40,50}$/, 'a Notion integration token'],
  [/^CFPAT-/, 'a Contentful personal access token'],
  [/^cs[0-9a-f]{30,}$/, 'a Contentstack management token'],
  [/^sq0[a-z]{3}-/, 'a Square application secret or token'],
  [/^pat[A-Za-z0-9]{14}\./, 'an Airtable access token'],
  [/^AKIA[0-9A-Z]{16}$/, 'an AWS access key id'],
  [/^-----BEGIN (RSA |EC |ENCRYPTED )?PRIVATE KEY-----/, 'a private key, where a public key is needed'],
];

/** Providers whose API key or account token is the signing secret say so in the words of their label. */
const SIGNS_WITH_API_KEY = /\bapi\b|auth(entication)? token|^secret key|\bsk_|access token|private key/i;

const kindOf = (value: string, { id, signature }: Provider) =>
  OTHER_KINDS.find(
    ([pattern, , only]) =>
      pattern.test(value) &&
      (only === undefined ? !SIGNS_WITH_API_KEY.test(signature?.secretLabel ?? '') : only === id),
  );

/** The secret looks like a credential of another kind; or the delivery was signed with a token that it carries itself. */
export const secretKind: Hypothesis = {
  code: 'wrong-secret-kind',
  tried: 'Whether the secret looks like an API key or access token.',
  on: 'secret',
  find: (of) => {
    const value = of.own[0]?.value.trim() ?? '';
    const kind = kindOf(value, of.provider);
    if (kind !== undefined) return { code: 'wrong-secret-kind', proof: `The secret looks like ${kind[1]}.` };
    if (of.base.kind === 'invalid' && of.base.code === 'bad-credential') {
      return { code: 'wrong-secret-kind', proof: of.base.sentence };
    }
    return null;
  },
};
