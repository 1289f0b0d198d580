import { findUnknownSettings } from "@longhaul/runtime";

/** Tells a person of variables that look like settings and are none. */
export function warnOfUnknownSettings(): void {
  for (const { name, nearest } of findUnknownSettings(process.env)) {
    process.stderr.write(`${name} is no setting; perhaps ${nearest} is meant\n`);
  }
}
