import { findUnknownSettings } from "@longhaul/runtime";

/** Prints a warning for each variable that looks like a misspelt setting. */
export function warnOfUnknownSettings(): void {
  for (const { name, nearest } of findUnknownSettings(process.env)) {
    process.stderr.write(`${name} is no setting; perhaps ${nearest} is meant\n`);
  }
}
