import { fileVariable } from "./read-setting-files.ts";
import { SETTING_NAMES } from "./setting-names.ts";

/** A variable that no process reads. */
export interface UnknownSetting {
  readonly name: string;
  /** The setting whose name is most like it. */
  readonly nearest: string;
}

/** A variable with one of these prefixes is meant as a setting of ours, even if no name is similar. */
const OUR_PREFIXES = [
  "CORS_",
  "DOWNLOAD_",
  "HEALTH_",
  "IMPORT_",
  "IMPORTS_",
  "JWKS_",
  "JWT_",
  "LONGHAUL_",
  "RETENTION_",
  "SCRATCH_",
  "SECRETS_",
  "SHUTDOWN_",
  "SLACK_",
  "SMTP_",
  "TARIFF_",
  "WEBHOOK_",
  "WORKER_",
];

/** Variables that Kubernetes sets in every container for every service. */
const SERVICE_LINK = /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_(?:TCP|UDP)(?:_\w+)?)?)$/;

/** Shorter names may belong to other programs. */
const SHORTEST_LIKENESS = 8;

/** Finds variables that look like misspelt settings: they have our prefix, or differ from a setting's name by at most two typing errors. */
export function findUnknownSettings(
  env: NodeJS.ProcessEnv,
  settings: readonly string[] = SETTING_NAMES,
): readonly UnknownSetting[] {
  const known = [...settings, ...settings.map(fileVariable)];
  return Object.keys(env).flatMap((name) => {
    if (known.includes(name) || SERVICE_LINK.test(name)) return [];
    const [best] = known
      .map((candidate) => ({ nearest: candidate, errors: typingErrors(name.toUpperCase(), candidate) }))
      .toSorted((a, b) => a.errors - b.errors);
    if (best === undefined) return [];
    const isOurs = OUR_PREFIXES.some((prefix) => name.toUpperCase().startsWith(prefix));
    return isOurs || (best.errors <= 2 && name.length >= SHORTEST_LIKENESS) ? [{ name, nearest: best.nearest }] : [];
  });
}

/** Levenshtein's distance, by rows. */
function typingErrors(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let place = 0; place < from.length; place++) {
    const next = [place + 1];
    for (let column = 0; column < to.length; column++) {
      const replaced = (row[column] ?? 0) + (from[place] === to[column] ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
