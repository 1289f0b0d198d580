import type { Random } from "./random.ts";

const ODD_TEXTS = [
  "",
  " ",
  "\0",
  "\ud800",
  "__proto__",
  "constructor",
  "toString",
  "null",
  "-1",
  "1e400",
  "../../etc/passwd",
  "%00",
  "{{7*7}}",
  "' OR 1=1 --",
  "\u202eabc",
  "2024-02-30T25:61:61Z",
  "[880e8400-e29b-41d4-a716-446655440000]",
  "op-880e8400-e29b-41d4-a716-446655440000",
  "http://[::ffff:127.0.0.1]/",
  "😀".repeat(50),
] as const;
const ODD_VALUES = [null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, [], {}, [[]], [null]] as const;

/** A text that programs tend to stumble over; now and then a long one. */
export function oddText(random: Random): string {
  if (random.happens(0.1)) return random.pick(["a", "é", "T", "\\", "@", ","]).repeat(1 + random.below(20_000));
  return random.pick(ODD_TEXTS);
}

/** A value of any kind that programs tend to stumble over; now and then one of many, or deep, parts. */
export function oddValue(random: Random): unknown {
  const die = random.next();
  if (die < 0.4) return oddText(random);
  if (die < 0.85) return random.pick(ODD_VALUES);
  const n = 1 + random.below(3000);
  if (die < 0.9) return Array.from({ length: n }, () => random.pick(ODD_VALUES));
  if (die < 0.95) return Object.fromEntries(Array.from({ length: n }, (_, idx) => [`k${idx}`, idx]));
  return JSON.parse(`${"[".repeat(n)}${"]".repeat(n)}`);
}

/** Characters of JSON that copies may make together: about what a body may have. */
const MAX_COPIED = 1_000_000;

type Parts = Record<string, unknown>;

/** A copy of a JSON value with one part dropped, doubled, replaced, or joined by another. */
export function mutateValue(value: unknown, random: Random): unknown {
  if (typeof value !== "object" || value === null || random.happens(0.1)) return oddValue(random);
  if (Array.isArray(value)) {
    const at = random.below(value.length + 1);
    const items: readonly unknown[] = value;
    if (random.happens(0.3)) {
      // Copies of copies of copies would be billions.
      const most = Math.min(2000, Math.floor(MAX_COPIED / (JSON.stringify(items[0] ?? null).length + 1)));
      return Array.from({ length: 1 + random.below(most + 1) }, () => items[0]);
    }
    return items.map((item, idx) => (idx === at ? mutateValue(item, random) : item));
  }
  const parts = new Map(Object.entries(value as Parts));
  const key = [...parts.keys()][random.below(parts.size)];
  const die = random.next();
  if (key === undefined || die < 0.2) parts.set(oddText(random), oddValue(random));
  else if (die < 0.4) parts.delete(key);
  else parts.set(key, mutateValue(parts.get(key), random));
  return Object.fromEntries(parts);
}

/** A text with a piece cut out, doubled, or replaced. */
export function mutateText(text: string, random: Random): string {
  const from = random.below(text.length + 1);
  const to = Math.min(text.length, from + random.below(20));
  const middle = random.pick(["", text.slice(from, to).repeat(2), oddText(random), "[", "}", '"', ",,", "\u0000"]);
  return text.slice(0, from) + middle + text.slice(to);
}
