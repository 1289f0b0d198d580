import type { Command } from "../command.ts";
import { table } from "../terminal/table.ts";

export const queue: Command = {
  name: "queue",
  args: "",
  about: "what waits, how long, and how busy the workers are",
  async run({ client, out, signal }) {
    const answer = await (await client()).queue({ signal });
    const { waiting, workers, operations } = answer;
    const priorities = Object.entries(waiting.byPriority).map(([name, count]) => `${name} ${count}`);
    out.result(answer, () => [
      `${waiting.total} wait (${priorities.join(", ")}), ${waiting.ready} for a worker, ${waiting.blocked} for others of their batch`,
      ...(waiting.oldestWait === undefined
        ? []
        : [`the oldest for ${waiting.oldestWait}, on average ${waiting.averageWait ?? ""}`]),
      "",
      ...table(
        ["WORKER", "STATUS", "RUNS", "LOAD", "CPU UNITS", "MEMORY GB"],
        workers.map((one) => [
          one.name,
          one.status,
          one.operations,
          `${one.load} %`,
          `${one.cpuUnits.used} of ${one.cpuUnits.total}`,
          `${one.memoryGB.used} of ${one.memoryGB.total}`,
        ]),
      ),
      ...(operations.length === 0
        ? []
        : [
            "",
            ...table(
              ["WAITING", "PLACE", "PRIORITY", "EXPECTED START", "NAME"],
              operations.map((one) => [
                one.operationId,
                one.position,
                one.priority,
                one.expectedStart,
                one.operationName,
              ]),
            ),
          ]),
    ]);
    return "done";
  },
};
