import { STATUS_CODES } from "node:http";
import { ERROR_STATUS, jsonSchemaOf, type JsonSchema } from "@longhaul/contracts";
import type { OperationRegistry } from "@longhaul/operations";
import { COMMON_STATUSES } from "../../endpoints/fault-statuses.ts";
import { describeEndpoint, refersTo } from "./describe-endpoint.ts";
import { describeParameters, describeQueries } from "./describe-parameters.ts";
import { describeReceipts, describeSignatureHeaders, describeWebhooks } from "./event-messages.ts";
import type { Endpoint } from "../../endpoints/define-endpoint.ts";
import { namedSchemas } from "../../endpoints/named-schemas.ts";
import { withOpenObjects } from "./open-objects.ts";
import { RESPONSE_HEADERS, type ResponseHeader } from "../../endpoints/shared-headers.ts";
import { TAGS } from "../../endpoints/tags.ts";
import { withExamples } from "./with-examples.ts";
import { withParameters } from "./with-parameters.ts";
import { withSharedResponses } from "./with-shared-responses.ts";
import { withSharedSchemas } from "./with-shared-schemas.ts";

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, JsonSchema>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly [kind: string]: JsonSchema };
  readonly [key: string]: unknown;
}

/**
 * The API as an OpenAPI 3.1 document: all endpoints with the schemas that the API judges by.
 * @param publicUrl what clients put before `/api`; where the document comes from when absent
 */
export function buildDocument(
  endpoints: readonly Endpoint[],
  registry: OperationRegistry,
  publicUrl: string | undefined,
): OpenApiDocument {
  const queries = describeQueries(endpoints);
  const all = new Map<string, Record<string, JsonSchema>>();
  for (const endpoint of endpoints) {
    all.set(endpoint.path, {
      ...all.get(endpoint.path),
      [endpoint.method]: describeEndpoint(endpoint, queries.of),
    });
  }
  const { paths, components } = withSharedResponses(all);
  return {
    openapi: "3.1.1",
    info: {
      title: "Longhaul",
      version: "1",
      contact: { name: "The operator of this service" },
      description:
        "Long-running operations: start, follow, cancel, retry, fetch results. Errors are `application/problem+json`; the response `default` lists those that any request may meet. Answers to requests with a token say in `RateLimit` and `RateLimit-Policy` what is left of the tenant's requests.",
    },
    servers: [{ url: publicUrl ?? "/" }],
    security: [{ bearer: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    webhooks: describeWebhooks(),
    components: {
      securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
      schemas: describeSchemas(registry, endpoints),
      parameters: { ...describeParameters(), ...queries.components, ...describeSignatureHeaders() },
      headers: RESPONSE_HEADERS,
      responses: { ...describeProblems(), ...describeReceipts(), ...components },
    },
  };
}

function describeSchemas(registry: OperationRegistry, endpoints: readonly Endpoint[]): Record<string, JsonSchema> {
  const bodies = endpoints.flatMap(({ body, rawBody, jsonBody }) => [body, rawBody, jsonBody]);
  // Addresses are parts of several bodies.
  const sent = new Set<string | undefined>([...bodies, "TargetUrl"]);
  const named = Object.entries(namedSchemas(registry)).map(([name, schema]) => {
    const told = jsonSchemaOf(schema);
    return [name, sent.has(name) ? told : withoutLeastLengths(told)] as const;
  });
  return withSharedSchemas(withExamples(withOpenObjects(withParameters(Object.fromEntries(named), registry))));
}

/** That a text of an answer isn't empty follows from what it tells; of requests it has to be said. */
const withoutLeastLengths = (schema: JsonSchema): JsonSchema =>
  JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => (key === "minLength" && value === 1 ? undefined : value)),
  ) as JsonSchema;

/** No method of this document is one that its path hasn't. */
const TOLD_STATUSES = new Set<number>(Object.values(ERROR_STATUS));
TOLD_STATUSES.delete(ERROR_STATUS.method_not_allowed);

/** One response for each status of a problem that depends on the endpoint, and one for all others. */
function describeProblems(): JsonSchema {
  const statuses = [...TOLD_STATUSES];
  const common = statuses
    .filter((status) => COMMON_STATUSES.has(status))
    .map((status) => `- ${status} ${textOf(status)}`);
  return {
    ...Object.fromEntries(
      statuses
        .filter((status) => !COMMON_STATUSES.has(status))
        .map((status) => [`Problem${status}`, describeProblem(textOf(status), status === 409 ? ["Retry-After"] : [])]),
    ),
    CommonProblem: describeProblem(`What any request may meet:\n${common.join("\n")}`, [
      "Retry-After",
      "RateLimit",
      "RateLimit-Policy",
    ]),
  };
}

/** The codes that a problem of a status may have. */
function textOf(status: number): string {
  const codes = Object.entries(ERROR_STATUS).flatMap(([code, of]) => (of === status ? [`\`${code}\``] : []));
  return `${STATUS_CODES[status] ?? ""}: ${codes.join(" or ")}`;
}

const describeProblem = (description: string, headers: readonly ResponseHeader[]): JsonSchema => ({
  description,
  ...(headers.length === 0 ? {} : { headers: refersTo(headers) }),
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
});
