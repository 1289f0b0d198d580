import type { Command } from "../command.ts";
import { countOf, COUNT_OPTION, firstOf } from "../first-of.ts";
import { table } from "../terminal/table.ts";

export const datasets: Command = {
  name: "datasets",
  args: "",
  about: "the project's datasets, newest first",
  options: COUNT_OPTION,
  async run({ client, given, out, signal }) {
    const found = await firstOf((await client()).datasets.list({ signal }), countOf(given));
    out.result(found, () =>
      table(
        ["DATASET", "STATUS", "EVENTS", "CASES", "QUALITY", "NAME"],
        found.map(({ datasetId, status, counts, quality, name }) => [
          datasetId,
          status,
          counts?.events,
          counts?.cases,
          quality?.score,
          name,
        ]),
      ),
    );
    return "done";
  },
};
