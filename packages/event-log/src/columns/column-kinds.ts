import { utc, type TimeZone } from "../time/time-zone.ts";
import type { StagedProfile } from "./profile-columns.ts";
import type { ColumnKind } from "../plain/csv-range.ts";

/** How each column of a plain file is to be taken: as times where its sample is nothing but times of ISO 8601, else as texts. */
export function columnKinds(profile: StagedProfile, isFormatGiven: boolean, zone: TimeZone): ColumnKind[] {
  const isUtc = zone === utc && !isFormatGiven;
  return profile.times.map((time, index) => {
    const isIso = time !== null && time.format.fast?.kind === "iso" && !time.format.hasNanos && time.kind !== "clock";
    return isUtc && isIso && profile.types[index] === "TIMESTAMP" ? "time" : "text";
  });
}
