import type { JsonSchema } from "@longhaul/contracts";
import { takesKey, type Answer, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { faultStatuses } from "../../endpoints/fault-statuses.ts";
import { describeCallbacks } from "./event-messages.ts";
import type { SchemaName } from "../../endpoints/named-schemas.ts";
import { pathParameters, type QueryParameters } from "./describe-parameters.ts";
import type { RequestHeader, ResponseHeader } from "../../endpoints/shared-headers.ts";

/**
 * One method of a path as an Operation Object of OpenAPI.
 * @param queryOf the parameters of its query
 */
export function describeEndpoint(endpoint: Endpoint, queryOf: QueryParameters["of"]): JsonSchema {
  const { id, tag, summary, description, callbacks } = endpoint;
  const isScoped = endpoint.permission !== "public";
  const faults = faultStatuses(endpoint);
  const parameters = [
    ...pathParameters(endpoint.path),
    ...queryOf(endpoint),
    ...requestHeaders(endpoint).map((name) => ({ $ref: `#/components/parameters/${name}` })),
  ];
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: `${description}${needs(endpoint)}`,
    ...(isScoped ? {} : { security: [] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...requestBody(endpoint),
    responses: {
      ...Object.fromEntries(faults.map((status) => [status, problem(status)])),
      ...Object.fromEntries(
        Object.entries(endpoint.answers).map(([status, answer]) => [status, response(answer, endpoint)]),
      ),
      // Linters want each endpoint to name a fault of the client's.
      ...(faults.some((status) => status < 500) ? {} : { "4XX": COMMON_PROBLEM }),
      default: COMMON_PROBLEM,
    },
    ...(callbacks === undefined ? {} : { callbacks: describeCallbacks(callbacks) }),
  };
}

const needs = ({ permission }: Endpoint): string =>
  permission === "public" || permission === "any" ? "" : ` Permission: \`${permission}\`.`;

const requestHeaders = (endpoint: Endpoint): readonly RequestHeader[] => {
  const { headers = [] } = endpoint;
  return takesKey(endpoint) ? [...headers, "Idempotency-Key"] : headers;
};

function requestBody({ rawBody, body = rawBody, jsonBody, isBodyOptional, isUpload }: Endpoint): JsonSchema {
  if (body === undefined) return {};
  const media = isUpload === true ? "multipart/form-data" : "application/json";
  const of = (name: SchemaName): JsonSchema => ({ schema: { $ref: `#/components/schemas/${name}` } });
  const content = { [media]: of(body), ...(jsonBody === undefined ? {} : { "application/json": of(jsonBody) }) };
  return { requestBody: { required: isBodyOptional !== true, content } };
}

/** JSON without a schema may be anything. Texts and files are described as such, so that clients' types are exact. */
function contentOf(media: string): JsonSchema {
  if (media.endsWith("json")) return {};
  return { schema: { type: "string", ...(/^text\/|\+xml$/.test(media) ? {} : { format: "binary" }) } };
}

function response(answer: Answer, endpoint: Endpoint): JsonSchema {
  const { description, schema, media = [] } = answer;
  const headers: readonly ResponseHeader[] = [
    ...(answer.headers ?? []),
    ...(takesKey(endpoint) ? (["Idempotent-Replayed"] as const) : []),
  ];
  const content = {
    ...(schema === undefined ? {} : { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } }),
    ...Object.fromEntries(media.map((type) => [type, contentOf(type)])),
  };
  return {
    description,
    ...(headers.length === 0 ? {} : { headers: refersTo(headers) }),
    ...(Object.keys(content).length === 0 ? {} : { content }),
  };
}

/** Headers of answers, by reference. */
export const refersTo = (headers: readonly ResponseHeader[]): JsonSchema =>
  Object.fromEntries(headers.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

const COMMON_PROBLEM = { $ref: "#/components/responses/CommonProblem" };

const problem = (status: number): JsonSchema => ({ $ref: `#/components/responses/Problem${status}` });
