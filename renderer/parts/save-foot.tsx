import { Button } from './button.tsx';
import styles from './dialog-form.module.css';

/** The end of a form that stands within a dialog: the button that saves it. */
export function SaveFoot({ busy }: { readonly busy: boolean }) {
  return (
    <div className={styles['foot']}>
      <Button type="submit" look="primary" busy={busy}>
        Save
      </Button>
    </div>
  );
}
