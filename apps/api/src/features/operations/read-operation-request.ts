import type { Request } from "express";
import { validateBody, type OperationRequest } from "@longhaul/contracts";
import type { OperationRegistry } from "@longhaul/operations";
import type Joi from "joi";
import { accepted, requireJson } from "../../http/read-request.ts";

/** The body of a request for an operation, as `judgeOperationRequest` has it. */
export function readOperationRequest(
  req: Request,
  schema: Joi.ObjectSchema<OperationRequest>,
  registry: OperationRegistry,
): OperationRequest {
  requireJson(req);
  return judgeOperationRequest(req.body, schema, registry);
}

/** What asks for an operation, completed. Its faults are told together with those of its `parameters`. @throws DomainError */
export function judgeOperationRequest(
  body: unknown,
  schema: Joi.ObjectSchema<OperationRequest>,
  registry: OperationRegistry,
): OperationRequest {
  const checked = validateBody(schema, body);
  if (checked.ok) return checked.value;
  return accepted({ ok: false, faults: [...checked.faults, ...parameterFaults(body, registry)] });
}

/** Faults by the rules of the operation type, where the body gets as far as naming one. */
function parameterFaults(body: unknown, registry: OperationRegistry) {
  if (typeof body !== "object" || body === null || !("operationType" in body)) return [];
  const definition = registry.find(String(body.operationType));
  const parameters: unknown = "parameters" in body ? body.parameters : {};
  if (definition === undefined || typeof parameters !== "object" || parameters === null) return [];
  const checked = validateBody(definition.parameters, parameters, ["parameters"]);
  return checked.ok ? [] : checked.faults;
}
