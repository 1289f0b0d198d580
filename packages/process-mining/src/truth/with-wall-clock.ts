import type { EventLog } from "@longhaul/event-log";

/**
 * The log as a reader sees it that drops UTC offsets: each instant becomes what the clock on the wall showed, taken
 * for UTC. Such a reader is behind the truth of the XES fixtures; across a change of daylight saving time its durations
 * are an hour off.
 */
export function withWallClock(log: EventLog, timeZone: string): EventLog {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    timeZoneName: "longOffset",
  });
  const offsetMs = (ms: number): number => {
    const name = clock.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/u.exec(name) ?? [];
    const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
    return sign === "-" ? -size : size;
  };
  return { ...log, endMs: log.endMs.map((ms) => ms + offsetMs(ms)) };
}
