import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAME = /^open-[0-9a-f]{32}\.html$/;

/** Files that lead a browser to a link. */
export interface LinkPages {
  /** Write one that is removed after `lifeMs`; its path. */
  write(code: string, url: string, lifeMs: number): string;
  /** Remove the one of a code, if there is one. */
  remove(code: string): void;
  /** Remove all, those of a server that died too. */
  clear(): void;
}

/**
 * A link in the arguments of a program can be read by every user of the machine (proc(5), cmdline); a file of mode 0600 in a
 * folder of mode 0700 cannot. The name is fresh and the file must not exist (open(2), O_EXCL), so that nothing laid there before
 * is followed or written to.
 */
export function createLinkPages(
  dataDir: string,
  makeName: () => string = () => randomBytes(16).toString('hex'),
): LinkPages {
  const files = new Map<string, string>();
  const remove = (code: string): void => {
    const file = files.get(code);
    if (file === undefined) return;
    files.delete(code);
    rmSync(file, { force: true });
  };
  return {
    remove,
    write(code, url, lifeMs) {
      const file = join(dataDir, `open-${makeName()}.html`);
      writeFileSync(file, pageTo(url), { flag: 'wx', mode: 0o600 });
      files.set(code, file);
      setTimeout(() => remove(code), lifeMs).unref();
      return file;
    },
    clear() {
      files.clear();
      for (const name of readdirSync(dataDir)) if (NAME.test(name)) rmSync(join(dataDir, name), { force: true });
    },
  };
}

/** Without a script: the browser goes there by itself (HTML, 4.2.5.3, "Refresh"), or by a click where it may not. */
function pageTo(url: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Hookglass</title>
<p>This page leads to <a href="${url}" rel="noreferrer">Hookglass</a>, once and within two minutes.</p>
</html>
`;
}
