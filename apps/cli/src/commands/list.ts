import type { Command } from "../command.ts";
import { countOf, COUNT_OPTION, firstOf } from "../first-of.ts";
import { table } from "../terminal/table.ts";

export const list: Command = {
  name: "list",
  args: "",
  about: "operations, newest first",
  options: {
    status: { short: "s", value: "status", about: "only those, such as Running,Failed" },
    type: { short: "t", value: "type", about: "only of this type" },
    priority: { value: "priority", about: "only of this priority" },
    ...COUNT_OPTION,
  },
  async run({ client, given, out, signal }) {
    const filters = {
      status: given.text("status"),
      operationType: given.text("type"),
      priority: given.text("priority"),
    };
    const set = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
    const count = countOf(given);
    const options = { ...set, signal, pageSize: Math.min(100, count) };
    const found = await firstOf((await client()).operations.list(options), count);
    out.result(found, () =>
      table(
        ["OPERATION", "STATUS", "%", "TYPE", "STARTED", "DURATION", "NAME"],
        found.map((one) => [
          one.operationId,
          one.status,
          one.progress,
          one.operationType,
          one.startTime,
          one.duration,
          one.operationName,
        ]),
      ),
    );
    return "done";
  },
};
