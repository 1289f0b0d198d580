import type { JsonSchema } from "@longhaul/contracts";

interface Header {
  readonly description: string;
  readonly schema: JsonSchema;
}

const text = { type: "string" };
const integer = { type: "integer", minimum: 0 };

/** Headers that requests may have. */
export const REQUEST_HEADERS = {
  "Idempotency-Key": {
    description:
      "makes a repetition harmless for 24 hours: the same request gets the stored answer, another one with this key 422",
    schema: { type: "string", minLength: 1, maxLength: 255 },
  },
  "If-Match": { description: "the ETag of what is to be changed: 412 when it is another by now", schema: text },
  "If-None-Match": { description: "an ETag of an earlier answer: 304 when nothing has changed since", schema: text },
  "Last-Event-ID": { description: "the `id` of the event behind which the stream goes on", schema: text },
  Prefer: {
    description: "`wait=N`: answer at the next change, after N seconds (at most 30) at the latest; `wait=0`: at once",
    schema: text,
    example: "wait=30",
  },
  "Prefer-Async": {
    name: "Prefer",
    description: "`respond-async`: answer at once, while the file is still being imported",
    schema: text,
    example: "respond-async",
  },
  Range: { description: "the part of the file to send", schema: text, example: "bytes=1000-1999" },
} as const satisfies Record<string, Header & { readonly name?: string; readonly example?: string }>;

export type RequestHeader = keyof typeof REQUEST_HEADERS;

/** Headers that answers may have. */
export const RESPONSE_HEADERS = {
  "Content-Disposition": { description: "the file's name", schema: text },
  ETag: { description: "the version of what is answered, for If-None-Match and If-Match", schema: text },
  "Idempotent-Replayed": { description: "`true` when this is the stored answer of an earlier request", schema: text },
  Link: { description: 'the next page by cursor, `rel="next"`', schema: text },
  Location: { description: "path of what was made", schema: { type: "string", format: "uri-reference" } },
  "Operation-Location": {
    description: "absolute URL of the status to follow",
    schema: { type: "string", format: "uri" },
  },
  "Preference-Applied": { description: "the preference that was followed", schema: text },
  RateLimit: { description: "what is left of the tenant's requests: `r`, for `t` seconds", schema: text },
  "RateLimit-Policy": { description: "how many requests (`q`) the tenant has in `w` seconds", schema: text },
  "Retry-After": { description: "seconds after which asking again makes sense", schema: integer },
} as const satisfies Record<string, Header>;

export type ResponseHeader = keyof typeof RESPONSE_HEADERS;
