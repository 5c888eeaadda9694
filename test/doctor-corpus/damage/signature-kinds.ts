import { type Kind, lines, signature } from './kind.ts';

/** Signatures and their header lines, changed on the way. */
export const SIGNATURE_KINDS: readonly Kind[] = [
  { kind: 'signature quoted', causes: ['signature-changed'], damage: signature((v) => `"${v}"`) },
  {
    kind: 'signature upper-case',
    causes: ['signature-changed', 'wrong-encoding'],
    damage: signature((v) => (/[0-9a-f]{40,}/.test(v) ? v.replace(/[0-9a-f]{40,}/g, (h) => h.toUpperCase()) : null)),
  },
  { kind: 'signature cut', causes: ['signature-changed'], damage: signature((v) => v.slice(0, -6)) },
  {
    kind: 'signature with blanks for +',
    causes: ['signature-changed'],
    damage: signature((v) => (v.includes('+') ? v.replaceAll('+', ' ') : null)),
  },
  {
    kind: 'signature percent-encoded',
    causes: ['signature-changed'],
    damage: signature((v) => (encodeURIComponent(v) === v ? null : encodeURIComponent(v))),
  },
  {
    kind: 'signature html-encoded',
    causes: ['signature-changed'],
    damage: signature((v) =>
      /[=+/]/.test(v) ? v.replaceAll('=', '&#x3D;').replaceAll('+', '&#43;').replaceAll('/', '&#x2F;') : null,
    ),
  },
  {
    kind: 'signature base64 for hex',
    causes: ['wrong-encoding'],
    damage: signature((v) =>
      /[0-9a-f]{40,}/.test(v) ? v.replace(/[0-9a-f]{40,}/, (h) => Buffer.from(h, 'hex').toString('base64')) : null,
    ),
  },
  {
    kind: 'signature hex for base64',
    causes: ['wrong-encoding'],
    damage: signature((v) =>
      /[A-Za-z0-9+/]{27,}=/.test(v) && !/[0-9a-f]{40,}/.test(v)
        ? v.replace(/[A-Za-z0-9+/]{27,}={1,2}/, (h) => Buffer.from(h, 'base64').toString('hex'))
        : null,
    ),
  },
  {
    kind: 'signature base64url',
    causes: ['wrong-encoding', 'signature-changed'],
    damage: signature((v) =>
      /[+/]/.test(v) && !/[0-9a-f]{40,}/.test(v) ? v.replaceAll('+', '-').replaceAll('/', '_') : null,
    ),
  },
  {
    kind: 'signature unpadded',
    causes: ['wrong-encoding', 'signature-changed'],
    damage: signature((v) => (/[A-Za-z0-9+/]{20,}=+$/.test(v) ? v.replace(/=+$/, '') : null)),
  },
  {
    kind: 'signature without prefix',
    causes: ['missing-prefix'],
    damage: signature((v) =>
      /^(sha256=|sha1=|v0=|v1,|v1=)/.test(v) ? v.replace(/^(sha256=|sha1=|v0=|v1,|v1=)/, '') : null,
    ),
  },
  {
    kind: 'signature twice in one line',
    causes: ['headers-merged'],
    damage: signature((v) => (/[,;=]./.test(v.replace(/={1,2}$/, '')) && !v.startsWith('sha') ? null : `${v}, ${v}`)),
  },
  {
    kind: 'signature header renamed HTTP_',
    causes: ['header-renamed'],
    damage: lines(/signature|hmac|svix|webhook-/i, ([name, value]) => [
      [`HTTP_${name.toUpperCase().replaceAll('-', '_')}`, value],
    ]),
  },
  {
    kind: 'signature header with _',
    causes: ['header-renamed'],
    damage: lines(/signature|hmac|svix|webhook-/i, ([name, value]) => [[name.replaceAll('-', '_'), value]]),
  },
  {
    kind: 'signature header gone',
    causes: ['missing-header', 'only-legacy-signature'],
    damage: lines(/signature|hmac/i, () => []),
  },
];
