/** How far a compressed stream was undone: to its end, to the bound, or to where it breaks off. */
export type StreamEnd = 'whole' | 'bound' | 'broken';

/** Bytes that grow up to a bound; what exceeds it is told by `full`. */
export class BoundedOutput {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(65_536);
  size = 0;
  readonly bound: number;

  constructor(boundBytes: number) {
    this.bound = boundBytes;
  }

  /** Make room for `more` bytes, as far as the bound allows; returns how many fit. */
  room(more: number): number {
    const fits = Math.min(more, this.bound - this.size);
    if (this.size + fits > this.bytes.length) {
      const bigger = new Uint8Array(Math.min(this.bound, Math.max(this.bytes.length * 2, this.size + fits)));
      bigger.set(this.bytes.subarray(0, this.size));
      this.bytes = bigger;
    }
    return fits;
  }

  taken(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.size);
  }
}

const FAST_BITS = 9;
const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_EXTRA = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
];
const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const LENGTHS_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A canonical Huffman code: a table for short codes (symbol and length packed), counts and sorted symbols for long ones. */
interface Code {
  readonly fast: Uint16Array;
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

/** Build the code of the given lengths, or null where they promise more codes than fit (RFC 1951, 3.2.2). */
function makeCode(lengths: Uint8Array): Code | null {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  counts[0] = 0;
  let left = 1;
  const offsets = new Uint16Array(16);
  const nextCode = new Uint16Array(16);
  let code = 0;
  for (let bits = 1; bits < 16; bits++) {
    const count = counts[bits] as number;
    left = left * 2 - count;
    if (left < 0) return null;
    code = (code + (counts[bits - 1] as number)) << 1;
    nextCode[bits] = code;
    if (bits < 15) offsets[bits + 1] = (offsets[bits] as number) + count;
  }
  const symbols = new Uint16Array(lengths.length);
  const fast = new Uint16Array(1 << FAST_BITS);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const bits = lengths[symbol] as number;
    if (bits === 0) continue;
    const place = offsets[bits] as number;
    symbols[place] = symbol;
    offsets[bits] = place + 1;
    const canonical = nextCode[bits] as number;
    nextCode[bits] = canonical + 1;
    if (bits > FAST_BITS) continue;
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) if ((canonical >> bit) & 1) reversed |= 1 << (bits - 1 - bit);
    for (let at = reversed; at < 1 << FAST_BITS; at += 1 << bits) fast[at] = (symbol << 4) | bits;
  }
  return { fast, counts, symbols };
}

const FIXED_LENGTHS = Uint8Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8));
const FIXED = makeCode(FIXED_LENGTHS) as Code;
const FIXED_DISTANCES = makeCode(new Uint8Array(30).fill(5)) as Code;

/**
 * Undo one DEFLATE stream (RFC 1951) that begins at `from`, onto `out`. The browser's own decompression does not tell where a
 * stream ends, which is needed for what follows it. `next` is the place after the stream.
 */
