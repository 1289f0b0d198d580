import { createHash } from "node:crypto";
import type { Request, Response } from "express";
import { PRODUCT_VERSION } from "@longhaul/runtime";
import type { ApiContext } from "../../context/context.ts";

/** Where to go on from here. Addresses are relative, so that they also work below a path of a proxy. */
const LINKS = [
  { name: "docs", href: "docs", text: "Documentation", gloss: "every endpoint, to read and to try out" },
  { name: "guide", href: "docs/guide", text: "Guide", gloss: "six steps with code for curl, TypeScript and Python" },
  { name: "openapi", href: "openapi.json", text: "OpenAPI document", gloss: "for generated clients" },
  { name: "llms", href: "llms.txt", text: "llms.txt", gloss: "the same in short, as plain text" },
  { name: "queues", href: "admin/queues", text: "Queue board", gloss: "for operators; it asks for a token" },
  { name: "ready", href: "readyz", text: "Readiness", gloss: "whether database, queue and storage can be reached" },
] as const;

const STYLE = `:root{color-scheme:light dark}body{font:1rem/1.6 system-ui,sans-serif;max-width:42rem;margin:10vh auto;padding:0 1rem}
h1{font-size:1.6rem;margin:0}dt{margin-top:.8rem;font-weight:600}dd{margin:0}pre{overflow:auto;padding:1rem;border:1px solid #8886;border-radius:.4rem}`;

/** For an API without the console. */
const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Longhaul</title>
    <link rel="icon" href="data:," />
    <style>${STYLE}</style>
  </head>
  <body>
    <h1>Longhaul</h1>
    <p>Long-running operations behind a REST API: start, follow, cancel, retry, fetch results. Version ${PRODUCT_VERSION}.</p>
    <dl>
${LINKS.map(({ href, text, gloss }) => `      <dt><a href="${href}">${text}</a></dt>\n      <dd>${gloss}</dd>`).join("\n")}
    </dl>
    <p>The API lies below <code>/api/{tenantId}/{projectId}</code> and takes a bearer token. To see who you are to it:</p>
    <pre><code>curl -H "Authorization: Bearer $TOKEN" $URL/api/$TENANT/$PROJECT/async/ping</code></pre>
  </body>
</html>
`;

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** GET /: the console for browsers, or a page that leads on where it was not built; links as JSON for those that ask for that. */
export function startPage(ctx: ApiContext) {
  return (req: Request, res: Response): void => {
    res.vary("Accept");
    if (req.accepts(["html", "json"]) === "json") {
      const links: Record<string, string> = Object.fromEntries(LINKS.map(({ name, href }) => [name, href]));
      if (ctx.console !== null) links["console"] = "console/";
      res.json({ name: "Longhaul", version: PRODUCT_VERSION, links });
      return;
    }
    if (ctx.console !== null) {
      res.redirect(303, "console/");
      return;
    }
    res.setHeader("Content-Security-Policy", POLICY);
    res.type("text/html").send(HTML);
  };
}
