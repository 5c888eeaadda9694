/** Width and height of a raster image in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Images larger than this are not drawn: a small file may unfold to gigabytes. */
export const MOST_PIXELS = 50_000_000;

/** The size that an image announces in its first bytes, or null where it tells none in a place that is known. */
export function imageSize(bytes: Uint8Array, type: string): ImageSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    switch (type) {
      case 'image/png':
        return { width: view.getUint32(16), height: view.getUint32(20) };
      case 'image/gif':
        return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
      case 'image/bmp':
        return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
      case 'image/webp':
        return webpSize(view);
      case 'image/jpeg':
        return jpegSize(view);
      case 'image/avif':
        return avifSize(view);
      default:
        return null;
    }
  } catch {
    return null;
  }
}

/** The three ways to begin (RFC 9649, 2.5–2.7). */
function webpSize(view: DataView): ImageSize | null {
  const chunk = String.fromCharCode(view.getUint8(12), view.getUint8(13), view.getUint8(14), view.getUint8(15));
  if (chunk === 'VP8X') {
    const three = (at: number): number => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1;
    return { width: three(24), height: three(27) };
  }
  if (chunk === 'VP8L') {
    const packed = view.getUint32(21, true);
    return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** The first frame header among the segments (ITU T.81, B.1.1.3). */
function jpegSize(view: DataView): ImageSize | null {
  for (let at = 2; at + 9 < view.byteLength; ) {
    const marker = view.getUint16(at);
    if (marker >> 8 !== 0xff) return null;
    const kind = marker & 0xff;
    if (kind >= 0xc0 && kind <= 0xcf && kind !== 0xc4 && kind !== 0xc8 && kind !== 0xcc)
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** The largest `ispe` property among the first bytes (ISO/IEC 23008-12, 6.5.3). */
function avifSize(view: DataView): ImageSize | null {
  let found: ImageSize | null = null;
  for (let at = 4; at + 16 < Math.min(view.byteLength, 65_536); at++) {
    if (view.getUint32(at) !== 0x69737065) continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (found === null || size.width * size.height > found.width * found.height) found = size;
  }
  return found;
}
