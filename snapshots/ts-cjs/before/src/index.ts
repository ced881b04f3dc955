import "dotenv/config";
import http from "http";
import { greet } from "./greet";

const port = Number(process.env["PORT"] ?? 3000);

http
  .createServer((_request, response) => {
    response.end(greet("orders").text);
  })
  .listen(port);
