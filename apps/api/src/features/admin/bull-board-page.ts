import { ExpressAdapter } from "@bull-board/express";
import type { Express } from "express";

/** What the board's pages may load and ask: this server, nothing else. */
export const BOARD_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'self'";

/** Bull Board's page loads its fonts from a foreign host, which would then learn of every visit. Without them the system's fonts are used. */
const FOREIGN_LINK = /<link\b[^>]*\bhref="(?:https?:)?\/\/[^"]*"[^>]*>\s*/g;

/** Styles in the page itself, which the policy doesn't allow: they only animate the word "Loading". */
const INLINE_STYLE = /<style>[^<]*<\/style>|\sstyle="[^"]*"/g;

/** Bull Board's Express app, whose page needs no other server and no inline style. */
export function createBoardApp(base: string): { readonly adapter: ExpressAdapter; readonly app: Express } {
  const adapter = new ExpressAdapter();
  adapter.setBasePath(base);
  const app = adapter.getRouter() as Express;
  app.disable("x-powered-by");
  const render = app.render.bind(app) as Render;
  const renderOwn: Render = (name, options, done) =>
    render(name, options, (err, html) => done(err, html?.replaceAll(FOREIGN_LINK, "").replaceAll(INLINE_STYLE, "")));
  Object.assign(app, { render: renderOwn });
  return { adapter, app };
}

type Render = (name: string, options: object, done: (err: Error | null, html?: string) => void) => void;
