import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { GUIDE_SCRIPT, GUIDE_STYLE } from "../guide/guide-page.ts";

/** The page at `/docs`. Its addresses are relative, so that it also works below a path of a proxy. */
export const DOCS_HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Longhaul API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="docs/swagger-ui.css" />
  </head>
  <body>
    <nav style="font: 1rem/1.6 system-ui, sans-serif; max-width: 1460px; margin: 0 auto; padding: 1rem 20px 0">
      <a href="docs/guide">Guide</a>, <a href="docs/guide?lang=fr" hreflang="fr" lang="fr">en français</a>
    </nav>
    <div id="docs"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

/**
 * Without `validatorUrl: null` the page would show a badge of a foreign host, which would learn the document's address. Whoever is signed
 * in to the console in the same tab finds token, tenant and project filled in; they stay in the tab.
 */
const START_SCRIPT = `const session = (() => {
  try {
    return JSON.parse(sessionStorage.getItem("longhaul-session")) ?? {};
  } catch {
    return {};
  }
})();

function withSession(value) {
  if (Array.isArray(value)) return value.map(withSession);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withSession(part)]));
  const known = new Map([["tenantId", session.tenantId], ["projectId", session.projectId]]);
  const filled = copy.in === "path" ? known.get(copy.name) : undefined;
  return filled === undefined ? copy : { ...copy, schema: { ...copy.schema, default: filled } };
}

const ui = SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#docs",
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  plugins: [
    () => ({
      statePlugins: { spec: { wrapActions: { updateJsonSpec: (update) => (spec) => update(withSession(spec)) } } },
    }),
  ],
  onComplete: () => {
    if (typeof session.token === "string") ui.preauthorizeApiKey("bearer", session.token);
  },
});
`;

/** A file that the page loads. */
interface DocsFile {
  readonly mediaType: string;
  readonly content: Buffer;
  /** For its ETag. */
  readonly tag: string;
}

/** Files of the package by their names, and no others of it. */
const OF_PACKAGE: ReadonlyMap<string, readonly [url: string, mediaType: string]> = new Map([
  ["swagger-ui.css", [import.meta.resolve("swagger-ui-dist/swagger-ui.css"), "text/css"]],
  ["swagger-ui-bundle.js", [import.meta.resolve("swagger-ui-dist/swagger-ui-bundle.js"), "text/javascript"]],
]);

const loaded = new Map<string, Promise<DocsFile>>();

/** Files that are written here. */
const OWN: ReadonlyMap<string, readonly [text: string, mediaType: string]> = new Map([
  ["start.js", [START_SCRIPT, "text/javascript"]],
  ["guide.css", [GUIDE_STYLE, "text/css"]],
  ["guide.js", [GUIDE_SCRIPT, "text/javascript"]],
]);

/** A file of the page, read once; null when it has none of that name. */
export async function docsFile(name: string): Promise<DocsFile | null> {
  const own = OWN.get(name);
  if (own !== undefined) return docsFileOf(Buffer.from(own[0]), own[1]);
  const known = OF_PACKAGE.get(name);
  if (known === undefined) return null;
  const [url, mediaType] = known;
  const file = loaded.get(name) ?? readFile(fileURLToPath(url)).then((bytes) => docsFileOf(bytes, mediaType));
  loaded.set(name, file);
  return file;
}

const docsFileOf = (content: Buffer, mediaType: string): DocsFile => ({
  mediaType,
  content,
  tag: createHash("sha256").update(content).digest("base64url"),
});
