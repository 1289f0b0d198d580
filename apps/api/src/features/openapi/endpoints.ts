import Joi from "joi";
import { defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { GUIDE_LANGUAGES } from "../guide/guide-texts.ts";
import { sendGuide } from "../guide/send-guide.ts";
import { sendDocsFile, sendDocsPage } from "./send-docs.ts";
import { sendDocument, sendLlmsText } from "./send-document.ts";

const tag = "Service";

/** The API in short. */
export const LLMS_ENDPOINT = defineEndpoint({
  method: "get",
  path: "/llms.txt",
  id: "getLlmsText",
  permission: "public",
  tag,
  summary: "The API in short, as plain text for people and language models",
  description: "Made from the same table as this document.",
  headers: ["If-None-Match"],
  answers: {
    200: { description: "the text, in Markdown", media: ["text/plain"], headers: ["ETag"] },
    304: { description: "nothing has changed", headers: ["ETag"] },
  },
  handle: sendLlmsText,
});

/** Endpoints of the document, and of pages that show it. */
export const OPENAPI_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "get",
    path: "/openapi.json",
    id: "getOpenApi",
    permission: "public",
    tag,
    summary: "This document",
    description: "OpenAPI 3.1, with events as `webhooks` and `callbacks`; typed clients can be made from it.",
    headers: ["If-None-Match"],
    answers: {
      200: { description: "the document", media: ["application/json"], headers: ["ETag"] },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
    handle: sendDocument,
  }),
  defineEndpoint({
    method: "get",
    path: "/docs",
    id: "getDocs",
    permission: "public",
    tag,
    summary: "This document as a page, for reading and trying out",
    description: "Calls the API with a token that you enter.",
    answers: { 200: { description: "the page", media: ["text/html"] } },
    handle: sendDocsPage,
  }),
  defineEndpoint({
    method: "get",
    path: "/docs/guide",
    id: "getGuide",
    permission: "public",
    tag,
    summary: "A guide through the API, with code for curl, TypeScript and Python",
    description: "In English or French: `lang`, else by `Accept-Language`.",
    rawQuery: Joi.object({ lang: Joi.string().valid(...GUIDE_LANGUAGES) }),
    answers: { 200: { description: "the page", media: ["text/html"] } },
    handle: sendGuide,
  }),
  defineEndpoint({
    method: "get",
    path: "/docs/{file}",
    id: "getDocsFile",
    permission: "public",
    tag,
    summary: "What the page is made of",
    description: "Scripts and styles, from this service alone.",
    headers: ["If-None-Match"],
    answers: {
      200: { description: "the file", media: ["text/javascript", "text/css"], headers: ["ETag"] },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
    faults: ["not_found"],
    handle: sendDocsFile,
  }),
];
