import { Shield, ShieldAlert, ShieldCheck, ShieldX } from 'lucide-react';
import type { Verdict } from '../../server/contract/verdict.ts';
import { plain, verdictMark } from '../view/sentences.ts';
import styles from './verdict-icon.module.css';

const ICONS = { ok: ShieldCheck, warning: ShieldAlert, bad: ShieldX, info: Shield, plain: Shield } as const;

/** A verdict as a shield: a tick, a cross, an exclamation mark or empty; the sentence on hover. */
export function VerdictIcon({ verdict, size = 16 }: { readonly verdict: Verdict; readonly size?: number }) {
  const { meaning, word } = verdictMark(verdict);
  const Icon = ICONS[meaning];
  return (
    <span className={styles[meaning]} title={plain(`Signature ${word}. ${verdict.sentence}`)}>
      <Icon size={size} aria-hidden="true" />
    </span>
  );
}
