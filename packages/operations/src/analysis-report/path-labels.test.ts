import { describe, expect, it } from "vitest";
import { pathLabels } from "./path-labels.ts";

const LONG = ["Confirmation of receipt", "T02 Check confirmation of receipt", "T04 Determine confirmation of receipt"];
const FAR = [...LONG, "T05 Print and send confirmation of receipt"];

describe("the labels of paths in a chart", () => {
  it("are the paths, where a chart can tell them apart", () => {
    const paths = [
      ["Receive", "Pay"],
      ["Receive", "Refuse"],
      [...FAR, "Close"],
    ];
    expect(pathLabels(paths)).toEqual(["Receive → Pay", "Receive → Refuse", paths[2]?.join(" → ")]);
  });

  it("leave out what paths have in common, where a chart would cut them to the same", () => {
    const paths = [[...FAR, "Pay", "Close"], [...FAR, "Pay", "Refuse"], [...FAR, "Stop"], FAR];
    const labels = pathLabels(paths);
    const last = FAR.at(-1) ?? "";
    expect(labels).toEqual(
      ["Pay → Close", "Pay → Refuse", "Stop"].map((end) => `… → ${last} → ${end}`).concat(`… → ${last}`),
    );
  });

  it("differ, however many paths part at several places", () => {
    const [one, other] = [
      "审查所有提交的文件并由主管部门第二科确认其完整性",
      "Rejet définitif du dossier après examen par la commission",
    ];
    const paths = [[], [other], [one], [one, other], [one, one], [other, one]].flatMap((middle) =>
      ["Pay", "Refuse"].map((end) => [...FAR, ...middle, "Check", end]),
    );
    const begins = pathLabels(paths).map((label) => label.slice(0, 90));
    expect(new Set(begins).size).toBe(paths.length);
  });

  it("tell Chinese paths apart, whose letters are wide", () => {
    const name = "审查所有提交的文件并由主管部门第二科确认其完整性以及与原始申请书的一致性";
    expect(
      pathLabels([
        [name, name, "付款"],
        [name, name, "拒绝"],
      ]),
    ).toEqual(["… → 付款", "… → 拒绝"]);
  });
});