export function inflate(
  input: Uint8Array,
  from: number,
  out: BoundedOutput,
): { readonly end: StreamEnd; readonly next: number } {
  const begin = out.size;
  let at = from;
  let hold = 0;
  let held = 0;
  let short = false;

  /** The next `count` bits (at most 16), or 0 with `short` set where the input ends. */
  const bits = (count: number): number => {
    while (held < count) {
      if (at >= input.length) {
        short = true;
        return 0;
      }
      hold |= (input[at++] as number) << held;
      held += 8;
    }
    const value = hold & ((1 << count) - 1);
    hold >>>= count;
    held -= count;
    return value;
  };
  /** The next symbol, or -1 where the input ends or holds no such code. */
  const symbol = ({ fast, counts, symbols }: Code): number => {
    while (held < 15 && at < input.length) {
      hold |= (input[at++] as number) << held;
      held += 8;
    }
    const found = fast[hold & ((1 << FAST_BITS) - 1)] as number;
    const size = found & 15;
    if (size > 0 && size <= held) {
      hold >>>= size;
      held -= size;
      return found >> 4;
    }
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16 && length <= held; length++) {
      code |= (hold >> (length - 1)) & 1;
      const count = counts[length] as number;
      if (code - first < count) {
        hold >>>= length;
        held -= length;
        return symbols[index + code - first] as number;
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return -1;
  };

  const readCodes = (): readonly [Code, Code] | null => {
    const literals = bits(5) + 257;
    const distances = bits(5) + 1;
    const sizes = bits(4) + 4;
    if (short || literals > 286 || distances > 30) return null;
    const order = new Uint8Array(19);
    for (let one = 0; one < sizes; one++) order[LENGTHS_ORDER[one] as number] = bits(3);
    const code = short ? null : makeCode(order);
    if (code === null) return null;
    const lengths = new Uint8Array(literals + distances);
    for (let one = 0; one < lengths.length; ) {
      const next = symbol(code);
      if (next < 0) return null;
      if (next < 16) {
        lengths[one++] = next;
        continue;
      }
      const value = next === 16 ? lengths[one - 1] : 0;
      const times = next === 16 ? 3 + bits(2) : next === 17 ? 3 + bits(3) : 11 + bits(7);
      if (short || value === undefined || one + times > lengths.length) return null;
      lengths.fill(value, one, one + times);
      one += times;
    }
    const literal = makeCode(lengths.subarray(0, literals));
    const distance = makeCode(lengths.subarray(literals));
    return literal === null || distance === null ? null : [literal, distance];
  };

  const storedBlock = (): StreamEnd => {
    // Whole bytes that were read ahead are given back.
    at -= held >> 3;
    hold = 0;
    held = 0;
    if (at + 4 > input.length) return 'broken';
    const length = (input[at] as number) | ((input[at + 1] as number) << 8);
    const check = (input[at + 2] as number) | ((input[at + 3] as number) << 8);
    if (length !== (~check & 0xffff)) return 'broken';
    at += 4;
    const there = Math.min(length, input.length - at);
    const fits = out.room(there);
    out.bytes.set(input.subarray(at, at + fits), out.size);
    out.size += fits;
    at += fits;
    return fits < there ? 'bound' : there < length ? 'broken' : 'whole';
  };

  const codedBlock = (literal: Code, distance: Code): StreamEnd => {
    for (;;) {
      const next = symbol(literal);
      if (next < 0) return 'broken';
      if (next < 256) {
        if (out.size >= out.bytes.length && out.room(1) === 0) return 'bound';
        out.bytes[out.size++] = next;
        continue;
      }
      if (next === 256) return 'whole';
      const long = next - 257;
      const base = LENGTH_BASE[long];
      if (base === undefined) return 'broken';
      const length = base + bits(LENGTH_EXTRA[long] as number);
      const far = symbol(distance);
      const start = DISTANCE_BASE[far];
      if (start === undefined) return 'broken';
      const back = start + bits(DISTANCE_EXTRA[far] as number);
      if (short || back > out.size - begin) return 'broken';
      const fits = out.room(length);
      const { bytes } = out;
      if (back >= fits) bytes.copyWithin(out.size, out.size - back, out.size - back + fits);
      else if (back === 1) bytes.fill(bytes[out.size - 1] as number, out.size, out.size + fits);
      else for (let one = 0; one < fits; one++) bytes[out.size + one] = bytes[out.size + one - back] as number;
      out.size += fits;
      if (fits < length) return 'bound';
    }
  };

  for (;;) {
    const last = bits(1) === 1;
    const kind = bits(2);
    if (short || kind === 3) return { end: 'broken', next: at };
    const codes = kind === 1 ? ([FIXED, FIXED_DISTANCES] as const) : kind === 2 ? readCodes() : null;
    const end = kind === 0 ? storedBlock() : codes === null ? 'broken' : codedBlock(...codes);
    if (end !== 'whole') return { end, next: at };
    if (last) return { end, next: at - (held >> 3) };
  }
}
