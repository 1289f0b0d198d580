import type { ChildProcess } from "node:child_process";

/** What V8 writes when a process has used up its heap. */
const HEAP_EXHAUSTED = "JavaScript heap out of memory";

/** How long the last words of a process that has exited are waited for: its own children may hold its stderr open. */
const LAST_WORDS_MS = 500;

/** Passes on what a process writes to stderr. Resolves when it has exited and its last words are known. */
export function watchExit(child: ChildProcess): Promise<{ readonly exit: string; readonly isHeapExhausted: boolean }> {
  let tail = "";
  let isHeapExhausted = false;
  const stderrEnd = new Promise<void>((resolve) => {
    child.stderr?.on("data", (chunk: Buffer) => {
      process.stderr.write(chunk);
      tail += chunk.toString("latin1");
      isHeapExhausted ||= tail.includes(HEAP_EXHAUSTED);
      tail = tail.slice(-HEAP_EXHAUSTED.length);
    });
    child.stderr?.once("close", () => resolve());
  });
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      const exit = signal === null ? `exit code ${code}` : `signal ${signal}`;
      const timer = setTimeout(() => resolve({ exit, isHeapExhausted }), LAST_WORDS_MS);
      void stderrEnd.then(() => {
        clearTimeout(timer);
        resolve({ exit, isHeapExhausted });
      });
    });
  });
}
