import { createHash } from "node:crypto";
import type { EventLog } from "@longhaul/event-log";
import { variantActivities, type Variants } from "./variants.ts";

/**
 * One fingerprint of all variants with their counts, to compare two logs or two tools: SHA-256 (hex) of the lines
 * `<activities joined by U+001F>\t<count>` in code point order, joined by line feeds, as UTF-8.
 */
export function variantsHash(log: EventLog, variants: Variants): string {
  const lines: Buffer[] = [];
  for (let variant = 0; variant < variants.variantCount; variant++) {
    const trace = variantActivities(log, variants, variant).join("\u001f");
    lines.push(Buffer.from(`${trace}\t${variants.counts[variant] ?? 0}`));
  }
  // The order of UTF-8 bytes is that of code points; the order of JavaScript strings isn't.
  lines.sort((a, b) => a.compare(b));
  const hash = createHash("sha256");
  for (const [at, line] of lines.entries()) {
    if (at > 0) hash.update("\n");
    hash.update(line);
  }
  return hash.digest("hex");
}
