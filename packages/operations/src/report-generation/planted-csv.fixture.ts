const HOUR_MS = 3_600_000;

/** A number from 0 to 1 that follows from the step and the place. */
const drawn = (seed: number): number => {
  const x = Math.sin(seed * 12.9898 + 78.233) * 43_758.5453;
  return x - Math.floor(x);
};

/**
 * 500 cases over half a year whose names are words of no language: those of one zone take far longer on one step, one
 * resource does another step alone, and some cases repeat a third.
 */
export function plantedCsv(): string {
  const rows = Array.from({ length: 500 }, (_, at) => {
    const zone = ["Zulu", "Yankee", "Xray", "Whisky"][Math.floor(4 * drawn(at))] ?? "";
    let ms = Date.UTC(2024, 0, 1) + at * 8.7 * HOUR_MS;
    const step = (activity: string, hours: number, resource: string): string => {
      ms += hours * HOUR_MS;
      return [`k${at}`, activity, new Date(ms).toISOString(), resource, zone].join(",");
    };
    const who = (place: number): string => ["Bo", "Cy", "Di", "Ed"][Math.floor(4 * drawn(at + place))] ?? "";
    const wait = (place: number): number => -Math.log(1 - drawn(at * 7 + place));
    return [
      step("Alfa", 0, who(1)),
      step("Bravo", 4 * wait(1), who(2)),
      ...(drawn(at + 0.5) < (zone === "Yankee" ? 0.5 : 0.05)
        ? [step("Kilo", 9 * wait(2), who(3)), step("Bravo", 5 * wait(3), who(4))]
        : []),
      step("Lima", 30 * wait(4) * (zone === "Zulu" ? 4 : 1), "Vi"),
      step(drawn(at + 0.25) < 0.2 ? "Mike" : "Oscar", 6 * wait(5), who(5)),
    ].join("\n");
  });
  return `case_id,activity,timestamp,resource,zone\n${rows.join("\n")}\n`;
}
