import { parseArgs } from 'node:util';
import { dataDirFrom } from '../config.ts';
import { Problem } from '../contract/problem.ts';
import { type ApiClient, openApiClient } from './api-client.ts';
import type { Command, CommandContext } from './command.ts';
import { COMMANDS } from './commands.ts';
import { helpFor, overview } from './help.ts';

/** Where a command line is run: what it prints goes to `out` (the answer) and `say` (for people, a line each). */
export interface Terminal extends Pick<CommandContext, 'out' | 'say' | 'signal'> {
  readonly env: NodeJS.ProcessEnv;
}

/** Run a command line. Resolves to the exit code; prints Problems as one line and never a stack. */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(argv, terminal);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (argv.includes('--json')) terminal.out(`${JSON.stringify({ problem: error.toBody() })}\n`);
    terminal.say(`hookglass: ${error.code === 'wrong-use' ? wrongUse(argv, error) : error.message}`);
    return error.code === 'wrong-use' ? 2 : 1;
  }
}

/** What is wrong with the command line, and where its right use is told. */
function wrongUse(argv: readonly string[], { detail, message }: Problem): string {
  const name = findCommand(argv)?.command.name;
  return detail === undefined ? message : `${detail} (see hookglass ${name === undefined ? '' : `${name} `}--help)`;
}

async function dispatch(argv: readonly string[], { out, say, signal, env }: Terminal): Promise<number> {
  const found = findCommand(argv);
  if (found === null) {
    const [first] = argv;
    if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
      out(overview(COMMANDS));
      return 0;
    }
    if (first === '--version') {
      out(`${(await import('../app.ts')).VERSION}\n`);
      return 0;
    }
    const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
    if (group.length > 0 && (argv[1] === undefined || argv[1] === '--help')) {
      out(overview(group));
      return argv[1] === undefined ? 2 : 0;
    }
    throw new Problem('wrong-use', `there is no command ${[first, group.length > 0 ? argv[1] : ''].join(' ').trim()}`);
  }
  const { command, rest } = found;
  const { values, positionals } = parse(command, rest);
  if (values['help'] === true) {
    out(helpFor(command));
    return 0;
  }
  const odd = positionals[command.mostWords ?? positionals.length];
  if (odd !== undefined) throw new Problem('wrong-use', `${odd} is one word too many`);
  const dataDir = dataDirFrom(values['data'] as string | undefined, env);
  let client: ApiClient | null = null;
  const context: CommandContext = {
    dataDir,
    json: values['json'] === true,
    async api() {
      client ??= openApiClient(dataDir);
      return client;
    },
    out,
    say,
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
    throw new Problem('wrong-use', reasonOf(error as Error));
  }
}

/** The first sentence of Node's message, on one line; a value that begins with a dash needs an equals sign. */
function reasonOf({ message }: Error): string {
  const ambiguous = /Option '(--[\w-]+)/.exec(message);
  if (message.includes('ambiguous') && ambiguous !== null)
    return `write ${ambiguous[1]}=VALUE where the value begins with a dash`;
  return (message.split('. ')[0] ?? message).replace(/\s+/g, ' ');
}
