import { findOnPath } from "../find-on-path.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A browser of this machine; null where it has none. */
export function findBrowser(): string | null {
  return NAMES.map(findOnPath).find((path) => path !== null) ?? null;
}
