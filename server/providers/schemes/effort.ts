/** Signatures computed or verified, and the bytes that went through them. */
export interface Effort {
  readonly computations: number;
  readonly bytes: number;
}

let computations = 0;
let bytes = 0;

/** Called by whoever computes or verifies a signature: one check may do so for several keys, forms of an address or items. */
export function spend(signed: Uint8Array): void {
  computations++;
  bytes += signed.byteLength;
}

/** All effort of this thread so far. The difference of two is what a check has cost. */
export const effort = (): Effort => ({ computations, bytes });
