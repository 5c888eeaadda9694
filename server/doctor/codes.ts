/** What a diagnosis says: what is wrong, and what to do about it. */
export interface Explanation {
  readonly sentence: string;
  readonly fix: string;
}

/**
 * Every cause the doctor can name. Codes are stable: searches (`cause:`), exports and tests use them.
 * `docs/doctor.md` lists the same table, and a test compares the two.
 */
export const CODES = {
  'body-reserialized': {
    sentence: 'The body was parsed and printed again, so its bytes are no longer those that were signed.',
    fix: 'Verify the raw body before any parser runs: `express.raw({ type: "*/*" })`, `request.get_data()`, `php://input`.',
  },
  'body-unicode-escaped': {
    sentence: 'The same JSON with other escapes: characters were turned into \\uXXXX sequences, or back.',
    fix: 'Verify the bytes as received; do not decode and encode the JSON first.',
  },
  'body-trailing-newline': {
    sentence: 'A newline at the end of the body was added or lost.',
    fix: 'Hand the bytes over unchanged: `curl --data-binary` instead of `-d`, no `echo`, no trimming.',
  },
  'line-endings-changed': {
    sentence: 'Line endings inside the body were converted between CRLF and LF.',
    fix: 'Treat the body as binary: no text mode, no `dos2unix`, no Git line-ending conversion for fixtures.',
  },
  'body-bom-added': {
    sentence: 'A byte order mark at the start of the body was added or lost.',
    fix: 'Keep the first three bytes as they came; switch off BOM handling in the decoder or editor.',
  },
  'body-charset-changed': {
    sentence: 'The body was decoded and encoded in another character set.',
    fix: 'Verify the bytes, not a string; if a string is needed, decode and encode as UTF-8.',
  },
  'compressed-body': {
    sentence:
      'The signature belongs to the other form of the body: compressed and uncompressed are not the same bytes.',
    fix: 'Verify the form that the provider signs, before or after the proxy or server decompresses it.',
  },
  'body-empty': {
    sentence: 'The body is empty, but the signature was made over one that is not.',
    fix: 'Read the body once and keep the bytes; a parser or proxy that ran earlier has consumed the stream.',
  },
  'body-truncated': {
    sentence: 'The body ends too early.',
    fix: 'Look for a size limit or a wrong Content-Length between the sender and your code.',
  },
  'body-changed': {
    sentence: 'The signature itself is genuine, but it was made over another body.',
    fix: 'Look for whatever rewrites the body on its way: a proxy, a middleware, a filter.',
  },
  'wrong-secret': {
    sentence: 'The signature was made with another secret.',
    fix: 'Use the secret that belongs to this endpoint; after a rotation, keep the old one until it is no longer used.',
  },
  'secret-has-whitespace': {
    sentence: 'The secret carries blanks, a newline or invisible characters.',
    fix: 'Trim the secret; `printf %s` instead of `echo` when writing it to a file.',
  },
  'secret-quoted': {
    sentence: 'The secret still has the quotes of a configuration file around it.',
    fix: 'Remove the quotes; `docker --env-file` and some CI systems keep them.',
  },
  'secret-prefix-stripped': {
    sentence:
      "The secret was used without its prefix, where the provider's key is the whole string (or the other way round).",
    fix: 'Paste the secret whole, and use it exactly as the provider shows it.',
  },
  'secret-prefix-left-in': {
    sentence: 'Something that is not part of the secret stands before it.',
    fix: 'Remove what stands before the secret: `v1,`, `Bearer `, `sha256=` or the name of the variable.',
  },
  'secret-decoded': {
    sentence: 'The secret was decoded before use, but this provider uses it as text.',
    fix: 'Pass the secret to the HMAC as it is; no base64 or hex decoding.',
  },
  'secret-not-decoded': {
    sentence: 'The secret was used as text, but this provider decodes it first.',
    fix: 'Decode the secret (base64 or hex, without its prefix) and use the bytes as the key.',
  },
  'secret-url-encoded': {
    sentence: 'The secret is percent-encoded.',
    fix: 'Decode the secret once: `%2B` is `+`, `%2F` is `/`, `%3D` is `=`.',
  },
  'secret-line-breaks': {
    sentence: 'The line breaks of the key were lost or written as \\n.',
    fix: 'Store the PEM with real line breaks, or replace `\\n` by newlines when reading it.',
  },
  'wrong-secret-kind': {
    sentence: 'This is a secret of another kind: an API key or token, not the signing secret.',
    fix: "Copy the signing secret from the provider's webhook settings.",
  },
  'signature-changed': {
    sentence: 'The signature was damaged on its way.',
    fix: 'Look for what rewrites the header: a proxy, a log, a copy by hand.',
  },
  'wrong-encoding': {
    sentence: 'The signature has the right bytes in the wrong encoding.',
    fix: 'Encode as the provider does: hex, base64 and base64url are different texts of the same bytes.',
  },
  'missing-prefix': {
    sentence: 'The signature is right, but what must stand before it is missing or another.',
    fix: 'Write the header whole, for example `sha256=` or `v1,` before the signature.',
  },
  'missing-header': {
    sentence: 'A header that the signature needs is not there.',
    fix: 'Let the proxy pass all headers on, and set a secret at the provider: without one it does not sign.',
  },
  'header-renamed': {
    sentence: 'A header that the signature needs arrived under another name.',
    fix: 'Let the proxy pass header names on; CGI and WSGI write them as `HTTP_X_…`, some gateways with `_`.',
  },
  'headers-merged': {
    sentence: 'Several header lines were joined to one, or one was split.',
    fix: 'Let the proxy keep header lines apart.',
  },
  'only-legacy-signature': {
    sentence: 'Only the old signature of this provider is there.',
    fix: 'Let the newer signature header through, or update the sender; do not rely on the old one.',
  },
  'no-known-scheme': {
    sentence: 'The signature has a version or form that this scheme does not know.',
    fix: "Use the version that the provider's documentation names; ignore others.",
  },
  'wrong-algorithm': {
    sentence: 'The signature was made with another hash function.',
    fix: 'Use the hash function that the provider names, for example SHA-256 instead of SHA-1.',
  },
  'algorithm-not-allowed': {
    sentence: 'The token names an algorithm that must not be accepted here.',
    fix: "Accept only the provider's algorithm, and never `none`.",
  },
  'not-hmac': {
    sentence: 'A plain hash of secret and data was computed instead of an HMAC.',
    fix: 'Use an HMAC function: `createHmac`, `hmac.new`, `hash_hmac`.',
  },
  'wrong-template': {
    sentence: 'The right secret, but the signed string was put together in another way.',
    fix: "Build the signed string exactly as the provider's documentation says, separators included.",
  },
  'timestamp-too-old': {
    sentence: 'The signature is right, but older than the provider allows.',
    fix: 'Check at the time of arrival, set the clock, and sign again when replaying.',
  },
  'timestamp-in-future': {
    sentence: 'The signature is right, but its time lies in the future.',
    fix: 'Set the clock of the machine that checks (or signs).',
  },
  'timestamp-unit': {
    sentence: 'The timestamp is in another unit: seconds and milliseconds were mixed up.',
    fix: 'Use the unit that the provider names; the timestamp goes into the signed string exactly as sent.',
  },
  'timestamp-changed': {
    sentence: 'The timestamp is not the one that was signed.',
    fix: 'Take the timestamp from the delivery, character by character; do not format it anew.',
  },
  'timestamp-not-signed': {
    sentence: 'The timestamp was left out of the signed string.',
    fix: 'Put the timestamp before the body, as the provider does.',
  },
  'id-changed': {
    sentence: 'The id in the header is not the one that was signed.',
    fix: 'Keep the id header as it came; proxies like to replace request ids.',
  },
  'id-not-signed': {
    sentence: 'The id was left out of the signed string.',
    fix: 'Put the id before the timestamp and the body, as the provider does.',
  },
  'url-differs': {
    sentence: 'The provider signed another URL than the one that was checked.',
    fix: 'Check with the public URL as it is registered at the provider, path and query included.',
  },
  'method-changed': {
    sentence: 'The provider signed another HTTP method than the one that arrived.',
    fix: 'Look for a redirect or a proxy that changes the method; answer webhooks without redirecting.',
  },
  'signed-header-changed': {
    sentence: 'A header that is part of the signed string was changed or removed.',
    fix: 'Let the proxy pass the signed headers on unchanged.',
  },
  'key-id-mismatch': {
    sentence: 'The delivery names another key than the one stored here.',
    fix: 'Add the secret of the key that the delivery names.',
  },
  'cert-url-not-trusted': {
    sentence: 'The certificate is offered from an address that is not the provider’s.',
    fix: 'Do not accept the delivery, unless you sent it yourself.',
  },
  'other-provider': {
    sentence: 'This is the signature of another provider.',
    fix: "Choose that provider for the endpoint, or correct the URL at the sender's.",
  },
  'test-signature': {
    sentence: 'This is a test: the signature is a placeholder, or a simulator made it.',
    fix: "Send a real event; the provider's test tools do not sign with your secret.",
  },
} as const satisfies Record<string, Explanation>;

export type DiagnosisCode = keyof typeof CODES;

/** Said when nothing that was tried explains the failure. */
export const UNEXPLAINED: Explanation = {
  sentence: 'The body, the secret or the signature differs; nothing we tried explains it.',
  fix: 'Compare the secret with the one at the provider first, then send the same event again.',
};
