import Joi from "joi";
import { GUIDE_LANGUAGES } from "../guide/guide-texts.ts";
import type { Endpoint } from "./endpoint.ts";

const tag = "Service";

/** Endpoints of the process itself; they need no token. */
export const SERVICE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "get",
    path: "/healthz",
    id: "getHealth",
    permission: "public",
    tag,
    summary: "Whether the process lives",
    answers: { 200: { description: "it does", media: ["application/json"] } },
  },
  {
    method: "get",
    path: "/readyz",
    id: "getReadiness",
    permission: "public",
    tag,
    summary:
      "Whether database, queue and storage could be reached a moment ago; 503 when one couldn't, or the process is about to end",
    answers: {
      200: { description: "all could", media: ["application/json"] },
      503: { description: "one couldn't, it is named; or the process is about to end", media: ["application/json"] },
    },
  },
  {
    method: "get",
    path: "/openapi.json",
    id: "getOpenApi",
    permission: "public",
    tag,
    summary: "This document",
    headers: ["If-None-Match"],
    answers: {
      200: { description: "the document", media: ["application/json"], headers: ["ETag"] },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
  },
  {
    method: "get",
    path: "/docs",
    id: "getDocs",
    permission: "public",
    tag,
    summary: "This document as a page, for reading and trying out",
    answers: { 200: { description: "the page", media: ["text/html"] } },
  },
  {
    method: "get",
    path: "/docs/guide",
    id: "getGuide",
    permission: "public",
    tag,
    summary: "A guide through the API, with code for curl, TypeScript and Python",
    query: Joi.object({ lang: Joi.string().valid(...GUIDE_LANGUAGES) }),
    answers: { 200: { description: "the page", media: ["text/html"] } },
  },
  {
    method: "get",
    path: "/docs/{file}",
    id: "getDocsFile",
    permission: "public",
    tag,
    summary: "What the page is made of",
    headers: ["If-None-Match"],
    answers: {
      200: { description: "the file", media: ["text/javascript", "text/css"], headers: ["ETag"] },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
    faults: ["not_found"],
  },
];
