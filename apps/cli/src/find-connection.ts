import { dirname, join, resolve } from "node:path";
import { UsageError, type Given } from "./command.ts";
import type { Connection } from "./connection.ts";
import { readIfThere, readProfiles } from "./profiles.ts";

const PARTS = [
  ["url", "url", "LONGHAUL_URL"],
  ["tenantId", "tenant", "LONGHAUL_TENANT"],
  ["projectId", "project", "LONGHAUL_PROJECT"],
  ["token", null, "LONGHAUL_TOKEN"],
] as const;

/**
 * The project to talk to. Each part is taken from the options, else from the environment, else from the profile: the one that is
 * named, else what a `start` nearby wrote (`.longhaul/dev.json` here or in a folder above), else the one logged in to last.
 * @throws UsageError that says what is missing
 */
export async function findConnection(given: Given, env: NodeJS.ProcessEnv, folder: string): Promise<Connection> {
  const named = given.text("profile") ?? nonEmpty(env["LONGHAUL_PROFILE"]);
  const direct = PARTS.map(([part, option, variable]) => {
    const value = (option === null ? undefined : given.text(option)) ?? nonEmpty(env[variable]);
    return [part, value] as const;
  });
  const isWhole = direct.every(([, value]) => value !== undefined);
  const base = isWhole ? null : await findProfile(named, env, folder);
  const parts = new Map<string, string | undefined>([
    ...Object.entries(base ?? {}).map(([part, value]) => [part, String(value)] as const),
    ...direct.filter(([, value]) => value !== undefined),
  ]);
  const missing = PARTS.filter(([part]) => parts.get(part) === undefined).map(([, , variable]) => variable);
  if (missing.length > 0)
    throw new UsageError(
      `it isn't known which project is meant: ${missing.join(", ")} missing. Run \`longhaul login\`, or run this below a folder where \`pnpm start\` runs`,
      "access",
    );
  const part = (name: keyof Connection): string => parts.get(name) ?? "";
  return { url: part("url"), tenantId: part("tenantId"), projectId: part("projectId"), token: part("token") };
}

async function findProfile(
  named: string | undefined,
  env: NodeJS.ProcessEnv,
  folder: string,
): Promise<Connection | null> {
  if (named === undefined) {
    const started = await findStarted(env, folder);
    if (started !== null) return started;
  }
  const { current, profiles } = await readProfiles(env);
  const wanted = named ?? current;
  const profile = profiles.find(({ name }) => name === wanted);
  if (profile === undefined && named !== undefined)
    throw new UsageError(
      `there is no profile "${named}"; there ${profiles.length === 0 ? "is none" : `are ${profiles.map(({ name }) => name).join(", ")}`}: \`longhaul login --profile ${named}\` makes it`,
      "access",
    );
  return profile ?? null;
}

/** What the `start` of this machine wrote that runs in the data folder named or nearest. */
async function findStarted(env: NodeJS.ProcessEnv, folder: string): Promise<Connection | null> {
  const named = nonEmpty(env["LONGHAUL_DATA"]);
  const folders = named === undefined ? upwards(folder).map((one) => join(one, ".longhaul")) : [resolve(folder, named)];
  for (const data of folders) {
    const text = await readIfThere(join(data, "dev.json"));
    if (text !== null) return JSON.parse(text) as Connection;
  }
  return null;
}

function upwards(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

const nonEmpty = (text: string | undefined): string | undefined => (text === "" ? undefined : text);
