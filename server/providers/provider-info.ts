import type { ProviderInfo } from '../contract/status.ts';
import type { Provider } from './provider.ts';

/** A provider as it is listed: what it is called, how sure its rules are, and what to paste. */
export const toProviderInfo = ({ id, name, docsUrl, confidence, signature }: Provider): ProviderInfo => ({
  id,
  name,
  docsUrl,
  confidence,
  signs: signature?.proves === 'bytes',
  secretLabel: signature?.secretLabel ?? '',
  extras: (signature?.extras ?? []).map(({ name: extra, label, pem = false }) => ({ name: extra, label, pem })),
});
