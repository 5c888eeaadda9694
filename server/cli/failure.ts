import { Problem, type ProblemBody } from '../contract/problem.ts';

/** Why a command line ended: for people, for machines, and for the shell. */
export interface Failure {
  readonly sentence: string;
  readonly body: ProblemBody;
  readonly exitCode: 1 | 2;
}

/** What is told of an error. `command` is the name of the command that was found, null when there is none. */
export function failureOf(error: unknown, command: string | null): Failure {
  if (!(error instanceof Problem)) {
    const detail = error instanceof Error ? error.message : String(error);
    const sentence = `Something unexpected went wrong: ${detail} (HOOKGLASS_STACK=1 shows where)`;
    return { sentence, body: new Problem('unexpected', detail).toBody(), exitCode: 1 };
  }
  const { code, detail, message } = error;
  if (code !== 'wrong-use') return { sentence: message, body: error.toBody(), exitCode: 1 };
  const help = `hookglass ${command === null ? '' : `${command} `}--help`;
  return {
    sentence: detail === undefined ? message : `${detail} (see ${help})`,
    body: error.toBody(),
    exitCode: 2,
  };
}
