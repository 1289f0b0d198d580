import type { Command } from "../command.ts";
import { runProgram } from "../run-program.ts";

export const erase: Command = {
  name: "erase",
  args: "--tenant <id>",
  about:
    "delete a tenant's data for good, or one `--project <id>`'s, where the service runs, and prove it; `--yes`, `--json`",
  isRaw: true,
  run: ({ given }) =>
    runProgram("../../launcher/src/erase/main.ts", given.args, "data is deleted where the settings are"),
};
