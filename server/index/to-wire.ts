import { Problem } from '../contract/problem.ts';

/** An error as it travels to the other thread. */
export function toWire(error: unknown): { code: string | null; message: string; detail?: string } {
  if (!(error instanceof Problem))
    return { code: null, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  const { code, message, detail } = error;
  return { code, message, ...(detail === undefined ? {} : { detail }) };
}
