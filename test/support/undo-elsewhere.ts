import type { UndoElsewhere } from '../../renderer/view/decompress.ts';
import { undoCodings } from '../../server/api/undo-codings.ts';

/** What the page asks the server for: `stored` with codings undone, first step first. */
export const undoElsewhereOf =
  (stored: Uint8Array): UndoElsewhere =>
  (steps) =>
    undoCodings(stored, steps);
