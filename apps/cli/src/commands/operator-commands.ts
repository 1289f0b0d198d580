import type { Command } from "../command.ts";
import { runProgram } from "../run-program.ts";

// Commands for operators. They run programs of this repository, where the service runs, with the settings of its environment.

export const token: Command = {
  name: "token",
  args: "[options…]",
  about: "make a token with JWT_SECRET, for operators; `longhaul token --help` tells how",
  isRaw: true,
  run: ({ given }) =>
    runProgram("../../api/src/longhaul.ts", ["token", ...given.args], "tokens are made where JWT_SECRET is"),
};

export const doctor: Command = {
  name: "doctor",
  args: "",
  about:
    "look at settings, versions, clock, stores and ledger where the service runs, with a remedy for each fault; `--json`",
  isRaw: true,
  run: ({ given }) =>
    runProgram("../../launcher/src/doctor/main.ts", given.args, "the doctor looks where the settings are"),
};

export const storageCheck: Command = {
  name: "storage check",
  args: "",
  about:
    "compare the ledger's rows with the blobs in storage where the service runs, both ways; `--bytes` reads them, `--json`",
  isRaw: true,
  run: ({ given }) =>
    runProgram("../../launcher/src/storage-check/main.ts", given.args, "storage is compared where the settings are"),
};

export const erase: Command = {
  name: "erase",
  args: "--tenant <id>",
  about:
    "delete a tenant's data for good, or one `--project <id>`'s, where the service runs, and prove it; `--yes`, `--json`",
  isRaw: true,
  run: ({ given }) =>
    runProgram("../../launcher/src/erase/main.ts", given.args, "data is deleted where the settings are"),
};
