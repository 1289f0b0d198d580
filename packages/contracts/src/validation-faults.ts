import { jsonPointer, type FaultDetail } from "@longhaul/domain";
import type Joi from "joi";
import { checkSize, type Path } from "./check-size.ts";
import { MAX_FAULTS } from "./shorten-faults.ts";
import { sizeBoundsOf } from "./size-bounds.ts";

/** Outcome of checking a value: the completed value, or all its faults. */
export type Validated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly FaultDetail[] };

/**
 * Checks a JSON body strictly: nothing is converted, unknown keys are refused, all faults are reported.
 * @param prefix path of the value within the whole body
 */
export function validateBody<T>(schema: Joi.Schema<T>, value: unknown, prefix: Path = []): Validated<T> {
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
  pointer: (path: Path) => string,
): Validated<T> {
  const { faults, rest } = checkSize(value, sizeBoundsOf(schema));
  const sizeFaults = faults.map(({ path, detail }) => ({ pointer: pointer(path), detail }));
  if (rest === null) return { ok: false, faults: sizeFaults };
  const result = withFewFaults(schema).validate(rest.value, {
    abortEarly: false,
    convert,
    errors: { wrap: { label: false } },
  });
  if (result.error === undefined)
    return sizeFaults.length === 0 ? { ok: true, value: result.value } : { ok: false, faults: sizeFaults };
  // A value that was cut has one fault: the validator's other faults may come from the cut.
  const cut = new Set(sizeFaults.map((fault) => fault.pointer));
  const others = result.error.details.map((detail) => ({ pointer: pointer(detail.path), detail: detail.message }));
  return { ok: false, faults: [...sizeFaults, ...others.filter((fault) => !cut.has(fault.pointer))] };
}

const limited = new WeakMap<Joi.Schema, Joi.Schema>();

/** The same schema with messages for the first faults only: writing a message costs more than finding a fault. */
function withFewFaults<T>(schema: Joi.Schema<T>): Joi.Schema<T> {
  const known = limited.get(schema) ?? schema.error((faults) => faults.slice(0, MAX_FAULTS + 1));
  limited.set(schema, known);
  return known;
}
