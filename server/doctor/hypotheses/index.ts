import type { Hypothesis } from '../hypothesis.ts';
import { bodyDigest, bodyEmpty, bodyReplaced, bodyTruncated } from './body-seen.ts';
import { bodyTrailingNewline } from './body-trailing-newline.ts';
import { byteOrderMark } from './byte-order-mark.ts';
import { certUrl } from './cert-url.ts';
import { charset } from './charset.ts';
import { compression } from './compression.ts';
import { formReencoded } from './form-reencoded.ts';
import { genuineRsa } from './genuine-rsa.ts';
import { headerMissing, onlyLegacy, signedHeaderGone, unknownScheme } from './header-missing.ts';
import { headerRenamed, headersMerged } from './header-names.ts';
import { idChanged } from './id-changed.ts';
import { jsonNumbers } from './json-numbers.ts';
import { jsonReprinted } from './json-reprinted.ts';
import { keyId } from './key-id.ts';
import { lineEndings } from './line-endings.ts';
import { localUrl } from './local-url.ts';
import { methodChanged } from './method-changed.ts';
import { foreignDelivery, otherProvider } from './other-provider.ts';
import { otherSecret } from './other-secret.ts';
import { rsaScheme } from './rsa-scheme.ts';
import { secretDecoded, secretNotDecoded, secretTextWithoutPrefix } from './secret-encoding.ts';
import { secretInBody } from './secret-in-body.ts';
import { secretKind } from './secret-kind.ts';
import { secretLineBreaks } from './secret-line-breaks.ts';
import { secretMistyped } from './secret-mistyped.ts';
import { secretLabel, secretPrefix } from './secret-prefix.ts';
import { secretQuotes } from './secret-quotes.ts';
import { secretUrlEncoded } from './secret-url-encoded.ts';
import { secretWhitespace } from './secret-whitespace.ts';
import { signatureForm, signatureMangled, signatureNear } from './signature-damaged.ts';
import { signatureEncoding } from './signature-encoding.ts';
import { signaturePrefix } from './signature-prefix.ts';
import { signedHeader } from './signed-header.ts';
import { hashFunction, plainHash, template } from './signed-string.ts';
import { staticToken } from './static-token.ts';
import { sampleSecret, testSignature } from './test-signature.ts';
import { timestampChanged, timestampUnit } from './timestamps.ts';
import { tokenAlgorithm, tokenBody, tokenUrl } from './token-claims.ts';
import { toldByCheck } from './told-by-check.ts';
import { unicodeEscapes } from './unicode-escapes.ts';
import { urlChanged } from './url-changed.ts';

/** Hypotheses that prove themselves by a signature that fits, cheap and common ones before costly and rare ones. */
export const PROOFS: readonly Hypothesis[] = [
  otherSecret,
  secretWhitespace,
  secretQuotes,
  secretLabel,
  secretUrlEncoded,
  secretLineBreaks,
  bodyTrailingNewline,
  lineEndings,
  byteOrderMark,
  charset,
  unicodeEscapes,
  jsonReprinted,
  formReencoded,
  compression,
  headerRenamed,
  headersMerged,
  unknownScheme,
  signaturePrefix,
  onlyLegacy,
  signatureEncoding,
  signatureMangled,
  signatureNear,
  staticToken,
  secretTextWithoutPrefix,
  secretPrefix,
  secretDecoded,
  secretNotDecoded,
  hashFunction,
  rsaScheme,
  timestampUnit,
  keyId,
  certUrl,
  signedHeader,
  methodChanged,
  urlChanged,
  timestampChanged,
  idChanged,
  otherProvider,
  template,
  plainHash,
  jsonNumbers,
  secretMistyped,
  secretInBody,
  sampleSecret,
  testSignature,
];

/** Hypotheses that only see what is there. They come last, because a proof beats a guess. */
export const OBSERVATIONS: readonly Hypothesis[] = [
  tokenAlgorithm,
  signedHeaderGone,
  foreignDelivery,
  headerMissing,
  bodyTruncated,
  bodyReplaced,
  tokenUrl,
  tokenBody,
  toldByCheck,
  bodyEmpty,
  bodyDigest,
  genuineRsa,
  localUrl,
  signatureForm,
  secretKind,
];
