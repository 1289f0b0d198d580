import { readFileSync, statSync } from "node:fs";
import type { ConfigFault } from "./config-error.ts";

const SUFFIX = "_FILE";
/** Longest value of a setting that is read from a file. */
const MAX_BYTES = 65_536;

/** The variable that names the file which a setting's value is in. */
export const fileVariable = (setting: string): string => `${setting}${SUFFIX}`;

/**
 * Reads settings from files, such as secrets of containers: `JWT_SECRET_FILE=/run/secrets/jwt` sets `JWT_SECRET` to the file's
 * content without the final line break. It ignores settings whose own names end in `_FILE`.
 */
export function readSettingFiles(
  settings: readonly string[],
  given: Readonly<Record<string, string | undefined>>,
): { readonly values: ReadonlyMap<string, string>; readonly faults: readonly ConfigFault[] } {
  const values = new Map<string, string>();
  const faults: ConfigFault[] = [];
  const known = new Set(settings);
  const variables = new Map(Object.entries(given));
  for (const setting of settings) {
    const name = fileVariable(setting);
    const path = variables.get(name);
    if (path === undefined || known.has(name)) continue;
    const value = readValue(path);
    if (variables.has(setting)) {
      faults.push({ name, problem: `is set, and ${setting} too`, remedy: "set one of them" });
    } else if ("problem" in value) {
      faults.push({
        name,
        problem: value.problem,
        remedy: `name a file that this process may read, or set ${setting}`,
      });
    } else if (value.text !== "") values.set(setting, value.text);
  }
  return { values, faults };
}

function readValue(path: string): { readonly text: string } | { readonly problem: string } {
  try {
    if (statSync(path).size > MAX_BYTES) return { problem: `names a file of more than ${MAX_BYTES} bytes` };
    return { text: readFileSync(path, "utf8").replace(/\r?\n$/, "") };
  } catch (err) {
    const code = err instanceof Error && "code" in err ? String(err.code) : "unreadable";
    return { problem: `names a file that can't be read (${code})` };
  }
}
