import Joi from "joi";
import { isWeakSecret } from "./is-weak-secret.ts";

/** A TCP port; 0 lets the operating system choose. */
export function portSetting(): Joi.NumberSchema {
  return Joi.number().port().description("a TCP port from 0 to 65535");
}

/** A URL whose scheme is one of `schemes` (without the colon), kept as the string it is. */
export function urlSetting(schemes: readonly string[]): Joi.StringSchema {
  const forms = schemes.map((scheme) => `${scheme}://…`).join(" or ");
  return Joi.string()
    .custom((value: string, helpers: Joi.CustomHelpers<string>) => {
      const scheme = URL.canParse(value) ? new URL(value).protocol.slice(0, -1) : null;
      return scheme !== null && schemes.includes(scheme) ? value : helpers.error("setting.url", { forms });
    })
    .messages({ "setting.url": "is not a URL of the form {#forms}" })
    .description(`a URL of the form ${forms}`);
}

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/;

/** A length of time such as 500ms, 30s, 5m, 2h or 7d, or a plain number of milliseconds; the value is in milliseconds. */
export function durationMsSetting(limits: { readonly minMs?: number; readonly maxMs?: number } = {}): Joi.AnySchema {
  const { minMs = 0, maxMs = Number.MAX_SAFE_INTEGER } = limits;
  return Joi.any()
    .custom((value: unknown, helpers: Joi.CustomHelpers<unknown>) => {
      const durationMs = parseDurationMs(value);
      if (durationMs === null) {
        return helpers.error("setting.duration");
      }
      return durationMs < minMs || durationMs > maxMs
        ? helpers.error("setting.durationRange", { range: describeRange(minMs, maxMs) })
        : durationMs;
    })
    .messages({
      "setting.duration": "is not a length of time",
      "setting.durationRange": "must be {#range}",
    })
    .description("a length of time with its unit (ms, s, m, h or d), or in milliseconds")
    .example("30s");
}

function parseDurationMs(value: unknown): number | null {
  const parts = DURATION.exec(String(value));
  const unitMs = UNIT_MS.get(parts?.[2] ?? "ms");
  return parts === null || unitMs === undefined ? null : Math.round(Number(parts[1]) * unitMs);
}

function describeRange(minMs: number, maxMs: number): string {
  if (maxMs === Number.MAX_SAFE_INTEGER) return `at least ${minMs} milliseconds`;
  return `between ${minMs} and ${maxMs} milliseconds`;
}

const DAY_MS = 86_400_000;

/** A number of days: `30`, or a length of time of whole days, `30d`. */
export function daysSetting(limits: { readonly min: number; readonly max: number }): Joi.AnySchema {
  return Joi.any()
    .custom((value: unknown, helpers: Joi.CustomHelpers<unknown>) => {
      const days = /^\d+$/.test(String(value)) ? Number(value) : (parseDurationMs(value) ?? Number.NaN) / DAY_MS;
      const isInside = Number.isInteger(days) && days >= limits.min && days <= limits.max;
      return isInside ? days : helpers.error("setting.days", limits);
    })
    .messages({ "setting.days": "is not a whole number of days from {#min} to {#max}" })
    .description("a number of days")
    .example("30d");
}

/** Items separated by commas, each of which the pattern matches; the value is an array of them. */
export function listSetting(pattern = /./): Joi.AnySchema {
  return Joi.any()
    .custom((value: unknown, helpers: Joi.CustomHelpers<unknown>) => {
      const items = String(value)
        .split(",")
        .map((item) => item.trim())
        .filter((item) => item !== "");
      const wrong = items.find((item) => !pattern.test(item));
      return wrong === undefined ? items : helpers.error("setting.item", { wrong });
    })
    .messages({ "setting.item": "has an item that can't be read: {#wrong}" });
}

const WEAK = "can be guessed: it is a placeholder, a repetition or a row";
const MIN_SECRET_LENGTH = 32;

function isProduction(helpers: Joi.CustomHelpers): boolean {
  return (helpers.prefs.context as { readonly isProduction?: boolean } | undefined)?.isProduction === true;
}

/** A secret of 32 characters or more; one that can be guessed is refused in production, however long it is. */
export function secretSetting(): Joi.StringSchema {
  return Joi.string()
    .min(MIN_SECRET_LENGTH)
    .custom((value: string, helpers: Joi.CustomHelpers<string>) =>
      isProduction(helpers) && isWeakSecret(value) ? helpers.error("setting.weak") : value,
    )
    .messages({ "setting.weak": WEAK, "any.invalid": "must not be the same as another secret" })
    .description("a secret of 32 characters or more; make one with: openssl rand -hex 32");
}

const KEY_BYTES = 32;

/** A key of 32 bytes in base64; the value is its bytes. */
export function keySetting(): Joi.AnySchema {
  return Joi.any()
    .custom((value: unknown, helpers: Joi.CustomHelpers<unknown>) => {
      const key = readKey(value);
      if (key === null) return helpers.error("setting.key");
      return isProduction(helpers) && isWeakSecret(key) ? helpers.error("setting.weak") : key;
    })
    .messages({ "setting.key": "is not 32 bytes in base64", "setting.weak": WEAK })
    .description("32 bytes in base64; make one with: openssl rand -base64 32");
}

/** Keys of 32 bytes in base64, separated by commas; the value is an array of their bytes. */
export function keyListSetting(): Joi.AnySchema {
  return Joi.any()
    .custom((value: unknown, helpers: Joi.CustomHelpers<unknown>) => {
      const keys = String(value)
        .split(",")
        .map((part) => readKey(part.trim()));
      return keys.includes(null) ? helpers.error("setting.keys") : keys;
    })
    .messages({ "setting.keys": "has a part that is not 32 bytes in base64" })
    .description("keys of 32 bytes in base64, separated by commas");
}

function readKey(value: unknown): Buffer | null {
  const text = String(value);
  const key = Buffer.from(text, "base64");
  return key.length === KEY_BYTES && /^[\w+/-]+=*$/.test(text) ? key : null;
}
