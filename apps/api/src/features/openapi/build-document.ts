import { STATUS_CODES } from "node:http";
import { ERROR_STATUS, jsonSchemaOf, type JsonSchema } from "@longhaul/contracts";
import type { OperationRegistry } from "@longhaul/operations";
import { describeEndpoint, describeRequestHeaders } from "./describe-endpoint.ts";
import { describeWebhooks } from "./event-messages.ts";
import { listEndpoints } from "./list-endpoints.ts";
import { namedSchemas } from "./named-schemas.ts";
import { withOpenObjects } from "./open-objects.ts";
import { RESPONSE_HEADERS } from "./shared-headers.ts";
import { TAGS } from "./tags.ts";
import { withExamples } from "./with-examples.ts";
import { withParameters } from "./with-parameters.ts";

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, JsonSchema>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly [kind: string]: JsonSchema };
  readonly [key: string]: unknown;
}

/**
 * The API as an OpenAPI 3.1 document: the table of endpoints with the schemas that the API judges by.
 * @param publicUrl what clients put before `/api`; where the document comes from when absent
 */
export function buildDocument(registry: OperationRegistry, publicUrl: string | undefined): OpenApiDocument {
  const endpoints = listEndpoints(registry);
  const paths = new Map<string, JsonSchema>();
  for (const endpoint of endpoints) {
    paths.set(endpoint.path, { ...paths.get(endpoint.path), [endpoint.method]: describeEndpoint(endpoint) });
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Longhaul",
      version: "1",
      description:
        "Long-running operations: start, follow, cancel, retry, fetch results. Errors are `application/problem+json`.",
    },
    servers: [{ url: publicUrl ?? "/" }],
    security: [{ bearer: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: Object.fromEntries(paths),
    webhooks: describeWebhooks(),
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
      schemas: describeSchemas(registry),
      parameters: describeRequestHeaders(),
      headers: RESPONSE_HEADERS,
      responses: describeProblems(),
    },
  };
}

function describeSchemas(registry: OperationRegistry): Record<string, JsonSchema> {
  const named = Object.entries(namedSchemas(registry)).map(([name, schema]) => [name, jsonSchemaOf(schema)] as const);
  return withExamples(withOpenObjects(withParameters(Object.fromEntries(named), registry)));
}

/** No method of this document is one that its path hasn't. */
const TOLD_STATUSES = new Set<number>(Object.values(ERROR_STATUS));
TOLD_STATUSES.delete(ERROR_STATUS.method_not_allowed);

/** One response for each status of a problem, with the codes that it may have. */
function describeProblems(): JsonSchema {
  return Object.fromEntries(
    [...TOLD_STATUSES].map((status) => {
      const codes = Object.entries(ERROR_STATUS).flatMap(([code, of]) => (of === status ? [`\`${code}\``] : []));
      const description = `${STATUS_CODES[status] ?? ""}: ${codes.join(" or ")}`;
      const content = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };
      const headers = { "Retry-After": { $ref: "#/components/headers/Retry-After" } };
      return [`Problem${status}`, { description, ...([409, 429, 503].includes(status) ? { headers } : {}), content }];
    }),
  );
}
