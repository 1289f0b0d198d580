const HOUR_MS = 3_600_000;
const CASES = 500;
const HOURS_BETWEEN = 4;

/** A number from 0 to 1 that follows from the step and the place. */
function drawn(seed: number): number {
  const x = Math.sin(seed * 12.9898 + 78.233) * 43_758.5453;
  return x - Math.floor(x);
}

/**
 * A log as CSV, told by the time at which the last case begins: cases of the zone Zulu wait four times as long for one
 * step, a few skip a step that all others have, and those that hadn't ended are under way.
 */
export function plantedLog(): string {
  const endMs = Date.UTC(2024, 0, 1) + CASES * HOURS_BETWEEN * HOUR_MS;
  const rows = Array.from({ length: CASES }, (_, at) => {
    const zone = ["Zulu", "Yankee", "Xray", "Whisky"][Math.floor(4 * drawn(at))] ?? "";
    const wait = (place: number): number => -Math.log(1 - drawn(at * 7 + place));
    let ms = Date.UTC(2024, 0, 1) + at * HOURS_BETWEEN * HOUR_MS;
    const step = (activity: string, hours: number, resource: string): readonly string[] => {
      ms += hours * HOUR_MS;
      return ms > endMs ? [] : [[`case ${at}`, activity, new Date(ms).toISOString(), resource, zone].join(",")];
    };
    const who = (place: number): string => ["Bo", "Cy", "Di", "Ed"][Math.floor(4 * drawn(at + place))] ?? "";
    return [
      ...step("Register", 0, who(1)),
      ...(at % 200 === 40 ? [] : step("Check", 4 * wait(1), who(2))),
      ...step("Decide", 30 * wait(4) * (zone === "Zulu" ? 4 : 1), "Vi"),
      ...step(drawn(at + 0.25) < 0.2 ? "Refuse" : "Pay", 6 * wait(5), who(5)),
    ].join("\n");
  });
  return `case_id,activity,timestamp,resource,zone\n${rows.join("\n")}\n`;
}
