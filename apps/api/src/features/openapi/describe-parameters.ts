import { jsonSchemaOf, type JsonSchema } from "@longhaul/contracts";
import type { Endpoint } from "../../endpoints/define-endpoint.ts";
import { REQUEST_HEADERS } from "../../endpoints/shared-headers.ts";

const GUID = { type: "string", format: "uuid" };
const ID = { type: "string", maxLength: 64 };
const TEXT = { type: "string" };

/** What stands for `{names}` in paths. */
const PATH_PARAMETERS: Readonly<Record<string, JsonSchema>> = {
  tenantId: GUID,
  projectId: GUID,
  datasetId: GUID,
  version: { type: "integer", minimum: 1 },
  operationId: ID,
  batchId: ID,
  webhookId: ID,
  scheduleId: ID,
  deliveryId: ID,
  keyId: ID,
  token: TEXT,
  name: TEXT,
  file: TEXT,
};

/** The parameters that stand in a path, by reference. */
export const pathParameters = (path: string): JsonSchema[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => {
    if (!Object.hasOwn(PATH_PARAMETERS, name)) throw new Error(`the path parameter ${name} is not described`);
    return { $ref: `#/components/parameters/${name}` };
  });

/** Query parameters as Parameter Objects; those of several endpoints become components. */
export interface QueryParameters {
  readonly of: (endpoint: Endpoint) => JsonSchema[];
  readonly components: JsonSchema;
}

export function describeQueries(endpoints: readonly Endpoint[]): QueryParameters {
  const parameters = new Map(
    endpoints.map(({ id, rawQuery, query = rawQuery }) => [
      id,
      query === undefined ? [] : queryParameters(jsonSchemaOf(query)),
    ]),
  );
  const uses = Map.groupBy([...parameters.values()].flat(), (parameter) => JSON.stringify(parameter));
  const components = new Map<string, QueryParameter>();
  const names = new Map<string, string>();
  for (const [text, [parameter, ...others]] of uses) {
    if (parameter === undefined || others.length === 0 || components.has(parameter.name)) continue;
    components.set(parameter.name, parameter);
    names.set(text, parameter.name);
  }
  return {
    of: ({ id }) =>
      (parameters.get(id) ?? []).map((parameter) => {
        const name = names.get(JSON.stringify(parameter));
        return name === undefined ? { ...parameter } : { $ref: `#/components/parameters/query-${name}` };
      }),
    components: Object.fromEntries([...components].map(([name, parameter]) => [`query-${name}`, parameter])),
  };
}

interface QueryParameter {
  readonly name: string;
  readonly in: "query";
  readonly required?: true;
  readonly description?: unknown;
  readonly schema: JsonSchema;
}

/** The keys of a query's schema; what has no type of its own arrives as text. */
function queryParameters(query: JsonSchema): QueryParameter[] {
  const { properties = {}, required = [] } = query as {
    properties?: Record<string, JsonSchema>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: "query",
    ...(required.includes(name) ? { required: true } : {}),
    ...(description === undefined ? {} : { description }),
    schema: { type: "string", ...schema },
  }));
}

/** Parameters that several endpoints have, as Parameter Objects: names in paths, headers of requests. */
export function describeParameters(): JsonSchema {
  return {
    ...Object.fromEntries(
      Object.entries(PATH_PARAMETERS).map(([name, schema]) => [name, { name, in: "path", required: true, schema }]),
    ),
    ...Object.fromEntries(
      Object.entries(REQUEST_HEADERS).map(([name, header]) => [name, { name, in: "header", ...header }]),
    ),
  };
}
