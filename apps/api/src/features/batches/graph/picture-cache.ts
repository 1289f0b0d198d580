/** A cache of drawn pictures. */
export interface PictureCache {
  find(key: string): Uint8Array | null;
  keep(key: string, picture: Uint8Array): void;
}

const MAX_BYTES = 32_000_000;

/** A cache of at most `maxBytes`; it drops the least recently used pictures. */
export function createPictureCache(maxBytes: number = MAX_BYTES): PictureCache {
  const pictures = new Map<string, Uint8Array>();
  let bytes = 0;
  const drop = (key: string): void => {
    bytes -= pictures.get(key)?.length ?? 0;
    pictures.delete(key);
  };
  return {
    find(key) {
      const picture = pictures.get(key);
      if (picture === undefined) return null;
      pictures.delete(key);
      pictures.set(key, picture);
      return picture;
    },
    keep(key, picture) {
      drop(key);
      if (picture.length > maxBytes) return;
      pictures.set(key, picture);
      bytes += picture.length;
      for (const oldest of pictures.keys()) {
        if (bytes <= maxBytes) break;
        drop(oldest);
      }
    },
  };
}
