import Joi from "joi";

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
const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/;

/** A length of time such as 500ms, 30s, 5m, 2h or 7d; the value is a number of milliseconds. */
export function durationMsSetting(limits: { readonly minMs?: number; readonly maxMs?: number } = {}): Joi.AnySchema {
  const { minMs = 0, maxMs = Number.MAX_SAFE_INTEGER } = limits;
  return Joi.any()
    .custom((value: unknown, helpers: Joi.CustomHelpers<unknown>) => {
      const durationMs = parseDurationMs(value);
      if (durationMs === null) {
        return helpers.error("setting.duration");
      }
      return durationMs < minMs || durationMs > maxMs
        ? helpers.error("setting.durationRange", { minMs, maxMs })
        : durationMs;
    })
    .messages({
      "setting.duration": "is not a length of time with its unit",
      "setting.durationRange": "must be between {#minMs} and {#maxMs} milliseconds",
    })
    .description("a length of time with its unit: ms, s, m, h or d")
    .example("30s");
}

function parseDurationMs(value: unknown): number | null {
  const [, amount, unit = ""] = DURATION.exec(String(value)) ?? [];
  const unitMs = UNIT_MS.get(unit);
  return unitMs === undefined ? null : Math.round(Number(amount) * unitMs);
}

const KEY_BYTES = 32;

/** A key of 32 bytes in base64; the value is its bytes. */
export function keySetting(): Joi.AnySchema {
  return Joi.any()
    .custom((value: unknown, helpers: Joi.CustomHelpers<unknown>) => readKey(value) ?? helpers.error("setting.key"))
    .messages({ "setting.key": "is not 32 bytes in base64" })
    .description("32 bytes in base64");
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
  const key = Buffer.from(String(value), "base64");
  return key.length === KEY_BYTES ? key : null;
}
