import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

const root = new URL("../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** What the image, the network or each container decides, not the operator. */
const SET_BY_IMAGE: ReadonlySet<string> = new Set(["HOST", "NODE_ENV", "SCRATCH_DIR", "WORKER_NAME"]);

/**
 * What is wrong about the settings of one process: each that its config knows must be among `settingNames`, passed on by docker-compose.yml and
 * described in apps/README.md, and compose must give it nothing else. Each fault says what to add where; none = all is well.
 */
export function findSettingFaults(
  service: string,
  settings: readonly string[],
  settingNames: readonly string[],
): string[] {
  const passed = composeSettings(service);
  const readme = read("apps/README.md");
  const example = read(".env.example");
  const known = settings.filter((name) => !SET_BY_IMAGE.has(name));
  return [
    ...settings
      .filter((name) => !settingNames.includes(name))
      .map((name) => `setting-names.ts: add "${name}", so that other processes don't take it for a misspelt one`),
    ...known
      .filter((name) => !passed.has(name))
      .map((name) => `docker-compose.yml: add "${name}: \${${name}:-}" to the environment of ${service}`),
    ...[...passed.keys()]
      .filter((name) => !name.startsWith("AWS_") && !settings.includes(name))
      .map((name) => `docker-compose.yml: take ${name} out of the environment of ${service}, which doesn't know it`),
    ...settings
      .filter((name) => name !== "NODE_ENV" && !readme.includes(`\`${name}\``))
      .map((name) => `apps/README.md: describe \`${name}\` in the table of settings`),
    ...known
      .filter((name) => /\$\{\w+:\?/.test(passed.get(name) ?? "") && !example.includes(`${name}=`))
      .map((name) => `.env.example: add ${name}=, which compose insists on`),
  ];
}

/**
 * The environment that a service gets from docker-compose.yml with .env.example for its .env, where each secret that is left
 * to fill in is made as it says there.
 */
export function composeEnvironment(service: string): Record<string, string> {
  const example = read(".env.example");
  const filledIn = new Map([...example.matchAll(/^(\w+)=(.+)$/gm)].map(([, name = "", value = ""]) => [name, value]));
  for (const [, encoding, bytes, name = ""] of example.matchAll(/openssl rand -(hex|base64) (\d+)\n(\w+)=$/gm)) {
    filledIn.set(name, randomBytes(Number(bytes)).toString(encoding === "hex" ? "hex" : "base64"));
  }
  const interpolate = (text: string): string =>
    text.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, operator = "-", rest = "") => {
      const value = filledIn.get(name) ?? "";
      if (value === "" && operator === "?") throw new Error(`docker-compose.yml needs ${name}: ${String(rest)}`);
      return value === "" ? String(rest) : value;
    });
  const anchors = new Map(
    [...read("docker-compose.yml").matchAll(/ &([\w-]+) (.*)$/gm)].map(([, name = "", text = ""]) => [name, text]),
  );
  const resolve = (text: string): string => (text.startsWith("*") ? (anchors.get(text.slice(1)) ?? "") : text);
  return Object.fromEntries(
    [...composeSettings(service)].map(([name, text]) => [name, interpolate(resolve(text).replace(/^"(.*)"$/, "$1"))]),
  );
}

/** The environment of a service in docker-compose.yml, value by name. */
function composeSettings(service: string): ReadonlyMap<string, string> {
  const block = new RegExp(`^  ${service}:\\n((?:    .*\\n|\\n)+)`, "m").exec(read("docker-compose.yml"))?.[1] ?? "";
  const environment = /^ {4}environment:\n((?: {6}.*\n)+)/m.exec(block)?.[1] ?? "";
  return new Map([...environment.matchAll(/^ {6}([A-Z_]+): (.*)$/gm)].map((match) => [match[1] ?? "", match[2] ?? ""]));
}
