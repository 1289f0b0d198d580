import type { Random } from "@longhaul/domain";

/** Moves a random choice of `count` items to the front, in place (the first steps of a Fisher-Yates shuffle). */
export function shuffle(items: Uint32Array, random: Random, count: number = items.length): void {
  const last = Math.min(count, items.length - 1);
  for (let index = 0; index < last; index++) {
    const other = index + Math.floor(random() * (items.length - index));
    const held = items[index] ?? 0;
    items[index] = items[other] ?? 0;
    items[other] = held;
  }
}
