import { createHash } from "node:crypto";
import type { Request, Response } from "express";
import { jsonSchemaOf } from "@longhaul/contracts";
import type { OperationDefinition } from "@longhaul/operations";
import type { ApiContext } from "../../context/context.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { scopeOf } from "../../http/request-scope.ts";

/** GET …/async/operation-types: what can be started, with what parameters; written once. */
export function listOperationTypes(ctx: ApiContext) {
  const definitions = ctx.registry.types.flatMap((type) => ctx.registry.find(type) ?? []);
  const answer = { operationTypes: definitions.map(presentType) };
  const body = Buffer.from(JSON.stringify(answer));
  const tag = createHash("sha256").update(body).digest("base64url");
  return (req: Request, res: Response): void => {
    scopeOf(req);
    if (answeredNotModified(req, res, tag)) return;
    res.type("application/json; charset=utf-8").send(body);
  };
}

function presentType(definition: OperationDefinition): Record<string, unknown> {
  const { type, description, phases, examples = [] } = definition;
  const total = phases.reduce((sum, { weight }) => sum + weight, 0);
  return {
    operationType: type,
    ...(description === undefined ? {} : { description }),
    phases: phases.map((phase) => ({
      phaseName: phase.name,
      ...(phase.description === undefined ? {} : { description: phase.description }),
      share: Math.round((1000 * phase.weight) / total) / 10,
    })),
    needsDataset: definition.needsDataset,
    givesDataset: definition.givesDataset === true,
    needsSources: definition.needsSources === true,
    parameters: jsonSchemaOf(definition.parameters),
    examples: examples.map(({ name, parameters }) => ({ operationType: type, operationName: name, parameters })),
  };
}
