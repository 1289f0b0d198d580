import { ImportRefusal } from "../import/import-refusal.ts";
import { resolveZone } from "./zones.ts";

/** A checked time zone: an IANA name, or minutes east of UTC. */
export type TimeZone =
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "fixed"; readonly minutes: number; readonly name: string };

export const utc: TimeZone = { kind: "fixed", minutes: 0, name: "UTC" };

export function parseTimeZone(text: string | undefined): TimeZone {
  if (text === undefined || /^(?:UTC|GMT|Z)$/i.test(text.trim())) return utc;
  const name = text.trim();
  const offset = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(name);
  if (offset) {
    const minutes = (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0));
    if (Math.abs(minutes) <= 18 * 60) return { kind: "fixed", minutes, name };
  } else {
    const resolved = resolveZone(name);
    if (resolved !== null) return { kind: "named", name: resolved };
  }
  throw new ImportRefusal(
    "InvalidTimezone",
    `The timezone "${text}" is unknown. Give an IANA name such as "Europe/Berlin" or an offset such as "+02:00".`,
  );
}
