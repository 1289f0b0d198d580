import { describe, expect, it } from "vitest";
import { spawnApp } from "./spawn-app.ts";
import { waitFor } from "./wait-for.ts";

const APP = new URL("./spawn-app.fixture.ts", import.meta.url);

describe("spawnApp", () => {
  it("resolves with what the app sends when it is ready, and shows its output", async () => {
    const app = await spawnApp(APP, { SECRET: "none of ours" });
    expect(app.ready).toMatchObject({ port: 4711 });
    await waitFor(() => app.output().includes("secret none of ours"), { what: "its first line" });
    await expect(app.kill("SIGKILL")).resolves.toEqual({ code: null, signal: "SIGKILL" });
    await expect(app.exited).resolves.toEqual({ code: null, signal: "SIGKILL" });
  });

  it("hands on nothing of the test's own environment", async () => {
    process.env["SECRET"] = "of the test";
    const app = await spawnApp(APP);
    await app.kill("SIGKILL");
    expect(app.output()).toContain("secret not set");
  });

  it("fails with the output of an app that ends before it is ready", async () => {
    await expect(spawnApp(APP, { MODE: "crash" })).rejects.toThrow(/"code":3[^]*no such database/);
  });

  it("kills an app that does not get ready in time", async () => {
    await expect(spawnApp(APP, { MODE: "mute" }, { readyTimeoutMs: 1_000 })).rejects.toThrow("not ready after 1000 ms");
  });

  it.fails("fails the test that leaves its process running", async () => {
    const app = await spawnApp(APP);
    expect(app.ready).toHaveProperty("port");
  });
});
