import { Pacer } from "@longhaul/domain";

const ITEMS_PER_CHUNK = 1_000_000;

/**
 * Hand out the items 0 up to, not including, `count` in chunks of a million. Between chunks the event loop gets its
 * turn, and an abort is heard.
 */
export async function* itemChunks(
  count: number,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly from: number; readonly to: number }> {
  const pacer = new Pacer({ signal });
  for (let from = 0; from < count; from += ITEMS_PER_CHUNK) {
    if (from > 0) await pacer.pause();
    yield { from, to: Math.min(count, from + ITEMS_PER_CHUNK) };
  }
}
