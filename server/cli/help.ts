import type { Command } from './command.ts';

/** All commands, a line each. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`);
  return [
    'Hookglass captures webhooks on this machine, keeps every byte, and sends them on.',
    '',
    'Usage: hookglass <command> [options]',
    '',
    ...lines,
    '',
    'Every command takes --help, --json (machine-readable output on stdout) and --data DIR (the data folder).',
    'Exit codes: 0 done, 1 the answer is no, 2 wrong use.',
    '',
  ].join('\n');
}

/** One command with its options and examples. */
export function helpFor({ name, summary, usage, optionHelp, examples }: Command): string {
  const options = {
    ...optionHelp,
    '--data DIR': 'the data folder (also HOOKGLASS_DATA)',
    '--json': 'print JSON on stdout',
    '--help': 'show this',
  };
  const width = Math.max(...Object.keys(options).map((option) => option.length)) + 2;
  return [
    summary,
    '',
    `Usage: hookglass ${name}${usage === '' ? '' : ` ${usage}`}`,
    '',
    'Options:',
    ...Object.entries(options).map(([option, text]) => `  ${option.padEnd(width)}${text}`),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}
