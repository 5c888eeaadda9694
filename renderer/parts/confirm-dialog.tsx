import { type ReactNode, useState } from 'react';
import { sentenceOf } from '../state/api.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorLine } from './error-line.tsx';

/** Asks once before something is done; shows why when it does not work. */
export function ConfirmDialog({
  title,
  action,
  danger = false,
  onConfirm,
  onClose,
  children,
}: {
  readonly title: string;
  readonly action: string;
  readonly danger?: boolean;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={title}
      description={children}
      size="small"
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look={danger ? 'danger' : 'primary'} busy={busy} onClick={() => void confirm()} autoFocus>
            {action}
          </Button>
        </>
      }
    >
      {problem !== null && <ErrorLine>{problem}</ErrorLine>}
    </Dialog>
  );
}
