// Writes a synthetic log: node write-log.ts <file> <events> <seed>
import { generateLog } from "./generate-log.ts";

const [path, events, seed] = process.argv.slice(2);
if (path === undefined) throw new Error("name the file to write");
await generateLog(path, Number(events), Number(seed));
