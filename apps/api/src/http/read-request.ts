import type { Request } from "express";
import { MAX_FAULTS, shortenFaults, validateBody, validateQuery, type Validated } from "@longhaul/contracts";
import { DomainError, type FaultDetail } from "@longhaul/domain";
import type Joi from "joi";

/** The value, or a 400 with all faults. */
export function accepted<T>(validated: Validated<T>): T {
  if (validated.ok) return validated.value;
  throw validationFailed(validated.faults);
}

/** The 400 with all faults of a request, the first one in its message. */
export function validationFailed(faults: readonly FaultDetail[]): DomainError {
  const [first] = shortenFaults(faults.slice(0, 1)).faults;
  const more = Math.min(faults.length, MAX_FAULTS) - 1;
  const atLeast = faults.length > MAX_FAULTS ? "at least " : "";
  const message = `${first === undefined ? "is not valid" : sentence(first)}${more > 0 ? ` (and ${atLeast}${more} more)` : ""}`;
  return new DomainError("validation_failed", message, { errors: faults });
}

/** A fault with its place named once: details often begin with the last name of their pointer. */
function sentence({ pointer, detail }: FaultDetail): string {
  const name = pointer.slice(Math.max(pointer.lastIndexOf("/"), pointer.lastIndexOf("?")) + 1);
  return `${pointer} ${name !== "" && detail.startsWith(`${name} `) ? detail.slice(name.length + 1) : detail}`.trim();
}

/** The JSON body of a request after validation. No body at all is undefined, for which a schema may have a default. */
export function readBody<T>(req: Request, schema: Joi.Schema<T>): T {
  requireJson(req);
  return accepted(validateBody(schema, req.body));
}

/** The query of a request after validation. */
export function readQuery<T>(req: Request, schema: Joi.Schema<T>): T {
  return accepted(validateQuery(schema, req.query));
}

/** What may come as a body or, where there is none, as query parameters. */
export function readBodyOrQuery<T>(req: Request, schema: Joi.Schema<T>): T {
  requireJson(req);
  const hasBody = req.body !== undefined && Object.keys(req.body as object).length > 0;
  return hasBody ? readBody(req, schema) : readQuery(req, schema);
}

/** Refuses a body of another type than JSON; no body at all is fine. */
export function requireJson(req: Request): void {
  const hasBody = req.headers["transfer-encoding"] !== undefined || Number(req.headers["content-length"] ?? 0) > 0;
  if (hasBody && req.is(["application/json", "application/*+json"]) === false) {
    throw new DomainError("unsupported_media_type", "send the body as application/json");
  }
}
