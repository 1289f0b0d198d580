import { text as readAll } from "node:stream/consumers";
import { createInterface } from "node:readline/promises";
import { createClient } from "@longhaul/sdk";
import { UsageError, type Command, type CommandContext } from "../command.ts";
import { readProfiles, withProfile, writeProfiles } from "../profiles.ts";

export const login: Command = {
  name: "login",
  args: "",
  about: "keep URL, tenant, project and token as a profile",
  more: "Asks for what isn't given. The token comes from LONGHAUL_TOKEN or stdin, never from the command line, which others can see:\n\n  longhaul login --url https://longhaul.example --tenant <id> --project <id> < token.txt",
  async run(context) {
    const { given, env, out } = context;
    const name = given.text("profile") ?? "default";
    const url = given.text("url") ?? env["LONGHAUL_URL"] ?? (await ask(context, "URL of the API", "--url"));
    const tenantId = given.text("tenant") ?? env["LONGHAUL_TENANT"] ?? (await ask(context, "Tenant id", "--tenant"));
    const projectId =
      given.text("project") ?? env["LONGHAUL_PROJECT"] ?? (await ask(context, "Project id", "--project"));
    const token = (env["LONGHAUL_TOKEN"] ?? (await readToken(context))).trim();
    const profile = { name, url, tenantId, projectId, token };
    const { subject, permissions, tokenExpires } = await createClient({ ...profile, maxRetries: 1 }).ping(context);
    const path = await writeProfiles(env, withProfile(await readProfiles(env), profile));
    out.result({ name, url, tenantId, projectId, subject, permissions, tokenExpires, path }, () => [
      `Logged in as ${subject} (${permissions.join(", ")}), until ${tokenExpires}.`,
      `Profile "${name}" is in ${path}`,
    ]);
    return "done";
  },
};

async function ask({ signal }: CommandContext, question: string, option: string): Promise<string> {
  if (!process.stdin.isTTY) throw new UsageError(`${option} is missing`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question}: `, { signal })).trim();
  } finally {
    terminal.close();
  }
}

/** A person types it unseen. */
async function readToken({ signal }: CommandContext): Promise<string> {
  if (!process.stdin.isTTY) return readAll(process.stdin);
  process.stderr.write("Token (not shown): ");
  process.stdin.setRawMode(true);
  let token = "";
  try {
    for await (const chunk of process.stdin.setEncoding("utf8")) {
      for (const character of String(chunk)) {
        if (character === "\r" || character === "\n") return token;
        if (character === "\u0003") process.kill(process.pid, "SIGINT");
        signal.throwIfAborted();
        token = character === "\u007f" ? token.slice(0, -1) : token + character;
      }
    }
    return token;
  } finally {
    process.stdin.setRawMode(false);
    process.stdin.pause();
    process.stderr.write("\n");
  }
}
