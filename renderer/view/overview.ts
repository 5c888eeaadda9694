import type { Delivery } from '../../server/contract/delivery.ts';
import { headline, oneLine, plain, verdictMark } from './sentences.ts';
import { formatSize } from './size.ts';

/** The delivery in one sentence, the first thing that the detail says. */
export function overviewSentence(delivery: Delivery, providerName: string | null): string {
  if (delivery.flags.includes('malformed')) {
    return `Something that is no well-formed HTTP request arrived: ${delivery.malformedReason ?? 'it could not be parsed'}.`;
  }
  const who = providerName ?? 'Someone';
  const what = delivery.event === null ? `a ${delivery.method} request` : `“${plain(headline(delivery))}”`;
  const about = delivery.resource === null ? '' : ` about ${plain(oneLine(delivery.resource))}`;
  const body =
    delivery.sizeBytes === 0
      ? 'without a body'
      : `with ${formatSize(delivery.sizeBytes)} of ${bodyName(delivery.contentType)}`;
  const sign = verdictMark(delivery.verdict).word;
  const signature = sign === 'not signed' || sign === 'not checked' ? '' : `; its signature is ${sign}`;
  return `${who} sent ${what}${about} ${body}${signature}.`;
}

function bodyName(contentType: string | null): string {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === '') return 'data of no stated type';
  if (type.endsWith('json')) return 'JSON';
  if (type.endsWith('xml')) return 'XML';
  if (type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data') return 'form data';
  return type.startsWith('text/') ? 'text' : plain(type);
}
