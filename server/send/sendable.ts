import { Problem } from '../contract/problem.ts';
import type { Request } from '../contract/request.ts';

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const BAD_IN_TARGET = /[^\x21-\xff]/;
const BAD_IN_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * Throw `not-sendable` where Node's client would refuse a request line or header line (RFC 9110, 5.1, 5.5 and 9.1; for the
 * target Node takes any byte from 0x21 up), naming the part and what to write instead.
 */
export function assertSendable({ method, target, headers, trailers }: Omit<Request, 'httpVersion' | 'body'>): void {
  if (!TOKEN.test(method)) throw new Problem('not-sendable', `the method ${quote(method)} is not a single word`);
  const inTarget = BAD_IN_TARGET.exec(target);
  if (inTarget !== null) {
    throw new Problem('not-sendable', `the path contains ${charName(inTarget[0])}; write it percent-encoded`);
  }
  for (const [name, value] of [...headers, ...trailers]) {
    if (!TOKEN.test(name)) throw new Problem('not-sendable', `the header name ${quote(name)} is not a single word`);
    const inValue = BAD_IN_VALUE.exec(value);
    if (inValue === null) continue;
    const advice = inValue[0] > '\xff' ? 'write its UTF-8 bytes, one character each' : 'remove it';
    throw new Problem('not-sendable', `the header ${name} contains ${charName(inValue[0])}; ${advice}`);
  }
}

const quote = (text: string): string => JSON.stringify(text.slice(0, 80));

function charName(char: string): string {
  if (char === ' ') return 'a blank';
  if (char > '\xff') return quote(char);
  return `the control character 0x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
