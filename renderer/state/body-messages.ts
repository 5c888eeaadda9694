import type { BodyQuestion, BodyReport } from '../view/body-report.ts';
import type { UndoElsewhere } from '../view/decompress.ts';

export type UndoneElsewhere = Awaited<ReturnType<UndoElsewhere>>;

/** What the worker that reads bodies is told: a body to read, or what was undone for it elsewhere (null: it could not be). */
export type ToWorker =
  | { readonly kind: 'read'; readonly id: number; readonly question: BodyQuestion }
  | { readonly kind: 'undone'; readonly ask: number; readonly undone: UndoneElsewhere };

/** What it answers: the report, a failure, or first a coding that it cannot undo. */
export type FromWorker =
  | { readonly kind: 'report'; readonly id: number; readonly report: BodyReport }
  | { readonly kind: 'failed'; readonly id: number; readonly error: string }
  | {
      readonly kind: 'undo';
      readonly id: number;
      readonly ask: number;
      readonly steps: Parameters<UndoElsewhere>[0];
    };
