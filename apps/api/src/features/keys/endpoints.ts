import { apiKeyListQuerySchema } from "@longhaul/contracts";
import { PROJECT, defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { deleteApiKeyRoute, rotateApiKeyRoute } from "./change-api-key.ts";
import { createApiKeyRoute } from "./create-api-key.ts";
import { getApiKeyRoute, listApiKeysRoute } from "./find-api-keys.ts";

const tag = "API keys";
const permission = "admin";
const ALL = `${PROJECT}/async/api-keys`;
const ONE = `${ALL}/{keyId}`;

/** Endpoints of API keys. */
export const API_KEY_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "post",
    path: ALL,
    id: "createApiKey",
    permission,
    tag,
    summary: "Make a key, which is shown once",
    description:
      "It is sent as a token is: `Authorization: Bearer lhk_…`. Only a hash is kept. Nobody makes a key that may do more, or covers more projects, than they do; a key that was made with a key ends with it at the latest. A tenant has at most 500 that have not expired.",
    body: "ApiKeyRequest",
    answers: { 201: { description: "the key with its secret", schema: "ApiKeyCreated", headers: ["Location"] } },
    faults: ["conflict"],
    handle: createApiKeyRoute,
  }),
  defineEndpoint({
    method: "get",
    path: ALL,
    id: "listApiKeys",
    permission,
    tag,
    summary: "List keys with their last use, newest first",
    description: "Those of projects that the own token covers. Expired ones are listed for 90 days more.",
    query: apiKeyListQuerySchema,
    answers: { 200: { description: "one page", schema: "ApiKeyList" } },
    handle: listApiKeysRoute,
  }),
  defineEndpoint({
    method: "get",
    path: ONE,
    id: "getApiKey",
    permission,
    tag,
    summary: "One key, without its secret",
    description: "`lastUsed` is noted at most every ten minutes.",
    answers: { 200: { description: "the key", schema: "ApiKey" } },
    handle: getApiKeyRoute,
  }),
  defineEndpoint({
    method: "post",
    path: `${ONE}/rotate`,
    id: "rotateApiKey",
    permission,
    tag,
    summary: "Give a key another secret; the one before is good for a while more",
    description:
      "With `overlapHours: 0` the secret before ends at once. A second rotation ends the one before the first. Needs all that the key may do; with a key, none that ends later is rotated.",
    body: "ApiKeyRotation",
    isBodyOptional: true,
    answers: { 200: { description: "the key with its new secret", schema: "ApiKeyCreated" } },
    handle: rotateApiKeyRoute,
  }),
  defineEndpoint({
    method: "delete",
    path: ONE,
    id: "deleteApiKey",
    permission,
    tag,
    summary: "Delete a key, which is good for nothing from then on; answers what it was",
    description:
      "At once in the process that is asked, within ten seconds in others; streams that the key opened end as well.",
    answers: { 200: { description: "what it was", schema: "ApiKey" } },
    handle: deleteApiKeyRoute,
  }),
];
