import type { ProviderInfo } from '../contract/status.ts';
import type { Provider } from './provider.ts';

/** A provider as it is listed: what it is called, how sure its rules are, what to paste, and how it delivers. */
export const toProviderInfo = ({ id, name, docsUrl, confidence, signature, delivery }: Provider): ProviderInfo => ({
  id,
  name,
  docsUrl,
  confidence,
  signs: signature?.proves === 'bytes',
  secretLabel: signature?.secretLabel ?? '',
  extras: (signature?.extras ?? []).map(({ name: extra, label, pem = false }) => ({ name: extra, label, pem })),
  delivery: delivery ?? null,
});
