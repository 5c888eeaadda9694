import { parseArgs } from 'node:util';

const FLAGS = ['data', 'port', 'ui-port'] as const;
export type Flags = Partial<Record<(typeof FLAGS)[number], string>>;

/** The flags of `hookglass serve` among the app's own arguments; switches of Chromium and anything else are passed over. */
export function readFlags(args: readonly string[]): Flags {
  const options = Object.fromEntries(FLAGS.map((name) => [name, { type: 'string' } as const]));
  const { values } = parseArgs({ args: [...args], options, strict: false });
  const given = FLAGS.flatMap((name) => (typeof values[name] === 'string' ? [[name, values[name]] as const] : []));
  return Object.fromEntries(given);
}

/** The arguments of the server's process: the flags as given, the data folder always named. */
export function serverArguments(flags: Flags, dataDir: string): string[] {
  return Object.entries({ ...flags, data: dataDir }).flatMap(([name, value]) => [`--${name}`, value]);
}
