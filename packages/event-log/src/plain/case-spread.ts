/** How the events of cases lie in time, by some parts of a table in which the rows of a case stand next to each other. */
export interface CaseSpread {
  /** Events of a case, on average. */
  readonly perCase: number;
  /** Between the first and the last event of each case, all together, in seconds. */
  readonly apart: number;
  /** The same, if the events of each case were spread evenly over the whole time. */
  readonly byChance: number;
}

/** Parts of a table that are looked at, and the rows of each. */
const PARTS = 5;
const ROWS = 40_000;
const SECOND = 1e6;

/** The parts of a table of that many rows. Each holds whole cases, except its first and its last. */
export function partsToLookAt(rows: number): readonly { readonly from: number; readonly to: number }[] {
  if (rows <= PARTS * ROWS) return [{ from: 0, to: rows }];
  return Array.from({ length: PARTS }, (_, part) => {
    const from = Math.floor((part * (rows - ROWS)) / (PARTS - 1));
    return { from, to: from + ROWS };
  });
}

/** By columns in memory: numbers of the cases, and times in microseconds, in the order of the table. */
export function spreadOfCases(owners: Int32Array, times: Float64Array): CaseSpread {
  let [cases, events, apart, parts] = [0, 0, 0, 0];
  let [earliest, latest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { from, to } of partsToLookAt(owners.length)) {
    for (let row = from; row < to;) {
      const owner = owners[row];
      let [first, last, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
      for (; row < to && owners[row] === owner; row++, count++) {
        const time = times[row] ?? Number.NaN;
        if (time < first) first = time;
        if (time > last) last = time;
      }
      cases++;
      events += count;
      apart += last - first;
      parts += (count - 1) / (count + 1);
      if (first < earliest) earliest = first;
      if (last > latest) latest = last;
    }
  }
  const whole = cases === 0 ? 0 : latest - earliest;
  return { perCase: events / Math.max(1, cases), apart: apart / SECOND, byChance: (whole * parts) / SECOND };
}
