import { parseArgs } from "node:util";
import { UsageError, type Command, type Given, type Option } from "./command.ts";

/** Options of every command. */
export const GLOBAL_OPTIONS: Readonly<Record<string, Option>> = {
  profile: { value: "name", about: "a profile made by `longhaul login` (LONGHAUL_PROFILE)" },
  url: { value: "url", about: "where the API is (LONGHAUL_URL)" },
  tenant: { value: "id", about: "the tenant (LONGHAUL_TENANT)" },
  project: { value: "id", about: "the project (LONGHAUL_PROJECT)" },
  json: { about: "print JSON, for scripts" },
  help: { short: "h", about: "tell how" },
};

/** The command that the words name, with the words behind its name. */
export function findCommand(
  commands: readonly Command[],
  words: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } | null {
  const named = commands
    .filter(({ name }) => name.split(" ").every((word, at) => words[at] === word))
    .toSorted((one, other) => other.name.length - one.name.length)[0];
  return named === undefined ? null : { command: named, rest: words.slice(named.name.split(" ").length) };
}

/** What the words give to a command. @throws UsageError */
export function parseGiven(command: Command, words: readonly string[]): Given {
  const all = Object.entries({ ...GLOBAL_OPTIONS, ...command.options });
  const options = Object.fromEntries(
    all.map(([name, { short, value, isMultiple }]) => [
      name,
      {
        type: value === undefined ? ("boolean" as const) : ("string" as const),
        ...(short === undefined ? {} : { short }),
        ...(isMultiple === true ? { multiple: true } : {}),
      },
    ]),
  );
  const { values, positionals } = parse(words, options);
  const found = new Map(Object.entries(values));
  checkCount(command, positionals.length);
  return {
    args: positionals,
    arg(at) {
      const value = positionals[at];
      if (value === undefined) throw new UsageError(`${placesOf(command)[at] ?? "an argument"} is missing`);
      return value;
    },
    text(name) {
      const value = found.get(name);
      return typeof value === "string" ? value : undefined;
    },
    texts(name) {
      const value = found.get(name);
      return Array.isArray(value) ? value.map(String) : [];
    },
    flag: (name) => found.get(name) === true,
  };
}

function parse(words: readonly string[], options: NonNullable<Parameters<typeof parseArgs>[0]>["options"]) {
  try {
    return parseArgs({ args: [...words], options: options ?? {}, allowPositionals: true, strict: true });
  } catch (err) {
    throw new UsageError(err instanceof Error ? err.message : String(err));
  }
}

const placesOf = ({ args }: Command): readonly string[] => args.split(" ").filter((place) => place !== "");

function checkCount(command: Command, count: number): void {
  const places = placesOf(command);
  const needed = places.filter((place) => place.startsWith("<"));
  if (command.isRaw === true || places.some((place) => place.includes("…"))) return;
  if (count > places.length)
    throw new UsageError(`too many arguments: ${command.name} takes ${command.args || "none"}`);
  const missing = needed[count];
  if (missing !== undefined) throw new UsageError(`${missing} is missing`);
}
