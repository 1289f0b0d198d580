import { ERROR_STATUS } from "@longhaul/contracts";
import type { OperationRegistry } from "@longhaul/operations";
import { PROJECT, type Endpoint } from "../../endpoints/define-endpoint.ts";

/** The API in short, as plain text for people and language models (llmstxt.org). */
export function llmsText(endpoints: readonly Endpoint[], registry: OperationRegistry): string {
  const tags = [...new Set(endpoints.map(({ tag }) => tag))];
  const ofTag = (tag: string): Endpoint[] => endpoints.filter((endpoint) => endpoint.tag === tag);
  return `# Longhaul

> Long-running operations behind a REST API: start, follow, cancel, retry, fetch results; batches with dependencies; signed webhooks.

- Below \`${PROJECT}\` every request needs \`Authorization: Bearer <JWT or API key>\`; \`GET ${PROJECT}/async/ping\` tells what it covers.
- \`Idempotency-Key\` makes a repeated POST harmless for 24 hours.
- To follow an operation: \`GET …/async/operation/{operationId}\` with \`Prefer: wait=30\` (long poll, \`If-None-Match\` → 304), or the server-sent events of \`…/events\`; an import: \`…/datasets/{datasetId}/events\`.
- Errors are \`application/problem+json\`: \`error.code\` says what went wrong (${Object.keys(ERROR_STATUS).join(", ")}), \`errors[].pointer\` where. Repeat after \`Retry-After\` seconds where that header is.
- [OpenAPI 3.1](openapi.json): every body and answer. [Documentation](docs): the same to read and try out.

## Operation types

${registry.types.map((type) => `- \`${type}\`${gloss(registry.find(type)?.description)}`).join("\n")}

\`GET ${PROJECT}/async/operation-types\` has their parameters as JSON Schema, with examples.

${tags.map((tag) => `## ${tag}\n\n${ofTag(tag).map(line).join("\n")}`).join("\n\n")}
`;
}

const line = ({ method, path, id, tag, summary }: Endpoint): string =>
  `- [${method.toUpperCase()} ${path}](docs#/${encodeURIComponent(tag)}/${id}): ${summary}`;

const gloss = (description: string | undefined): string => (description === undefined ? "" : `: ${description}`);
