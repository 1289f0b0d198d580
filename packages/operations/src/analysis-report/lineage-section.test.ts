import { describe, expect, it } from "vitest";
import type { Discovery } from "../findings/discovery.ts";
import { textsIn } from "../texts/texts.ts";
import { lineageSection } from "./lineage-section.ts";
import type { ReportSource } from "./report-source.ts";

describe("the parameters of an analysis in its report", () => {
  it("have hours from the first to the last, in whichever order they were stored", () => {
    const workingCalendar = {
      hours: [
        { to: "12:00", from: "09:00" },
        { from: "13:00", to: "17:30" },
      ],
    };
    const operation = { operationName: "One", operationId: "1", phases: [], parameters: { workingCalendar } };
    const source = { operation: { ...operation, startedAt: null, endedAt: null }, discovery: {} as Discovery };
    const { blocks } = lineageSection([source as unknown as ReportSource], textsIn("en"), false);
    const rows = blocks.flatMap((block) => (block.kind === "table" ? block.rows : []));
    expect(rows).toContainEqual(["workingCalendar.hours", "09:00–12:00; 13:00–17:30"]);
  });
});
