import type { Client } from "@longhaul/sdk";
import { UsageError, type Command } from "../command.ts";
import { listCommand } from "../list-command.ts";
import { list } from "../terminal/table.ts";

type Created = Awaited<ReturnType<Client["apiKeys"]["create"]>>;

const linesOf = ({ keyId, expires, previousSecretExpires }: Created): string[] =>
  list([
    ["key id", keyId],
    ["expires", expires],
    ["secret before", previousSecretExpires === undefined ? undefined : `good until ${previousSecretExpires}`],
  ]);

/** The key alone on stdout, so that a script can take it; the rest beside it. */
const once = (created: Created): readonly string[] => [created.apiKey ?? "(shown once, when the key was made)"];

const wholeNumber = (option: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^\d{1,4}$/.test(text)) throw new UsageError(`--${option} must be a whole number: ${text}`);
  return Number(text);
};

export const keysCreate: Command = {
  name: "keys create",
  args: "<name>",
  about: "make an API key, shown this once",
  more: "The key goes to stdout, all else to stderr:\n\n  longhaul keys create ci --permission operate,read > key.txt",
  options: {
    permission: { value: "names", about: "what it may do, separated by commas; default read,operate" },
    "all-projects": { about: "for all projects of the tenant instead of this one" },
    days: { value: "n", about: "how long it is good for; default 90, at most 366" },
  },
  async run({ client, given, out, signal }) {
    const days = wholeNumber("days", given.text("days"));
    const permissions = (given.text("permission") ?? "read,operate").split(",");
    const created = await (
      await client()
    ).apiKeys.create(
      {
        keyName: given.arg(0),
        permissions: permissions as Created["permissions"],
        ...(given.flag("all-projects") ? { projects: "*" as const } : {}),
        ...(days === undefined ? {} : { expiresInDays: days }),
      },
      { signal },
    );
    for (const line of linesOf(created)) out.note(line);
    out.result(created, () => once(created));
    return "done";
  },
};

export const keysList = listCommand({
  name: "keys list",
  about: "API keys with their last use, newest first",
  items: async ({ client, signal }) => (await client()).apiKeys.list({ signal }),
  columns: {
    KEY: ({ keyId }) => keyId,
    NAME: ({ keyName }) => keyName,
    PERMISSIONS: ({ permissions }) => permissions.join(","),
    EXPIRES: ({ expires }) => expires,
    "LAST USED": ({ lastUsed }) => lastUsed ?? "never",
  },
});

export const keysRotate: Command = {
  name: "keys rotate",
  args: "<id>",
  about: "give an API key another secret; the one before is good for a while more",
  options: { overlap: { value: "hours", about: "how long the secret before is good; default 24, at most 168" } },
  async run({ client, given, out, signal }) {
    const overlapHours = wholeNumber("overlap", given.text("overlap"));
    const how = { signal, ...(overlapHours === undefined ? {} : { overlapHours }) };
    const created = await (await client()).apiKeys.rotate(given.arg(0), how);
    for (const line of linesOf(created)) out.note(line);
    out.result(created, () => once(created));
    return "done";
  },
};

export const keysRevoke: Command = {
  name: "keys revoke",
  args: "<id>",
  about: "delete an API key: it is good for nothing from then on",
  async run({ client, given, out, signal }) {
    const deleted = await (await client()).apiKeys.delete(given.arg(0), { signal });
    out.result(deleted, () => [`${deleted.keyId} (${deleted.keyName}) is revoked.`]);
    return "done";
  },
};
