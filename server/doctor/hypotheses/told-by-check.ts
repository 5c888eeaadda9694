import { CODES, type DiagnosisCode } from '../codes.ts';
import type { Hypothesis } from '../hypothesis.ts';

const isCause = (code: string): code is DiagnosisCode => Object.hasOwn(CODES, code);

/** What the provider's own check found out: a token's body hash or URL, a key id, a certificate's address. */
export const toldByCheck: Hypothesis = {
  code: 'body-changed',
  tried: 'What the check itself tells: hashes, URLs, key ids and addresses inside the signature.',
  on: 'told',
  find: ({ base }) =>
    base.kind === 'invalid' && isCause(base.code) ? { code: base.code, proof: base.sentence } : null,
};
