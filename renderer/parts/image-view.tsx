import { useEffect, useState } from 'react';
import { formatSize } from '../view/size.ts';
import styles from './image-view.module.css';

/** A raster image from its bytes. SVG never comes here: it is shown as text. */
export function ImageView({ bytes, type }: { readonly bytes: Uint8Array; readonly type: string }) {
  const [url, setUrl] = useState<string | null>(null);
  const [size, setSize] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  return (
    <figure className={styles['figure']}>
      {url !== null && (
        <img
          className={styles['image']}
          src={url}
          alt="Body of the delivery"
          onLoad={({ currentTarget }) => setSize(`${currentTarget.naturalWidth} × ${currentTarget.naturalHeight}, `)}
          onError={() => setSize('The image cannot be decoded; ')}
        />
      )}
      <figcaption className={styles['caption']}>
        {size}
        {type}, {formatSize(bytes.length)}
      </figcaption>
    </figure>
  );
}
