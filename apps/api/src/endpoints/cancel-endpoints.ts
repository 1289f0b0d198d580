import { cancelSchema } from "@longhaul/contracts";
import type { Request, Response } from "express";
import type { ApiContext } from "../context/context.ts";
import type { KeyHonored } from "../answers/run-idempotent.ts";
import { defineEndpoint, type Endpoint } from "./define-endpoint.ts";
import type { SchemaName } from "./named-schemas.ts";

/** The two ways to cancel what a path names: DELETE, and POST …/cancel for clients that can't send a body with DELETE. */
export function cancelEndpoints(
  what: Pick<Endpoint, "path" | "id" | "tag" | "summary" | "description"> & {
    readonly handle: (ctx: ApiContext) => (req: Request, res: Response) => Promise<KeyHonored>;
    readonly noun: string;
    readonly answer: SchemaName;
  },
): readonly Endpoint[] {
  const { path, id, tag, summary, description, handle, noun, answer } = what;
  const shared = {
    tag,
    permission: "operate",
    rawQuery: cancelSchema,
    rawBody: "CancelRequest",
    isBodyOptional: true,
    answers: { 200: { description: "cancelled, now or before", schema: answer } },
    faults: ["conflict"],
    handle,
  } as const;
  return [
    defineEndpoint({ ...shared, method: "delete", path, id, summary, description }),
    defineEndpoint({
      ...shared,
      method: "post",
      path: `${path}/cancel`,
      id: `${id}ByPost`,
      summary: `${summary}, for clients that can't send a body with DELETE`,
      description: `As DELETE of the ${noun}.`,
    }),
  ];
}
