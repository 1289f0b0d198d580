import type { ApiConfig } from "../../context/config.ts";

/** What pages of the documentation may load: the page sends what is tried out to the server that the document names. */
export function docsPolicy({ publicUrl }: Pick<ApiConfig, "publicUrl">): string {
  const servers = ["'self'", ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin])].join(" ");
  return `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src ${servers}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
}
