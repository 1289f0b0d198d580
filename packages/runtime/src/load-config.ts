import type Joi from "joi";
import { ConfigError, type ConfigFault } from "./config-error.ts";
import { fileVariable, readSettingFiles } from "./read-setting-files.ts";

/**
 * Reads settings from the environment, or from the files that it names (`NAME_FILE` for `NAME`). It ignores variables that the schema
 * doesn't have; an empty one counts as not set. The remedy in an error comes from the setting's Joi `description` and `example`.
 * @returns the validated and converted values, frozen
 * @throws ConfigError with all faults at once; it contains no value of the environment
 */
export function loadConfig<T extends object>(schema: Joi.ObjectSchema<T>, env: NodeJS.ProcessEnv): Readonly<T> {
  const variables = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const files = readSettingFiles(Object.keys((schema.describe()["keys"] ?? {}) as object), variables);
  const given = { ...variables, ...Object.fromEntries(files.values) };
  const result = schema.validate(given, {
    abortEarly: false,
    allowUnknown: true,
    stripUnknown: true,
    convert: true,
    // The default is production: it has the stricter rules.
    context: { isProduction: (given["NODE_ENV"] ?? "production") === "production" },
    errors: { wrap: { label: false } },
    messages: MESSAGES_WITHOUT_VALUES,
  });
  const faults = (result.error?.details ?? []).map((detail) => toFault(detail, schema, new Map(Object.entries(given))));
  const unread = new Set(files.faults.map(({ name }) => name));
  // A setting whose file can't be read isn't also reported as missing.
  const others = faults.filter(({ name }) => !unread.has(fileVariable(name)));
  if (files.faults.length + others.length > 0) throw new ConfigError([...files.faults, ...others]);
  return Object.freeze(result.value as T);
}

/** Joi's own messages for these rules quote the value. */
const MESSAGES_WITHOUT_VALUES = {
  "any.required": "is not set",
  "string.pattern.base": "does not have the right form",
  "string.pattern.name": "does not have the right form: {#name}",
};

function toFault(
  detail: Joi.ValidationErrorItem,
  schema: Joi.ObjectSchema,
  env: ReadonlyMap<string, unknown>,
): ConfigFault {
  const name = String(detail.path[0] ?? detail.context?.["main"] ?? "the environment");
  const message = detail.message.startsWith(`${name} `) ? detail.message.slice(name.length + 1) : detail.message;
  return { name, problem: withoutValue(message, env.get(name)), remedy: describeRemedy(schema, name) };
}

const SHORTEST_SECRET = 4;

/** Removes the value from a message: custom rules may quote it. */
function withoutValue(message: string, value: unknown): string {
  return typeof value === "string" && value.length >= SHORTEST_SECRET ? message.replaceAll(value, "…") : message;
}

function describeRemedy(schema: Joi.ObjectSchema, name: string): string | null {
  const keys = Object.entries((schema.describe()["keys"] ?? {}) as Readonly<Record<string, Joi.Description>>);
  const setting = keys.find(([key]) => key === name)?.[1];
  if (setting === undefined) {
    return null;
  }
  const { description } = (setting.flags ?? {}) as { readonly description?: string };
  const [example] = (setting["examples"] ?? []) as readonly (string | number)[];
  const parts = [description, example === undefined ? undefined : `for example ${example}`];
  const text = parts.filter((part) => part !== undefined).join("; ");
  return text === "" ? null : text;
}
