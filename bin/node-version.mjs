/**
 * Why this Node cannot run Hookglass, as one sentence, or null when it can. Plain JavaScript that any old Node reads.
 * Built code needs Node 22 (better-sqlite3's binary); a checkout needs 22.18, the first that runs TypeScript by itself.
 * @param {string} version as in `process.version`, for example `v20.20.2`
 * @param {'checkout' | 'built'} code
 * @param {string} instead what to type instead
 * @returns {string | null}
 */
export function whyNodeIsTooOld(version, code, instead) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  const how = `this is ${version}. ${instead}`;
  if (major < 22) return `Hookglass needs Node 22 or newer; ${how}`;
  if (code === 'built') return null;
  // Type stripping came without a flag in 22.18 and in 23.6.
  const strips = major > 23 || (major === 22 && minor >= 18) || (major === 23 && minor >= 6);
  return strips ? null : `A checkout of Hookglass needs Node 22.18 or newer; ${how}`;
}
