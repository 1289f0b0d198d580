import type { Express } from "express";

/**
 * Gives an app a `res.json` that does what this API needs of it. Express's own also reads settings that we don't have, parses
 * the content type that it has just set, and compares the answer with what the client knows, which `answeredNotModified` does
 * before there is an answer.
 */
export function sendJsonPlainly(app: Express): void {
  app.response.json = function json(body: unknown) {
    const text = JSON.stringify(body);
    const bytes = Buffer.byteLength(text);
    if (!this.hasHeader("Content-Type")) this.setHeader("Content-Type", "application/json; charset=utf-8");
    this.setHeader("Content-Length", bytes);
    // Text of ASCII alone is the same in both, and need not be encoded.
    this.end(text, bytes === text.length ? "latin1" : "utf8");
    return this;
  };
}
