/**
 * Wait before try number `failures + 1`, milliseconds: doubles from one second, is at most 20 seconds, and is drawn from its
 * upper half so that many clients of one server do not come back together. `random` is in [0, 1).
 */
export function backOffMs(failures: number, random: number, { firstMs = 1_000, mostMs = 20_000 } = {}): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(Math.max(failures - 1, 0), 30));
  return Math.round(whole / 2 + (whole / 2) * random);
}
