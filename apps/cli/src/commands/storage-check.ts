import type { Command } from "../command.ts";
import { runProgram } from "../run-program.ts";

export const storageCheck: Command = {
  name: "storage check",
  args: "",
  about:
    "compare the ledger's rows with the blobs in storage where the service runs, both ways; `--bytes` reads them, `--json`",
  isRaw: true,
  run: ({ given }) =>
    runProgram("../../launcher/src/storage-check/main.ts", given.args, "storage is compared where the settings are"),
};
