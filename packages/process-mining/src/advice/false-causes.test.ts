import { seededRandom } from "@longhaul/domain";
import type { CaseAttribute } from "@longhaul/event-log";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import { measureCaseDurations } from "../measures/case-durations.ts";
import { findRootCauses } from "./find-root-causes.ts";

const CASES = 900;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A Monday. */
const BEGIN_MS = Date.UTC(2024, 0, 1);

interface PlantedCase {
  readonly beginMs: number;
  readonly hours: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly who?: string;
}

/** What goes with long durations in cases of two steps, of which one is made every eight hours. */
async function causesOf(seed: number, plant: (at: number, random: () => number) => Partial<PlantedCase>) {
  const random = seededRandom(seed);
  const cases = Array.from({ length: CASES }, (_, at): PlantedCase => {
    const planted = plant(at, random);
    const hours = (planted.hours ?? 40) * -Math.log(1 - random());
    return { beginMs: BEGIN_MS + 8 * at * HOUR_MS, attributes: {}, ...planted, hours };
  });
  const log = eventLogFromTraces(
    cases.map(({ beginMs, hours, who = "Ann" }) => [
      ["open", beginMs, who],
      ["close", beginMs + hours * HOUR_MS, "Bob"],
    ]),
  );
  const names = Object.keys(cases[0]?.attributes ?? {});
  const attributes = names.map((name): CaseAttribute => {
    const texts = cases.map((one) => one.attributes[name] ?? "");
    const values = [...new Set(texts)];
    return { name, kind: "text", values, codes: Int32Array.from(texts, (text) => values.indexOf(text)) };
  });
  const values = (await measureCaseDurations(log)).fromStartSec;
  const { causes } = await findRootCauses(log, attributes, { name: "duration", unit: "seconds", values });
  return causes.map(({ conditions }) =>
    conditions
      .map(({ what, value }) => `${what} ${value}`)
      .toSorted()
      .join(" and "),
  );
}

const either = (isFirst: boolean, first: string, second: string): string => (isFirst ? first : second);

describe("causes of long durations", () => {
  it.each([1, 2, 3])("aren't what only becomes more frequent while cases become longer (%i)", async (seed) => {
    const drifting = causesOf(seed, (at, random) => ({
      hours: 20 * (1 + (3 * at) / CASES),
      attributes: { release: either(random() < 0.1 + (0.8 * at) / CASES, "new", "old") },
    }));
    expect(await drifting).toEqual([]);
  });

  it.each([1, 2, 3])("are what makes cases longer while all become longer (%i)", async (seed) => {
    const drifting = causesOf(seed, (at, random) => {
      const isSlow = random() < 0.3;
      return {
        hours: (isSlow ? 60 : 20) * (1 + (3 * at) / CASES),
        attributes: { site: either(isSlow, "north", "south"), lot: either(random() < 0.5, "a", "b") },
      };
    });
    expect(await drifting).toEqual(["site north"]);
  });

  it.each([1, 2, 3])("aren't who gets the hard cases, nor where most of them are (%i)", async (seed) => {
    const routed = causesOf(seed, (_, random) => {
      const isHard = random() < 0.3;
      const isSenior = isHard && random() < 0.8;
      return {
        hours: isHard ? 120 : 40,
        attributes: {
          kind: either(isHard, "hard", "easy"),
          city: either(random() < (isHard ? 0.7 : 0.2), "Lyon", "Lille"),
        },
        who: isSenior ? "Zoe" : either(random() < 0.5, "Ann", "Max"),
      };
    });
    expect(await routed).toEqual(["kind hard"]);
  });

  it.each([1, 2, 3])("are a pair, not its parts, where only both together take longer (%i)", async (seed) => {
    const paired = causesOf(seed, (_, random) => {
      const [product, channel] = [random() < 0.4, random() < 0.4];
      return {
        hours: product && channel ? 200 : 40,
        attributes: { product: either(product, "P", "Q"), channel: either(channel, "post", "web") },
      };
    });
    expect(await paired).toEqual(["channel post and product P"]);
  });

  it("aren't the day on which a case began where only idle days follow", async () => {
    // A day's work for all; whoever comes on a Friday waits for Monday.
    const random = seededRandom(1);
    const traces = Array.from({ length: CASES }, (_, at) => {
      const day = Math.floor(at / 5) * 7 + (at % 5);
      const beginMs = BEGIN_MS + day * DAY_MS + 9 * HOUR_MS;
      const endMs = beginMs + (at % 5 === 4 ? 3 : 1) * DAY_MS + random() * 4 * HOUR_MS;
      return [["open", beginMs] as const, ["close", endMs] as const];
    });
    const log = eventLogFromTraces(traces);
    const values = (await measureCaseDurations(log)).fromStartSec;
    expect((await findRootCauses(log, [], { name: "duration", unit: "seconds", values })).causes).toEqual([]);
  });
});
