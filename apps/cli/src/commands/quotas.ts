import type { Command } from "../command.ts";
import { table } from "../terminal/table.ts";

export const quotas: Command = {
  name: "quotas",
  args: "",
  about: "what the project and its tenant may have, and what they have",
  async run({ client, out, signal }) {
    const answer = await (await client()).quotas.get({ signal });
    out.result(answer, () => [
      ...table(
        ["QUOTA", "OF", "USED", "LIMIT"],
        answer.quotas.map(({ quota, level, used, limit, isDefault }) => [
          quota,
          level,
          used,
          limit === undefined ? "none" : `${limit}${isDefault ? " (default)" : ""}`,
        ]),
      ),
      "",
      `share of the workers: ${answer.tenantWeight}`,
    ]);
    return "done";
  },
};
