import type { BodyReport } from './body-report.ts';

/** Ways to look at a body. */
export const BODY_MODES = ['pretty', 'tree', 'raw', 'hex'] as const;
export type BodyMode = (typeof BODY_MODES)[number];

/** Why a way of looking shows nothing for this body, or null where it does show something. */
export function modeProblem({ kind, text, json, form, parts, imageType }: BodyReport, mode: BodyMode): string | null {
  switch (mode) {
    case 'pretty':
      if (kind === 'binary') return 'These bytes are no text: Hex shows each of them.';
      return kind === 'image' && imageType === null ? 'This image is too large to draw.' : null;
    case 'tree':
      return (json !== null && json.count > 0) || form !== null || parts !== null
        ? null
        : 'Only JSON, forms and multipart bodies have a tree.';
    case 'raw':
      return text === '' ? 'These bytes are no text: Hex shows each of them.' : null;
    case 'hex':
      return null;
  }
}

/** The way to look at a body that comes closest to the one that is wanted: itself, laid out, or else its bytes. */
export function fittingMode(report: BodyReport, wanted: BodyMode): BodyMode {
  if (modeProblem(report, wanted) === null) return wanted;
  return modeProblem(report, 'pretty') === null ? 'pretty' : 'hex';
}
