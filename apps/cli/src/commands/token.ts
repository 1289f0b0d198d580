import type { Command } from "../command.ts";
import { runProgram } from "../run-program.ts";

export const token: Command = {
  name: "token",
  args: "[options…]",
  about: "make a token with JWT_SECRET, for operators; `longhaul token --help` tells how",
  isRaw: true,
  run: ({ given }) =>
    runProgram("../../api/src/longhaul.ts", ["token", ...given.args], "tokens are made where JWT_SECRET is"),
};
