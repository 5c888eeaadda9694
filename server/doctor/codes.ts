/** What a diagnosis says: what is wrong, and what to do about it. */
export interface Explanation {
  readonly sentence: string;
  readonly fix: string;
}

/**
 * Every cause the doctor can name. What arrived here damaged was damaged before Hookglass, so the advice points there; what an
 * app does to a body that is valid here is said apart. Codes are stable: searches (`cause:`), exports and tests use them.
 * `docs/doctor.md` lists the same table, and a test compares the two.
 */
export const CODES = {
  'body-reserialized': {
    sentence:
      'The body was parsed and printed again, encoded or packed into something else, so its bytes are no longer those that were signed.',
    fix: 'This happened before Hookglass: look for a proxy, relay, gateway or app that parses bodies and forwards them, and let it pass the bytes on. Where a delivery is valid here and fails in your app, verify the raw body there, before any parser runs: `express.raw({ type: "*/*" })`, `request.get_data()`, `php://input`.',
  },
  'body-unicode-escaped': {
    sentence: 'The same text with other escapes: characters were turned into \\uXXXX sequences, or back.',
    fix: 'Something before Hookglass decoded the JSON and encoded it again: a relay, a gateway, a script that posts saved files. Let it pass the bytes on as they came.',
  },
  'body-trailing-newline': {
    sentence: 'A newline, blanks or NULs around the body were added or lost.',
    fix: 'Let whatever sent it to Hookglass hand the bytes over unchanged: `curl --data-binary` instead of `-d`, no `echo`, no trimming, no buffer longer than the body.',
  },
  'line-endings-changed': {
    sentence: 'Line endings inside the body were converted between CRLF and LF.',
    fix: 'Treat the body as binary on its way to Hookglass: no text mode, no `dos2unix`, no Git line-ending conversion for fixtures.',
  },
  'body-bom-added': {
    sentence: 'A byte order mark at the start of the body was added or lost.',
    fix: 'Look for an editor or decoder before Hookglass that writes or drops the first three bytes, and switch its BOM handling off.',
  },
  'body-charset-changed': {
    sentence: 'The body was decoded and encoded in another character set.',
    fix: 'Something before Hookglass handles the body as text: let it pass bytes on, or decode and encode as UTF-8.',
  },
  'compressed-body': {
    sentence:
      'The signature belongs to the other form of the body: compressed and uncompressed are not the same bytes.',
    fix: 'Look for the proxy or tunnel before Hookglass that compresses or decompresses bodies, and switch that off for webhooks. In your app, verify the form that the provider signs, before or after your server decompresses it.',
  },
  'body-empty': {
    sentence: 'Of the body that was signed and the one that arrived, one is empty.',
    fix: 'Where nothing arrived: a redirect, proxy or parser before Hookglass dropped or consumed the body. Where nothing was signed: the program that signs has read its body too early, or twice; let it keep the bytes.',
  },
  'body-truncated': {
    sentence: 'The body ends too early.',
    fix: 'Look for a size limit, a time-out or a wrong Content-Length between the sender and Hookglass.',
  },
  'content-length-counts-characters': {
    sentence: 'Content-Length counts the characters of the body instead of its bytes, so its end was cut off.',
    fix: 'Let the sender announce bytes: `Buffer.byteLength(body)`, `len(body.encode())`; or set no Content-Length and leave it to the HTTP library.',
  },
  'content-length-short': {
    sentence: 'Content-Length announces fewer bytes than were sent, so the end of the body was cut off.',
    fix: 'Let the sender count the bytes that it really sends, after every change of the body; or leave Content-Length to the HTTP library.',
  },
  'body-changed': {
    sentence: 'The signature itself is genuine, but it was made over another body.',
    fix: 'Look for whatever rewrites the body on its way to Hookglass: a proxy, a gateway, a filter, your own app that forwards.',
  },
  'wrong-secret': {
    sentence: 'The signature was made with another secret.',
    fix: 'Store the secret that belongs to this endpoint at the provider, and use the same in your app; after a rotation, keep the old one until it is no longer used.',
  },
  'secret-has-whitespace': {
    sentence: 'The secret carries blanks, a newline or invisible characters.',
    fix: 'Store it without them here, and trim it where your app reads it; `printf %s` instead of `echo` when writing it to a file.',
  },
  'secret-quoted': {
    sentence: 'The secret still has the quotes of a configuration file around it.',
    fix: 'Store it without the quotes; `docker --env-file` and some CI systems keep them for your app, too.',
  },
  'secret-prefix-stripped': {
    sentence:
      "The secret was used without its prefix, where the provider's key is the whole string (or the other way round).",
    fix: 'Paste the secret whole, and use it exactly as the provider shows it.',
  },
  'secret-prefix-left-in': {
    sentence: 'Something that is not part of the secret stands before or behind it.',
    fix: 'Remove what is not the secret: `v1,`, `Bearer `, `sha256=`, the name of the variable or a comment.',
  },
  'secret-decoded': {
    sentence:
      'The stored secret is the encoded form of the one that signed: it was encoded once more, or the sender decoded it first.',
    fix: 'Where it comes from a Kubernetes Secret or another encoded store, decode it once (`base64 -d`). Where the sender decodes it, let it pass the text to the HMAC as it is.',
  },
  'secret-not-decoded': {
    sentence: 'The secret was used as text where this provider makes the key from it first, or the other way round.',
    fix: 'Let the program that signs decode the secret (base64 or hex, without its prefix) and use the bytes as the key.',
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
    fix: 'Look for what rewrites the header before Hookglass: a proxy, a template, a log, a copy by hand.',
  },
  'wrong-encoding': {
    sentence: 'The signature has the right bytes in the wrong encoding.',
    fix: 'Let the sender encode as the provider does: hex, base64 and base64url are different texts of the same bytes.',
  },
  'missing-prefix': {
    sentence: 'The signature is right, but what must stand before it is missing or another.',
    fix: 'Write the header whole, for example `sha256=` or `v1,` before the signature.',
  },
  'missing-header': {
    sentence: 'A header that the signature needs is not there.',
    fix: 'Let the proxy, tunnel or app before Hookglass pass all headers on, and set a secret at the provider: without one it does not sign.',
  },
  'header-renamed': {
    sentence: 'A header that the signature needs arrived under another name.',
    fix: 'Let what stands before Hookglass pass header names on; CGI and WSGI write them as `HTTP_X_…`, some gateways with `_`.',
  },
  'headers-merged': {
    sentence: 'Several header lines were joined to one, or one was split.',
    fix: 'Let the proxy before Hookglass keep header lines apart.',
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
    sentence: 'The token names an algorithm that must not be accepted here, or another than it is signed with.',
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
    sentence: 'The timestamp is written in another unit or form than the signed one: milliseconds, a fraction, a date.',
    fix: 'Let what stands before Hookglass pass the timestamp on exactly as sent; it goes into the signed string character by character.',
  },
  'timestamp-changed': {
    sentence: 'The timestamp is not the one that was signed.',
    fix: 'Let what stands before Hookglass pass the timestamp on, character by character; in your app, do not format it anew.',
  },
  'timestamp-not-signed': {
    sentence: 'The timestamp was left out of the signed string.',
    fix: 'Put the timestamp before the body, as the provider does.',
  },
  'id-changed': {
    sentence: 'The id in the header is not the one that was signed.',
    fix: 'Let the proxy before Hookglass keep the id header as it came; proxies like to replace request ids.',
  },
  'id-not-signed': {
    sentence: 'The id was left out of the signed string.',
    fix: 'Put the id before the timestamp and the body, as the provider does.',
  },
  'url-differs': {
    sentence: 'The provider signed another URL than the one that was checked.',
    fix: 'Set the public URL that is registered at the provider, path and query included; a proxy or tunnel before Hookglass may have changed host, path or query. In your app, check with the same URL.',
  },
  'method-changed': {
    sentence: 'The provider signed another HTTP method than the one that arrived.',
    fix: 'Look for a redirect or a proxy before Hookglass that changes the method; answer webhooks without redirecting.',
  },
  'signed-header-changed': {
    sentence: 'A header that is part of the signed string was changed or removed.',
    fix: 'Let the proxy before Hookglass pass the signed headers on unchanged.',
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
