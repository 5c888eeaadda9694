import type { ParseArgsOptionsConfig } from 'node:util';
import type { ApiClient } from './api-client.ts';

/** Parsed words of one command: flags by name, and what is no flag. */
export interface Arguments {
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  readonly words: readonly string[];
}

export interface CommandContext {
  readonly dataDir: string;
  readonly json: boolean;
  /** Opened at first use; without a running server only reading works. */
  readonly api: () => Promise<ApiClient>;
  /** For machines and for the answer itself; text is made safe for a terminal, bytes are exact (`safeOutput`). */
  readonly out: (text: string | Uint8Array) => void;
  /** For people. */
  readonly say: (text: string) => void;
  /** Aborted by a signal, with its name as the reason, and when stdout takes nothing more. */
  readonly signal: AbortSignal;
}

/** One command, one file. Exit codes: 0 done, 1 the answer is no, 2 wrong use (thrown as Problem `wrong-use`). */
export interface Command {
  /** Words that call it, for example `deliveries list`. */
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  /** How many words beside flags it takes; absent: any number. */
  readonly mostWords?: number;
  readonly options: ParseArgsOptionsConfig;
  /** It runs until a signal comes and ends cleanly by itself; any other command is ended where it stands. */
  readonly lasting?: true;
  /** What flags with a value mean when they stand without one. */
  readonly bareFlags?: Readonly<Record<string, string>>;
  readonly optionHelp: Readonly<Record<string, string>>;
  readonly examples: readonly string[];
  run(args: Arguments, context: CommandContext): Promise<number>;
}
