import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf, rowsOf } from "../import/test-imports.fixture.ts";

const EVENTS = smallLog();
const CASES = [...Map.groupBy(EVENTS, ({ caseId }) => caseId)];
const DAY = 86_400_000;
const zulu = (time: number): string => `${isoOf(time).replace(" ", "T")}Z`;
const stepsOf = (events: readonly SmallEvent[], shift = 0) =>
  events.map(({ activity, end }) => ({ activity, timestamp: zulu(end + shift) }));
const doubtsOf = async (document: unknown) =>
  (await accepted(await fileOf(JSON.stringify(document)))).detected.doubts.map(({ kind, column }) => [kind, column]);

const PAIRS = [
  ["plan", "actual"],
  ["geplant", "erledigt"],
  ["prévu", "réalisé"],
  ["todo", "history"],
] as const;

describe("lists of what was planned and of what was done", () => {
  it.each(PAIRS)("are doubted where both are read: %s and %s", async (planned, done) => {
    const lists = (events: readonly SmallEvent[]) => ({
      [planned]: stepsOf(events, -5 * DAY),
      [done]: stepsOf(events),
    });
    const byCase = Object.fromEntries(CASES.map(([id, events]) => [id, lists(events)]));
    const byList = {
      [planned]: Object.fromEntries(CASES.map(([id, events]) => [id, stepsOf(events, -5 * DAY)])),
      [done]: Object.fromEntries(CASES.map(([id, events]) => [id, stepsOf(events)])),
    };
    for (const document of [byCase, { cases: byCase }, byList])
      expect((await doubtsOf(document)).map(([kind]) => kind)).toEqual([
        expect.stringMatching(/^(?:RoleUncertain|LifecycleWords)$/),
      ]);
  });

  it("are doubted in a table, too, though not all was done yet", async () => {
    const rows = ["planned", "done"].flatMap((Kind) => EVENTS.map((event) => ({ Kind, event })));
    const late = rows.filter(({ Kind, event }) => Kind === "planned" || event.place < 3);
    const lines = late.map(({ Kind, event }) => `${event.caseId},${event.activity},${Kind},${isoOf(event.end + (Kind === "done" ? 2 * DAY : 0))}`); // prettier-ignore
    const { detected } = await accepted(await fileOf(`Case,Activity,Kind,Time\n${lines.join("\n")}\n`));
    expect(detected.doubts).toMatchObject([{ column: "Kind", points: 10 }]);
    expect(detected.doubts[0]?.detail).toContain('with "planned" and with "done"');
  });

  it("aren't where two words mean something else", async () => {
    const { detected } = await accepted(
      await fileOf(
        csvOf(EVENTS, {
          Case: ({ caseId }) => caseId,
          Activity: ({ activity }) => activity,
          Shift: ({ at }) => ["early", "late"][at % 2] ?? "",
          Time: ({ end }) => isoOf(end),
        }),
      ),
    );
    expect(detected.doubts).toEqual([]);
  });
});

describe("lists in the records of cases", () => {
  it.each(["statusHistory", "status_history", "order_events", "Timeline"])("are events under %s", async (key) => {
    const cases = CASES.map(([orderNumber, events]) => ({
      orderNumber,
      createdAt: "2024-03-01",
      [key]: stepsOf(events),
    }));
    const { tablePath, events, cases: count } = await accepted(await fileOf(JSON.stringify(cases)));
    expect([events, count]).toEqual([EVENTS.length, CASES.length]);
    const read = (await rowsOf(tablePath, "activity")).map(([activity]) => String(activity));
    expect(read.toSorted()).toEqual(EVENTS.map(({ activity }) => activity).toSorted());
  });

  it.each<[string, string, unknown[][]]>([
    ["that is written alike", "rework", [["UnreadRecords", undefined]]],
    ["of what is only planned", "planned_steps", []],
  ])("beside one %s are told where they aren't read: %s", async (_, key, expected) => {
    const cases = CASES.map(([id, events]) => ({ id, events: stepsOf(events), [key]: stepsOf(events, DAY) }));
    expect(await doubtsOf(cases)).toEqual(expected);
  });

  it("aren't where they hold something else", async () => {
    const comments = [{ text: "late", created: "2024-03-05T10:00:00Z" }];
    expect(await doubtsOf(CASES.map(([id, events]) => ({ id, events: stepsOf(events), comments })))).toEqual([]);
  });
});
