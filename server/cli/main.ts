import { parseArgs } from 'node:util';
import { dataDirFrom } from '../config.ts';
import { Problem } from '../contract/problem.ts';
import { type ApiClient, openApiClient } from './api-client.ts';
import type { Command, CommandContext } from './command.ts';
import { COMMANDS } from './commands.ts';
import { helpFor, overview } from './help.ts';

/** Run the command line. Resolves to the exit code; prints Problems as one line and never a stack. */
export async function main(argv: readonly string[]): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  process.stdout.on('error', () => stop.abort());
  const wantsJson = argv.includes('--json');
  try {
    return await dispatch(argv, stop.signal);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (wantsJson) process.stdout.write(`${JSON.stringify({ problem: error.toBody() })}\n`);
    process.stderr.write(`hookglass: ${error.message}\n`);
    return error.code === 'wrong-use' ? 2 : 1;
  }
}

async function dispatch(argv: readonly string[], signal: AbortSignal): Promise<number> {
  const found = findCommand(argv);
  if (found === null) {
    const [first] = argv;
    if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
      process.stdout.write(overview(COMMANDS));
      return 0;
    }
    if (first === '--version') {
      process.stdout.write(`${(await import('../app.ts')).VERSION}\n`);
      return 0;
    }
    const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
    if (group.length > 0 && (argv[1] === undefined || argv[1] === '--help')) {
      process.stdout.write(overview(group));
      return argv[1] === undefined ? 2 : 0;
    }
    throw new Problem('wrong-use', `there is no command ${[first, group.length > 0 ? argv[1] : ''].join(' ').trim()}`);
  }
  const { command, rest } = found;
  const { values, positionals } = parse(command, rest);
  if (values['help'] === true) {
    process.stdout.write(helpFor(command));
    return 0;
  }
  const odd = positionals[command.mostWords ?? positionals.length];
  if (odd !== undefined)
    throw new Problem('wrong-use', `${odd} is one word too many; see hookglass ${command.name} --help`);
  const dataDir = dataDirFrom(values['data'] as string | undefined, process.env);
  let client: ApiClient | null = null;
  const context: CommandContext = {
    dataDir,
    json: values['json'] === true,
    async api() {
      client ??= openApiClient(dataDir);
      return client;
    },
    out: (text) => void process.stdout.write(text),
    say: (text) => void process.stderr.write(`${text}\n`),
    signal,
  };
  try {
    return await command.run(
      { flags: values as Readonly<Record<string, string | boolean | undefined>>, words: positionals },
      context,
    );
  } finally {
    await (client as ApiClient | null)?.close();
  }
}

function findCommand(argv: readonly string[]): { command: Command; rest: readonly string[] } | null {
  for (const length of [2, 1]) {
    const name = argv.slice(0, length).join(' ');
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (command !== undefined) return { command, rest: argv.slice(length) };
  }
  return null;
}

/** `--tunnel` at the end, or before another flag, is `--tunnel=<what it means then>`. */
function fillBareFlags({ bareFlags = {} }: Command, rest: readonly string[]): string[] {
  return rest.map((word, at) => {
    const meaning = word.startsWith('--') ? bareFlags[word.slice(2)] : undefined;
    const next = rest[at + 1];
    return meaning !== undefined && (next === undefined || next.startsWith('-')) ? `${word}=${meaning}` : word;
  });
}

function parse(command: Command, rest: readonly string[]) {
  try {
    return parseArgs({
      args: fillBareFlags(command, rest),
      allowPositionals: true,
      options: {
        ...command.options,
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        data: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Problem('wrong-use', `${reasonOf(error as Error)}; see hookglass ${command.name} --help`);
  }
}

/** The first sentence of Node's message, on one line; a value that begins with a dash needs an equals sign. */
function reasonOf({ message }: Error): string {
  const ambiguous = /Option '(--[\w-]+)/.exec(message);
  if (message.includes('ambiguous') && ambiguous !== null)
    return `write ${ambiguous[1]}=VALUE where the value begins with a dash`;
  return (message.split('. ')[0] ?? message).replace(/\s+/g, ' ');
}
