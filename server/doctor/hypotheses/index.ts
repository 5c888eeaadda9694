import type { Hypothesis } from '../hypothesis.ts';
import { signedNothing } from './body-empty.ts';
import { bodyDigest, bodyEmpty, bodyReplaced, bodyTruncated } from './body-seen.ts';
import { bodyTrailingNewline } from './body-trailing-newline.ts';
import { bodyEntities, bodyUnpacked } from './body-unpacked.ts';
import { byteOrderMark } from './byte-order-mark.ts';
import { certUrl } from './cert-url.ts';
import { charset } from './charset.ts';
import { compression, recompression } from './compression.ts';
import { lengthInCharacters, lengthTooShort } from './content-length.ts';
import { formReencoded } from './form-reencoded.ts';
import { genuineRsa } from './genuine-rsa.ts';
import { headerMissing, onlyLegacy, signedHeaderGone, unknownScheme } from './header-missing.ts';
import { headerRenamed, headerSeenRenamed, headersMerged } from './header-names.ts';
import { idChanged } from './id-changed.ts';
import { jsonNumbers } from './json-numbers.ts';
import { jsonReprinted } from './json-reprinted.ts';
import { jsonReprintedRarely } from './json-reprinted-rarely.ts';
import { jsonRounded, jsonUnrounded } from './json-rounded.ts';
import { keyId } from './key-id.ts';
import { lineEndings } from './line-endings.ts';
import { localUrl } from './local-url.ts';
import { methodChanged } from './method-changed.ts';
import { foreignDelivery, otherProvider } from './other-provider.ts';
import { otherSecret } from './other-secret.ts';
import { rsaScheme } from './rsa-scheme.ts';
import { secretDoubled } from './secret-doubled.ts';
import { secretDecoded, secretNotDecoded, secretTextWithoutPrefix } from './secret-encoding.ts';
import { secretInBody } from './secret-in-body.ts';
import { secretKind } from './secret-kind.ts';
import { secretLineBreaks } from './secret-line-breaks.ts';
import { secretMistyped } from './secret-mistyped.ts';
import { secretLabel, secretPrefix } from './secret-prefix.ts';
import { secretQuotes } from './secret-quotes.ts';
import { secretUnusable } from './secret-unusable.ts';
import { secretUrlEncoded } from './secret-url-encoded.ts';
import { secretWhitespace } from './secret-whitespace.ts';
import { signatureCleaned, signatureForm, signatureMangled, signatureNear } from './signature-damaged.ts';
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
export const COMMON_PROOFS: readonly Hypothesis[] = [
  otherSecret,
  secretWhitespace,
  secretQuotes,
  secretLabel,
  secretDoubled,
  secretUrlEncoded,
  secretLineBreaks,
  lengthInCharacters,
  lengthTooShort,
  bodyTrailingNewline,
  lineEndings,
  byteOrderMark,
  charset,
  unicodeEscapes,
  compression,
  bodyUnpacked,
  jsonReprinted,
  formReencoded,
  bodyEntities,
  signedNothing,
  recompression,
  timestampUnit,
  headerRenamed,
  headersMerged,
  unknownScheme,
  signatureCleaned,
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
  keyId,
  certUrl,
  signedHeader,
  methodChanged,
  urlChanged,
  timestampChanged,
  idChanged,
  otherProvider,
];

/** Proofs that cost thousands of computations, or that hardly ever fit: after two common changes have been tried together. */
export const RARE_PROOFS: readonly Hypothesis[] = [
  jsonReprintedRarely,
  template,
  plainHash,
  jsonNumbers,
  jsonUnrounded,
  secretMistyped,
  secretInBody,
  sampleSecret,
  testSignature,
];

export const PROOFS: readonly Hypothesis[] = [...COMMON_PROOFS, ...RARE_PROOFS];

/** Those of the common proofs that are tried on what a first change has put right. */
const NOT_SECOND: readonly Hypothesis[] = [
  recompression,
  otherProvider,
  timestampChanged,
  idChanged,
  staticToken,
  signatureNear,
];
export const SECOND_PROOFS: readonly Hypothesis[] = COMMON_PROOFS.filter((proof) => !NOT_SECOND.includes(proof));

/** Hypotheses that only see what is there. They come last, because a proof beats a guess. */
export const OBSERVATIONS: readonly Hypothesis[] = [
  tokenAlgorithm,
  signedHeaderGone,
  headerSeenRenamed,
  foreignDelivery,
  headerMissing,
  bodyTruncated,
  bodyReplaced,
  tokenUrl,
  tokenBody,
  toldByCheck,
  bodyEmpty,
  bodyDigest,
  jsonRounded,
  genuineRsa,
  localUrl,
  signatureForm,
  secretUnusable,
  secretKind,
];
