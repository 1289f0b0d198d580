const HOUR_MS = 3_600_000;

/** How many rows of each fault were planted. */
export interface Planted {
  readonly misspelt: number;
  readonly swapped: number;
  readonly missing: number;
  readonly copies: number;
}

/**
 * The receipt log as dirty CSV with a start an hour before each event: misspelt activities, starts and ends swapped,
 * timestamps missing, rows twice. Every fault has rows of its own.
 */
export function dirtyReceipt(csv: string): {
  readonly text: string;
  readonly planted: Planted;
  readonly records: number;
} {
  const [header = "", ...lines] = csv.trim().split(/\r?\n/);
  const columns = header.split(",");
  const [caseAt, activityAt, timeAt] = ["case:concept:name", "concept:name", "time:timestamp"].map((name) =>
    columns.indexOf(name),
  );
  const planted = { misspelt: 0, swapped: 0, missing: 0, copies: 0 };
  const rows = ["case,activity,start time,timestamp"];
  for (const [at, line] of lines.entries()) {
    const cells = line.split(",");
    const caseId = cells[caseAt ?? -1] ?? "";
    let activity = cells[activityAt ?? -1] ?? "";
    const end = new Date(cells[timeAt ?? -1] ?? "");
    let [from, to] = [new Date(end.getTime() - HOUR_MS).toISOString(), end.toISOString()];
    if (at % 100 === 10) {
      [from, to] = [to, from];
      planted.swapped++;
    } else if (at % 100 === 20) {
      to = "";
      planted.missing++;
    } else if (at % 100 === 30 && activity === "Confirmation of receipt") {
      activity = "Confirmaton of receipt";
      planted.misspelt++;
    }
    const row = [caseId, activity, from, to].join(",");
    rows.push(row);
    if (at % 100 === 40) {
      rows.push(row);
      planted.copies++;
    }
  }
  return { text: `${rows.join("\n")}\n`, planted, records: lines.length };
}
