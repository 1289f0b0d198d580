import { InvalidKeyError } from "./blob-errors.ts";

const SEGMENT = /^[A-Za-z0-9._-]+$/;

/**
 * Checks a key. It allows plain segments only: no empty ones, no `.` and `..`, nothing but letters, digits, `.`, `_`, `-`. A first
 * segment that begins with a dot is reserved for the store.
 */
export function checkKey(key: string): string {
  const segments = key.split("/");
  if (key.startsWith(".") || segments.some((segment) => !SEGMENT.test(segment) || /^\.\.?$/.test(segment))) {
    throw new InvalidKeyError(key);
  }
  return key;
}
