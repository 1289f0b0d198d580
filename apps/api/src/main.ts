import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { runService } from "@longhaul/runtime";
import { isStoreFault } from "@longhaul/stores";
import { readConfig } from "./config.ts";
import { createContext } from "./context.ts";
import { createApp } from "./create-app.ts";
import { closeWhenStopping } from "./http/close-when-stopping.ts";
import { createHttpServer } from "./http/create-http-server.ts";
import { startDeadlineWatch } from "./live/deadline-watch.ts";

const config = readConfig(process.env);
const ctx = await createContext(config);

await runService({
  name: "api",
  logger: ctx.logger,
  isStoreFault,
  async start() {
    const server = createHttpServer(createApp(ctx));
    closeWhenStopping(server, ctx.stopping.signal);
    const deadlines = startDeadlineWatch(ctx);
    // Uploads take as long as they take; idle connections don't.
    server.requestTimeout = 0;
    server.keepAliveTimeout = 65_000;
    server.listen(config.port, config.host);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return {
      ready: { url: config.publicUrl ?? `http://localhost:${port}` },
      async drain() {
        ctx.stopping.abort();
        const closed = once(server, "close");
        server.close();
        server.closeIdleConnections();
        await closed;
      },
      async stop() {
        deadlines.stop();
        server.closeAllConnections();
        await ctx.close();
      },
    };
  },
});
