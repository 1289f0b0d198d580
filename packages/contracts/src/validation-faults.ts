import type { FaultDetail } from "@longhaul/domain";
import type Joi from "joi";
import { findUnstorable } from "./find-unstorable.ts";

const escapeToken = (token: string | number): string => String(token).replaceAll("~", "~0").replaceAll("/", "~1");

/** A JSON pointer (RFC 6901) from a path of keys and indexes. */
export function jsonPointer(path: readonly (string | number)[]): string {
  return path.map((token) => `/${escapeToken(token)}`).join("");
}

/** Outcome of checking a value: the completed value, or all its faults. */
export type Validated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly FaultDetail[] };

/**
 * Checks a JSON body strictly: nothing is converted, unknown keys are refused, all faults are reported.
 * @param prefix path of the value within the whole body
 */
export function validateBody<T>(
  schema: Joi.Schema<T>,
  value: unknown,
  prefix: readonly (string | number)[] = [],
): Validated<T> {
  return validate(schema, value, false, (path) => jsonPointer([...prefix, ...path]));
}

/** Checks query parameters, which arrive as texts and are converted. Faults point to `?name`. */
export function validateQuery<T>(schema: Joi.Schema<T>, value: unknown): Validated<T> {
  return validate(schema, value, true, (path) => `?${path[0] ?? ""}`);
}

function validate<T>(
  schema: Joi.Schema<T>,
  value: unknown,
  convert: boolean,
  pointer: (path: readonly (string | number)[]) => string,
): Validated<T> {
  // First, because schemas that allow any key walk as deep as the value goes.
  const unstorable = findUnstorable(value);
  if (unstorable.length > 0) {
    return { ok: false, faults: unstorable.map(({ path, detail }) => ({ pointer: pointer(path), detail })) };
  }
  const result = schema.validate(value, { abortEarly: false, convert, errors: { wrap: { label: false } } });
  if (result.error === undefined) return { ok: true, value: result.value };
  return {
    ok: false,
    faults: result.error.details.map((detail) => ({ pointer: pointer(detail.path), detail: detail.message })),
  };
}
