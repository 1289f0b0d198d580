import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { choosePort } from "./choose-port.ts";

async function listen(host?: string): Promise<number> {
  const server = createServer().listen({ port: 0, host });
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" ? (address?.port ?? 0) : 0;
}

describe("choosePort", () => {
  it.each(["127.0.0.1", undefined])("passes over a default port that is taken on %s, and says so", async (host) => {
    const taken = await listen(host);
    const lines: string[] = [];
    const port = await choosePort({ number: taken, isChosen: false }, (line) => lines.push(line));
    expect(port).toBeGreaterThan(taken);
    expect(lines).toEqual([`port ${taken} is taken, so the API is on ${port}; PORT chooses another one`]);
  });

  it("refuses a taken port that was asked for", async () => {
    const taken = await listen();
    await expect(choosePort({ number: taken, isChosen: true }, () => undefined)).rejects.toThrow(
      `port ${taken} is taken`,
    );
  });
});
