import { textOf, utf8 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { tokensOf } from '../jwt.ts';
import { withLine } from '../request-changes.ts';

/** Hosts from which a provider offers certificates, as its documents state them, and one such address. */
const TRUSTED: Readonly<Record<string, { readonly host: RegExp; readonly sample: string }>> = {
  'aws-sns': {
    host: /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/,
    sample: 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem',
  },
  paypal: { host: /(^|\.)paypal\.com$/, sample: 'https://api.paypal.com/v1/notifications/certs/CERT-0' },
  truelayer: { host: /(^|\.)truelayer(-sandbox)?\.com$/, sample: 'https://webhooks.truelayer.com/.well-known/jwks' },
};

/** The delivery offers its certificate or key from an address that is not the provider's. */
export const certUrl: Hypothesis = {
  code: 'cert-url-not-trusted',
  tried: 'Whether the address of the certificate is the provider’s.',
  on: 'headers',
  find: (of) => {
    const trusted = TRUSTED[of.provider.id];
    if (trusted === undefined) return null;
    const isForeign = (url: string): boolean => !url.startsWith('https://') || !trusted.host.test(hostOf(url));
    for (const [at, [name, value]] of of.request.headers.entries()) {
      if (/cert-url$/i.test(name) && isForeign(value))
        return found(value, of.fits(withLine(of.request, at, [name, trusted.sample])));
    }
    const text = textOf(of.request.body.subarray(0, 262_144)) ?? '';
    const signing = /"SigningCertUR[LI]"\s*:\s*"([^"]*)"/i.exec(text)?.[1];
    if (signing !== undefined && isForeign(signing)) {
      return found(signing, of.fits({ ...of.request, body: utf8(text.replace(signing, trusted.sample)) }));
    }
    const jku = tokensOf(of.request)
      .map((token) => token.header['jku'])
      .find((url) => typeof url === 'string');
    return typeof jku === 'string' && isForeign(jku) ? found(jku, false) : null;
  },
};

const found = (url: string, fits: boolean) =>
  ({
    code: 'cert-url-not-trusted',
    proof: `The certificate is at ${hostOf(url) || 'no https address'}${fits ? '; apart from that the signature fits' : ''}.`,
  }) as const;

function hostOf(url: string): string {
  try {
    return new URL(url).hostname;
  } catch {
    return '';
  }
}
