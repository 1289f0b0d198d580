import { readFile } from "node:fs/promises";
import { CLEANING_RULES, DERIVED_COLUMNS } from "@longhaul/event-log";
import { describe, expect, it } from "vitest";
import { CLEANING_RULE_NAMES, DERIVED_COLUMN_NAMES, enrichmentParametersSchema } from "./parameters.ts";

/** Faults with their paths, as the API tells them. */
function faults(parameters: Record<string, unknown>): { path: string; message: string }[] {
  const { error } = enrichmentParametersSchema.validate(parameters, { abortEarly: false });
  return (error?.details ?? []).map(({ path, message }) => ({ path: path.join("/"), message }));
}

describe("parameters of DataEnrichment", () => {
  it("know every rule and every derived column of the engine", () => {
    expect(CLEANING_RULE_NAMES).toEqual(CLEANING_RULES);
    expect(DERIVED_COLUMN_NAMES).toEqual(DERIVED_COLUMNS);
  });

  it("are all the rules that doubts advise", async () => {
    const texts = ["../../../event-log/src/doubts/doubt-texts.ts", "../../../contracts/src/doubts/french-details.ts"];
    for (const path of texts) {
      const source = await readFile(new URL(path, import.meta.url), "utf8");
      const advised = source.match(/(?:cleaning rules?|règles?) [^.;]*/g) ?? [];
      const named = advised.flatMap((text) => text.match(/[a-z]+_[a-z_]+/g) ?? []);
      expect(named).toContain("trim_whitespace");
      expect(named.filter((name) => !CLEANING_RULE_NAMES.some((known) => known === name))).toEqual([]);
    }
  });

  it("fill in defaults, and take rules by name or with what they are told", () => {
    expect(enrichmentParametersSchema.validate({}).value).toEqual({
      cleaningRules: ["trim_whitespace", "fix_timestamps", "remove_duplicates"],
      derivedColumns: [],
      timezone: "UTC",
      outputFormat: "processed_csv",
    });
    expect(
      faults({
        cleaningRules: [
          "validate_activities",
          { rule: "remove_duplicates" },
          { rule: "map_activities", mapping: { "A ": "A" } },
          { rule: "map_resources", mapping: { ann: "Ann" } },
          { rule: "fill_missing_resources", value: "nobody" },
          { rule: "drop_incomplete_cases", minEvents: 3, endActivities: ["Close"] },
        ],
        timezone: "+02:00",
      }),
    ).toEqual([]);
  });

  it("refuse an unknown rule with the list of the known, and point at it", () => {
    const [fault, ...others] = faults({ cleaningRules: ["fix_timestamps", "fix_everything"] });
    expect(others).toEqual([]);
    expect(fault?.path).toBe("cleaningRules/1");
    for (const rule of CLEANING_RULES.filter((name) => !name.startsWith("map_")))
      expect(fault?.message).toContain(rule);
  });

  it.each([
    [{ cleaningRules: ["map_activities"] }, "cleaningRules/0", "and its mapping"],
    [{ cleaningRules: [{ rule: "map_activities" }] }, "cleaningRules/0/mapping", "required"],
    [{ cleaningRules: [{ rule: "polish" }] }, "cleaningRules/0/rule", "map_activities"],
    [{ cleaningRules: [{ rule: "fix_timestamps", value: "x" }] }, "cleaningRules/0/value", "not allowed"],
    [{ cleaningRules: ["fix_timestamps", { rule: "fix_timestamps" }] }, "cleaningRules/1", "duplicate"],
    [{ derivedColumns: ["moon_phase"] }, "derivedColumns/0", "case_variant"],
    [{ outputFormat: "docx" }, "outputFormat", "processed_csv"],
    [{ timezone: "Mars/Olympus" }, "timezone", "time zone"],
    [{ joinWith: { datasetId: "8e5c4b1e-6f0a-4c5e-9d57-0a8f5f1f2c11" } }, "joinWith/key", "required"],
  ])("refuse %j", (parameters, path, message) => {
    expect(faults(parameters)).toEqual([{ path, message: expect.stringContaining(message) }]);
  });
});
