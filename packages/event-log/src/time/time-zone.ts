import { ImportRefusal } from "../terms/import-refusal.ts";
import { resolveZone } from "./zones.ts";

/** A checked time zone: an IANA name, or minutes east of UTC. */
export type TimeZone =
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "fixed"; readonly minutes: number; readonly name: string };

export const utc: TimeZone = { kind: "fixed", minutes: 0, name: "UTC" };

/** The zone that a caller names, UTC where none is. @throws ImportRefusal for what is no zone */
export function parseTimeZone(text: string | undefined): TimeZone {
  const zone = text === undefined ? utc : findTimeZone(text);
  if (zone !== null) return zone;
  throw new ImportRefusal(
    "InvalidTimezone",
    `The timezone "${text}" is unknown. Give an IANA name such as "Europe/Berlin" or an offset such as "+02:00".`,
  );
}

/** The zone that a text names; null where it names none. */
export function findTimeZone(text: string): TimeZone | null {
  const name = text.trim();
  if (/^(?:UTC|GMT|Z)$/i.test(name)) return utc;
  const offset = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(name);
  if (offset) {
    const minutes = (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0));
    return Math.abs(minutes) <= 18 * 60 ? { kind: "fixed", minutes, name } : null;
  }
  const resolved = resolveZone(name);
  return resolved === null ? null : { kind: "named", name: resolved };
}
