import { parseArgs } from 'node:util';
import { dataDirFrom } from '../config.ts';
import { printable } from '../contract/invisible.ts';
import { didYouMean, nearest } from '../contract/nearest.ts';
import { Problem } from '../contract/problem.ts';
import type { ApiClient } from './api-client.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { COMMANDS } from './commands.ts';
import { failureOf } from './failure.ts';
import { helpFor, overview } from './help.ts';
import { type Output, safeOutput } from './safe-output.ts';

/** Where a command line is run: what it prints goes to `out` (the answer) and `say` (for people). */
export interface Terminal extends Output, Pick<CommandContext, 'signal'> {
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Run a command line. Resolves to the exit code; prints Problems, and whatever else goes wrong, as one line and never a stack,
 * unless HOOKGLASS_STACK asks for it. All that is printed goes through `safeOutput`.
 */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  const json = argv.includes('--json');
  const { out, say } = safeOutput(terminal, { json, exact: argv.includes('--exact') });
  try {
    return await dispatch(argv, { ...terminal, out, say });
  } catch (error) {
    const { sentence, body, exitCode } = failureOf(error, findCommand(argv)?.command.name ?? null);
    if (json) out(`${JSON.stringify({ problem: body })}\n`);
    say(`hookglass: ${printable(sentence)}`);
    const { cause = error } = error as Error;
    if (!(cause instanceof Problem) && terminal.env['HOOKGLASS_STACK'] !== undefined) say((cause as Error).stack ?? '');
    return exitCode;
  }
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
      out(`${(await import('../version.ts')).VERSION}\n`);
      return 0;
    }
    const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
    if (group.length > 0 && (argv[1] === undefined || argv[1] === '--help')) {
      out(overview(group));
      return argv[1] === undefined ? 2 : 0;
    }
    const words = [first, group.length > 0 ? argv[1] : undefined].filter((word) => word?.startsWith('-') === false);
    throw new Problem('wrong-use', words.length === 0 ? undefined : noSuchCommand(words.join(' '), argv));
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
      // Loaded here alone, with the routes and their schemas: help and wrong use need none of them.
      const { openApiClient } = await import('./api-client.ts');
      client ??= openApiClient(dataDir);
      return client;
    },
    out,
    say,
    signal,
  };
  const given = { flags: values as Arguments['flags'], words: positionals };
  if (command.lasting === true) return command.run(given, context);
  const run = async (): Promise<number> => {
    try {
      return await command.run(given, context);
    } finally {
      await (client as ApiClient | null)?.close();
    }
  };
  return Promise.race([run(), interruption(signal)]);
}

/** Exit codes of a shell for a command that a signal ended: 128 and its number (POSIX.1-2024, 2.8.2). */
const SIGNAL_CODES: Readonly<Record<string, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Resolves to the exit code once a signal ends the command, or once nobody reads its answer any more. */
function interruption(signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    const end = (): void => resolve(SIGNAL_CODES[String(signal.reason)] ?? 0);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
}

/**
 * The first word of several commands alone lacks its second. Else what was typed is compared with whole commands and with their first
 * words, so `delivries list` finds `deliveries list`.
 */
function noSuchCommand(typed: string, argv: readonly string[]): string {
  const names = COMMANDS.map(({ name }) => name);
  const seconds = names.flatMap((name) => (name.startsWith(`${argv[0]} `) ? [name.slice(typed.length + 1)] : []));
  if (typed === argv[0] && seconds.length > 0) return `say what to do with ${typed}: ${seconds.join(', ')}`;
  const two = argv.slice(0, 2).join(' ');
  const whole = nearest(two, names) ?? nearest(typed, [...new Set(names.map((name) => name.split(' ')[0] ?? ''))]);
  return `there is no command ${typed}${whole === null ? '' : `; did you mean ${whole}?`}`;
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
    throw new Problem('wrong-use', reasonOf(error as Error, command));
  }
}

/** The first sentence of Node's message, on one line; a value that begins with a dash needs an equals sign. */
function reasonOf({ message }: Error, { options }: Command): string {
  const ambiguous = /Option '(--[\w-]+)/.exec(message);
  if (message.includes('ambiguous') && ambiguous !== null)
    return `write ${ambiguous[1]}=VALUE where the value begins with a dash`;
  const sentence = (message.split('. ')[0] ?? message).replace(/\s+/g, ' ');
  const unknown = /^Unknown option '--([^']+)'$/.exec(sentence)?.[1];
  if (unknown === undefined) return sentence;
  const flags = [...Object.keys(options), 'json', 'help', 'data'];
  return `${sentence}${didYouMean(
    `--${unknown}`,
    flags.map((flag) => `--${flag}`),
  )}`;
}
