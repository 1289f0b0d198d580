import { signal } from "@preact/signals";
import { formatDuration } from "../texts/formats.ts";

/** The time, to the second, while the page can be seen. */
export const now = signal(Date.now());
setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 1_000);

/** The length of time between two moments, or since one that has no end yet. */
export function Elapsed({ from, to }: { readonly from: string | undefined; readonly to?: string | undefined }) {
  if (from === undefined) return <span class="none">–</span>;
  const endMs = to === undefined ? now.value : Date.parse(to);
  return <>{formatDuration(Math.max(0, Math.round((endMs - Date.parse(from)) / 1000)))}</>;
}
