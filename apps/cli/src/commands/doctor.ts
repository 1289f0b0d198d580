import { runProgram } from "../run-program.ts";
import type { Command } from "../command.ts";

export const doctor: Command = {
  name: "doctor",
  args: "",
  about:
    "look at settings, versions, clock, stores and ledger where the service runs, with a remedy for each fault; `--json`",
  isRaw: true,
  run: ({ given }) =>
    runProgram("../../launcher/src/doctor/main.ts", given.args, "the doctor looks where the settings are"),
};
