const SEGMENT = /^[A-Za-z0-9._-]+$/;

/** Refuses keys that are no plain segments: empty ones, `.` and `..`, anything but letters, digits, `.`, `_`, `-`. */
export function checkKey(key: string): string {
  const segments = key.split("/");
  if (segments.some((segment) => !SEGMENT.test(segment) || segment === "." || segment === "..")) {
    throw new Error(`not a storage key: ${JSON.stringify(key)}`);
  }
  return key;
}
