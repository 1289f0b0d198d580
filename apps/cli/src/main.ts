#!/usr/bin/env node
// `longhaul …`: the command line of a project. Its exit codes are in exit-codes.ts.
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@longhaul/sdk";
import manifest from "../package.json" with { type: "json" };
import { UsageError } from "./command.ts";
import { COMMANDS } from "./commands/commands.ts";
import { EXIT_CODES, type Exit } from "./exit-codes.ts";
import { describeFault } from "./describe-fault.ts";
import type { Connection } from "./connection.ts";
import { findConnection } from "./find-connection.ts";
import { helpOf, overview } from "./help.ts";
import { findCommand, parseGiven } from "./parse-command-line.ts";
import { createOutput } from "./terminal/output.ts";

/** How long a command may still run after Ctrl-C. */
const GRACE_MS = 10_000;

async function run(words: readonly string[]): Promise<Exit> {
  const { env } = process;
  if (words.length === 0 || words[0] === "help" || words[0] === "--help" || words[0] === "-h") {
    const about = findCommand(COMMANDS, words.slice(1));
    process.stdout.write(about === null ? overview(COMMANDS) : helpOf(about.command));
    return "done";
  }
  if (words[0] === "--version" || words[0] === "-V") {
    process.stdout.write(`${manifest.version}\n`);
    return "done";
  }
  const found = findCommand(COMMANDS, words);
  const out = createOutput(env, words.includes("--json"));
  const interrupted = new AbortController();
  process.on("SIGINT", () => {
    interrupted.abort(new Error("interrupted"));
    void sleep(GRACE_MS, undefined, { ref: false }).then(() => process.exit(EXIT_CODES.interrupted[0]));
  });
  try {
    if (found === null) throw new UsageError(`there is no command "${words[0] ?? ""}"; \`longhaul help\` lists them`);
    const { command, rest } = found;
    if (command.isRaw !== true && (rest.includes("--help") || rest.includes("-h"))) {
      process.stdout.write(helpOf(command));
      return "done";
    }
    const given = parseGiven(command, command.isRaw === true ? ["--", ...rest] : rest);
    // pnpm runs scripts in the folder of the package; the user may be elsewhere.
    const folder = env["INIT_CWD"] ?? process.cwd();
    const connection = async (): Promise<Connection> => findConnection(given, env, folder);
    return await command.run({
      given,
      out,
      folder,
      env,
      signal: interrupted.signal,
      connection,
      client: async () => createClient(await connection()),
    });
  } catch (err) {
    const { exit, text } = describeFault(err, found?.command, interrupted.signal.aborted);
    out.note(text);
    return exit;
  }
}

process.exitCode = EXIT_CODES[await run(process.argv.slice(2))][0];
