import { describe, expect, it } from "vitest";
import { textsIn } from "../texts/texts.ts";
import { saidIn } from "../wording/advice-text.ts";
import { evidenceLines } from "./evidence-lines.ts";

describe("evidenceLines", () => {
  it("writes figures for people by the unit in their key, without names that the recommendation says", () => {
    const evidence = {
      from: "a",
      occurrences: 1234,
      meanWaitSec: 7200,
      shareSaved: 0.4,
      whatIfMeanCycleTimeSec: 90,
    };
    expect(evidenceLines(evidence, 'Shorten the wait after "a"', textsIn("en"))).toEqual([
      "Occurrences: 1,234",
      "Mean wait: 2 hours",
      "Mean cycle time saved: 40.0 %",
      "Mean cycle time then: 1.5 minutes",
    ]);
    expect(evidenceLines(evidence, "Réduire l’attente après « a »", textsIn("fr")).slice(1)).toEqual([
      "Attente moyenne\u00a0: 2\u00a0h",
      "Temps de cycle moyen gagné\u00a0: 40,0\u00a0%",
      "Temps de cycle moyen alors\u00a0: 1\u00a0min\u00a030\u00a0s",
    ]);
  });

  it("leaves out what the sentences of a recommendation say, and nothing of one that no text knows", () => {
    const texts = textsIn("en");
    const evidence = { eventsWithoutResource: 12, events: 340, resources: 7 };
    const advice = { category: "Data Quality", priority: "Low", recommendation: "Record", evidence } as const;
    const lines = (code: string) => evidenceLines(evidence, "", texts, saidIn({ ...advice, code }, texts));
    expect(lines("recordResources")).toEqual(["Resources: 7"]);
    expect(lines("unheardOf")).toHaveLength(3);
  });
});
