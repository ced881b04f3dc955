import { createServer } from "node:http";
import { logger } from "./logging/index.js";

let count = 0;

/** Answers requests, each with the number of records logged so far; a path is how many records it logs, or `/end`. */
export function serve(bytes) {
  const filler = "x".repeat(Number(bytes));
  const server = createServer((request, response) => {
    if (request.url === "/end") process.exit(0);
    const last = count + Number(request.url?.slice(1));
    while (count < last) logger.info("served %d %s", count++, filler);
    response.end(String(count));
  });
  server.listen(0, "127.0.0.1", () => console.log(`port ${Object(server.address()).port};`));
}
