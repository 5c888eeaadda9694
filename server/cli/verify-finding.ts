import { printable } from '../contract/invisible.ts';
import type { Verdict } from '../contract/verdict.ts';
import type { Verification } from '../contract/verification.ts';

/** A verdict with what the doctor says to do, as the command line prints it. */
export interface Finding extends Verdict {
  readonly fix: string | null;
  readonly proof: string | null;
}

/** What a check in full comes down to. */
export function findingOf({ verdict, diagnosis }: Verification): Finding {
  const explains = diagnosis !== null && verdict.kind !== 'valid';
  return { ...verdict, fix: explains ? diagnosis.fix : null, proof: explains ? diagnosis.proof : null };
}

/** A verdict that no doctor was asked about. */
export const plainFinding = (verdict: Verdict): Finding => ({ ...verdict, fix: null, proof: null });

/** Some lines for people: what was checked, the verdict, its sentence, and where there is one the cause and the fix. */
export function findingText({ kind, stale, code, sentence, cause, fix, proof }: Finding, what: string): string {
  const word = stale ? 'valid, but stale' : kind === 'unchecked' ? `unchecked (${code})` : kind;
  const facts = [
    ['cause', kind === 'invalid' ? (cause ?? 'none found') : null],
    ['proof', proof],
    ['fix', fix],
  ] as const;
  const lines = facts.flatMap(([name, text]) => (text === null ? [] : [`  ${name.padEnd(5)}  ${printable(text)}\n`]));
  return `${printable(what)}  ${word}  ${printable(sentence)}\n${lines.join('')}`;
}
