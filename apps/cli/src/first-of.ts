import { UsageError, type Given, type Option } from "./command.ts";

export const COUNT_OPTION = {
  count: { short: "n", value: "number", about: "how many at most; default 20" },
} as const satisfies Readonly<Record<string, Option>>;

export function countOf(given: Given): number {
  const text = given.text("count") ?? "20";
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`--count is a number from 1 on: ${text}`);
  return Number(text);
}

/** The first items of an iterable; no more are fetched. */
export async function firstOf<Item>(items: AsyncIterable<Item>, count: number): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) {
    found.push(item);
    if (found.length >= count) break;
  }
  return found;
}
