import { PROJECT, defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { listOperationTypes } from "./list-operation-types.ts";
import { ping } from "./ping.ts";
import { startPage } from "./start-page.ts";

/** Endpoints about the API itself. */
export const ABOUT_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "get",
    path: `${PROJECT}/async/ping`,
    id: "ping",
    permission: "any",
    tag: "About",
    summary: "Who I am here: subject, tenant, project, permissions, until when the token holds; the server's time",
    description: "A quick way to try a token: 401 where it isn't good, 404 where it doesn't cover the project.",
    answers: { 200: { description: "the token covers this project", schema: "Ping" } },
    handle: ping,
  }),
  defineEndpoint({
    method: "get",
    path: `${PROJECT}/async/operation-types`,
    id: "listOperationTypes",
    permission: "read",
    tag: "About",
    summary: "What can be started: each type with its phases, the JSON Schema of its parameters, and examples",
    description:
      "The same schemas that requests are judged by, with defaults, to build forms and check parameters before sending.",
    headers: ["If-None-Match"],
    answers: {
      200: { description: "all types", schema: "OperationTypes", headers: ["ETag"] },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
    handle: listOperationTypes,
  }),
  defineEndpoint({
    method: "get",
    path: "/",
    id: "getStartPage",
    permission: "public",
    tag: "Service",
    summary: "A page that leads on; its links as JSON with `Accept: application/json`",
    description: "Links are relative to this address, so that they work behind a proxy.",
    answers: { 200: { description: "the page, or its links", schema: "StartPage", media: ["text/html"] } },
    handle: startPage,
  }),
];
