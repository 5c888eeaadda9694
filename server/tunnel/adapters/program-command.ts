/** What is handed to `spawn`. `verbatim` is its `windowsVerbatimArguments`. */
export interface ProgramCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly verbatim: boolean;
}

/** What cmd.exe takes as it stands; everything that it would expand, split or run is left out. */
const PLAIN = /^[\w.:/\\=@,+*~-]+$/;
/** In a quoted path only these two mean something to cmd.exe. */
const UNQUOTABLE = /["%]/;

/**
 * How a program at `path` is started with `args`. Programs are started directly; scripts of Windows (`.cmd`, `.bat`), which npm and
 * others put in front of programs, only run through cmd.exe, which reads its line as a language: Node refuses to start them otherwise
 * (CVE-2024-27980). So they get plain arguments alone.
 * @throws Error in words when an argument or the path is not plain
 */
export function programCommand(
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): ProgramCommand {
  if (!/\.(?:cmd|bat)$/i.test(path)) return { file: path, args, verbatim: false };
  const odd = UNQUOTABLE.test(path) ? path : args.find((arg) => !PLAIN.test(arg));
  if (odd !== undefined) {
    throw new Error(
      `${path} is a script of the command prompt, to which ${odd} cannot be handed safely. Install the program itself.`,
    );
  }
  const line = [`"${path}"`, ...args].join(' ');
  return { file: env['ComSpec'] ?? env['COMSPEC'] ?? 'cmd.exe', args: ['/d', '/s', '/c', `"${line}"`], verbatim: true };
}
