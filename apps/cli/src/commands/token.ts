import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { UsageError, type Command } from "../command.ts";

/** Tokens are made where JWT_SECRET is: by the API's own program, in a clone or in the image. */
const PROGRAM = new URL("../../../api/src/longhaul.ts", import.meta.url);

export const token: Command = {
  name: "token",
  args: "[options…]",
  about: "make a token with JWT_SECRET, for operators; `longhaul token --help` tells how",
  isRaw: true,
  async run({ given }) {
    if (!existsSync(PROGRAM))
      throw new UsageError("tokens are made where JWT_SECRET is: in a clone, or in the image of the API");
    const child = spawn(process.execPath, [fileURLToPath(PROGRAM), "token", ...given.args], { stdio: "inherit" });
    await once(child, "exit");
    return child.exitCode === 0 ? "done" : "fault";
  },
};
