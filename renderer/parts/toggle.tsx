import { Switch } from 'radix-ui';
import styles from './toggle.module.css';

/** An on/off switch with its words beside it. */
export function Toggle({
  label,
  checked,
  onChange,
  disabled = false,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control
    <label className={styles['row']}>
      <Switch.Root className={styles['track']} checked={checked} onCheckedChange={onChange} disabled={disabled}>
        <Switch.Thumb className={styles['thumb']} />
      </Switch.Root>
      {label}
    </label>
  );
}
