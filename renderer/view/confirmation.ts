import type { Delivery } from '../../server/contract/delivery.ts';

/** What stands beside “Confirm subscription”. `refusal`: why there is nothing to click; null where there is. */
export interface ConfirmationWords {
  readonly sentence: string;
  readonly refusal: string | null;
  /** What a click does. */
  readonly hint: string;
}

/** The confirmation that a delivery asks for, in words; null when it asks for none. */
export function confirmationWords(
  { confirmation, verdict }: Pick<Delivery, 'confirmation' | 'verdict'>,
  providerName: string | null,
): ConfirmationWords | null {
  if (confirmation === null) return null;
  const who = providerName ?? 'The provider';
  const invalid = verdict.kind === 'invalid' ? 'The signature of this delivery is not valid.' : null;
  const refusal = confirmation.refusal ?? invalid;
  const host = refusal === null ? new URL(confirmation.url).host : '';
  const care = verdict.kind === 'unchecked' ? ' The signature was not checked: make sure that you know the topic.' : '';
  return {
    sentence: `${who} sends nothing more until this subscription is confirmed.`,
    refusal: refusal === null ? null : `Hookglass does not confirm it: ${refusal}`,
    hint: `Calls ${host} once.${care}`,
  };
}
