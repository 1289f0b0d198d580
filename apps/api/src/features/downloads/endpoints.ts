import { defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { download } from "./download.ts";

/** The endpoint of files. */
export const DOWNLOAD_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "get",
    path: "/downloads/{token}/{name}",
    id: "download",
    permission: "public",
    tag: "Files",
    summary: "A file of an operation; its URL comes with the results and works for an hour",
    description: "The URL is signed, and needs no token. Ranges work, so that a download can be resumed.",
    headers: ["If-None-Match", "Range"],
    answers: {
      200: {
        description: "the file",
        media: ["application/octet-stream"],
        headers: ["ETag", "Content-Disposition"],
      },
      206: {
        description: "a part of it",
        media: ["application/octet-stream"],
        headers: ["ETag", "Content-Disposition"],
      },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
    faults: ["not_found", "gone", "range_not_satisfiable", "temporarily_unavailable"],
    handle: download,
  }),
];
