import { validateBody, type OperationRequest } from "@longhaul/contracts";
import type { OperationRegistry } from "@longhaul/operations";
import type Joi from "joi";
import { accepted } from "../../http/read-request.ts";

/**
 * Validates the body of a start, or the operation that a schedule starts, and adds the defaults.
 * @throws DomainError that has the faults of the body and of its `parameters` together
 */
export function readOperationRequest(
  body: unknown,
  schema: Joi.ObjectSchema<OperationRequest>,
  registry: OperationRegistry,
): OperationRequest {
  const checked = validateBody(schema, body);
  if (checked.ok) return checked.value;
  return accepted({ ok: false, faults: [...checked.faults, ...parameterFaults(body, registry)] });
}

/** Faults by the rules of the operation type, if the body names one. */
function parameterFaults(body: unknown, registry: OperationRegistry) {
  if (typeof body !== "object" || body === null || !("operationType" in body)) return [];
  const definition = registry.find(String(body.operationType));
  const parameters: unknown = "parameters" in body ? body.parameters : {};
  if (definition === undefined || typeof parameters !== "object" || parameters === null) return [];
  const checked = validateBody(definition.parameters, parameters, ["parameters"]);
  return checked.ok ? [] : checked.faults;
}
