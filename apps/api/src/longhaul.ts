// `pnpm longhaul token …`: commands for operators.
import { ConfigError } from "@longhaul/runtime";
import { mintToken, USAGE } from "./mint-token.ts";

const [command, ...args] = process.argv.slice(2);
if (command !== "token" || args.length === 0 || args.includes("--help")) {
  process.stdout.write(`${USAGE}\n`);
  process.exitCode = command === undefined || command === "token" || command === "--help" ? 0 : 1;
} else {
  try {
    process.stdout.write(`${await mintToken(args, process.env, new Date())}\n`);
  } catch (err) {
    if (!(err instanceof Error)) throw err;
    process.stderr.write(`${err.message}\n`);
    if (!(err instanceof ConfigError)) process.stderr.write("longhaul token --help tells how\n");
    process.exitCode = 1;
  }
}
