const MIN_NODE_MAJOR = 24;

if (Number(process.versions.node.split(".")[0]) < MIN_NODE_MAJOR) {
  process.stderr.write(
    `Longhaul needs Node ${MIN_NODE_MAJOR} or newer, this is ${process.version}: "npx pnpm@12 start" brings its own.\n`,
  );
  process.exit(1);
}

// Not a static import: older Nodes stop at the syntax of what it brings.
const { runLauncher } = await import("./run-launcher.ts");
process.exit(await runLauncher());
