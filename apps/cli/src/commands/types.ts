import type { Command } from "../command.ts";
import { table } from "../terminal/table.ts";

export const types: Command = {
  name: "types",
  args: "",
  about: "the operation types that can be run, with their phases",
  more: "With --json also the JSON schema of each type's parameters, and examples.",
  async run({ client, out, signal }) {
    const found = await (await client()).operations.types({ signal });
    out.result(found, () =>
      table(
        ["TYPE", "NEEDS", "PHASES"],
        found.map(({ operationType, phases, needsDataset, needsSources }) => [
          operationType,
          [needsDataset ? "a dataset" : "", needsSources ? "other operations" : ""]
            .filter((need) => need !== "")
            .join(", "),
          phases.map(({ phaseName }) => phaseName).join(", "),
        ]),
      ),
    );
    return "done";
  },
};
