/** @typedef {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string>, optionalDependencies?: Record<string, string>, resolved?: string }} Entry */

/**
 * What is wrong with a lockfile, one sentence a fault; none when it fits. Looked at: the same dependencies as package.json,
 * an entry for every dependency of every entry (an optional one that was left out breaks `npm ci` on other platforms), and
 * no download addresses, so that every machine uses its own registry.
 * @param {Entry} manifest package.json
 * @param {{ packages?: Record<string, Entry> }} lock package-lock.json
 * @returns {string[]}
 */
export function lockfileFaults(manifest, lock) {
  const packages = lock.packages ?? {};
  const root = packages[''] ?? {};
  const faults = [];
  for (const group of /** @type {const} */ (['dependencies', 'devDependencies', 'optionalDependencies'])) {
    const wanted = manifest[group] ?? {};
    const locked = root[group] ?? {};
    for (const name of new Set([...Object.keys(wanted), ...Object.keys(locked)])) {
      if (wanted[name] === locked[name]) continue;
      faults.push(
        `${group}: ${name} is ${wanted[name] ?? 'absent'} in package.json and ${locked[name] ?? 'absent'} in the lockfile.`,
      );
    }
  }
  for (const [path, entry] of Object.entries(packages)) {
    if (entry.resolved?.includes('://')) faults.push(`${path} names the address it was downloaded from.`);
    for (const group of /** @type {const} */ (['dependencies', 'optionalDependencies'])) {
      for (const name of Object.keys(entry[group] ?? {})) {
        if (!hasEntry(packages, path, name))
          faults.push(`${group} of ${path || 'the project'}: ${name} has no entry of its own.`);
      }
    }
  }
  return faults;
}

/**
 * Whether Node, standing in the package at `path`, would find `name` by walking up its node_modules folders.
 * @param {Record<string, Entry>} packages
 * @param {string} path
 * @param {string} name
 */
function hasEntry(packages, path, name) {
  const folders = path.split('node_modules/').slice(0, -1);
  const above = folders.map((_, index) => folders.slice(0, index + 1).join('node_modules/'));
  return [`${path}/`.replace(/^\/$/, ''), ...above].some((folder) => `${folder}node_modules/${name}` in packages);
}

/**
 * Places in a committed text that tie it to one package registry: a registry's host name, a tarball's address, or a
 * `registry=` setting. Returned as `line: text`.
 * @param {string} text
 * @returns {string[]}
 */
export function registryMentions(text) {
  const mention =
    /\bregistry\.(?:npm|yarn)[a-z]*\.[a-z]+|https?:\/\/[^\s"'<>]+\/-\/[^\s"'<>]+\.tgz|^\s*(?:@[\w-]+:)?registry\s*=/m;
  if (!mention.test(text)) return [];
  return text
    .split('\n')
    .flatMap((line, index) => (mention.test(line) ? [`${index + 1}: ${line.trim().slice(0, 120)}`] : []));
}
