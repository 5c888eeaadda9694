import encodeQr from 'qr';
import { useMemo } from 'react';
import { qrPath } from '../view/qr-path.ts';
import { plain } from '../view/sentences.ts';
import styles from './qr-code.module.css';

/** ISO/IEC 18004, 6.3.8: four light modules on each side. */
const QUIET_ZONE = 4;

/** A QR code of `text`, dark on light in either theme: many cameras do not read the reverse. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { path, size } = useMemo(() => {
    const rows = encodeQr(text, 'raw', { ecc: 'medium', border: QUIET_ZONE });
    return { path: qrPath(rows), size: rows.length };
  }, [text]);
  return (
    <svg className={styles['code']} role="img" aria-label={plain(label)} viewBox={`0 0 ${size} ${size}`}>
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  );
}
