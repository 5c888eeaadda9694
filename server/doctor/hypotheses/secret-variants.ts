import type { Credential } from '../../providers/provider.ts';
import type { DiagnosisCode } from '../codes.ts';
import type { Case, Finding } from '../hypothesis.ts';

/** A secret that could have been meant, and what was done to it. Never shown itself. */
export interface SecretVariant {
  readonly value: string;
  readonly how: string;
}

/** The first variant of one of the endpoint's own secrets (or of its second inputs) that the signature fits. */
export function firstSecret(
  of: Case,
  code: DiagnosisCode,
  variants: (value: string) => Iterable<SecretVariant>,
): Finding | null {
  for (const credential of of.own.slice(0, 4)) {
    for (const { changed, how } of changes(credential, variants)) {
      if (of.fitsWith(changed)) return { code, proof: `The secret “${credential.name}” fits ${how}.` };
    }
  }
  return null;
}

function* changes(
  credential: Credential,
  variants: (value: string) => Iterable<SecretVariant>,
): Generator<{ readonly changed: Credential; readonly how: string }> {
  for (const { value, how } of variants(credential.value)) {
    if (value !== credential.value && value !== '') yield { changed: { ...credential, value }, how };
  }
  for (const [name, text] of Object.entries(credential.extra).slice(0, 8)) {
    for (const { value, how } of variants(text)) {
      if (value === text || value === '') continue;
      yield { changed: { ...credential, extra: { ...credential.extra, [name]: value } }, how: `${how} (${name})` };
    }
  }
}
