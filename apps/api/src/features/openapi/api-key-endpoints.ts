import { apiKeyListQuerySchema } from "@longhaul/contracts";
import { PROJECT, type Endpoint } from "./endpoint.ts";

const tag = "API keys";
const permission = "admin";
const ALL = `${PROJECT}/async/api-keys`;
const ONE = `${ALL}/{keyId}`;

/** Endpoints of API keys. */
export const API_KEY_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "post",
    path: ALL,
    id: "createApiKey",
    permission,
    tag,
    summary: "Make a key, which is told once",
    body: "ApiKeyRequest",
    isIdempotent: true,
    answers: { 201: { description: "the key with its secret", schema: "ApiKeyCreated", headers: ["Location"] } },
    faults: ["conflict"],
  },
  {
    method: "get",
    path: ALL,
    id: "listApiKeys",
    permission,
    tag,
    summary: "List keys with their last use, newest first",
    query: apiKeyListQuerySchema,
    answers: { 200: { description: "one page", schema: "ApiKeyList" } },
  },
  {
    method: "get",
    path: ONE,
    id: "getApiKey",
    permission,
    tag,
    summary: "One key, without its secret",
    answers: { 200: { description: "the key", schema: "ApiKey" } },
  },
  {
    method: "post",
    path: `${ONE}/rotate`,
    id: "rotateApiKey",
    permission,
    tag,
    summary: "Give a key another secret; the one before is good for a while more",
    body: "ApiKeyRotation",
    isBodyOptional: true,
    isIdempotent: true,
    answers: { 200: { description: "the key with its new secret", schema: "ApiKeyCreated" } },
  },
  {
    method: "delete",
    path: ONE,
    id: "deleteApiKey",
    permission,
    tag,
    summary: "Delete a key, which is good for nothing from then on; answers what it was",
    answers: { 200: { description: "what it was", schema: "ApiKey" } },
  },
];
