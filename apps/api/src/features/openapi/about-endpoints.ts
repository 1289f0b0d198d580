import { PROJECT, type Endpoint } from "./endpoint.ts";

/** Endpoints that tell of the API itself. */
export const ABOUT_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "get",
    path: `${PROJECT}/async/ping`,
    id: "ping",
    permission: "any",
    tag: "About",
    summary: "Who I am here: subject, tenant, project, permissions, until when the token holds; the server's time",
    answers: { 200: { description: "the token covers this project", schema: "Ping" } },
  },
  {
    method: "get",
    path: `${PROJECT}/async/operation-types`,
    id: "listOperationTypes",
    permission: "read",
    tag: "About",
    summary: "What can be started: each type with its phases, the JSON Schema of its parameters, and examples",
    headers: ["If-None-Match"],
    answers: {
      200: { description: "all types", schema: "OperationTypes", headers: ["ETag"] },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
  },
  {
    method: "get",
    path: "/",
    id: "getStartPage",
    permission: "public",
    tag: "Service",
    summary: "A page that leads on; its links as JSON with `Accept: application/json`",
    answers: { 200: { description: "the page, or its links", schema: "StartPage", media: ["text/html"] } },
  },
  {
    method: "get",
    path: "/llms.txt",
    id: "getLlmsText",
    permission: "public",
    tag: "Service",
    summary: "The API in short, as plain text for people and language models",
    headers: ["If-None-Match"],
    answers: {
      200: { description: "the text, in Markdown", media: ["text/plain"], headers: ["ETag"] },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
  },
];
