#!/usr/bin/env node
// Takes orders and has them scored by a child process.

import { readOrders } from "./read-orders.js";
import { scoreOrders } from "./score-orders.js";

const orders = readOrders(Number(process.env["ORDERS"] ?? 3));
await scoreOrders(orders);

if (process.argv.includes("--crash")) {
  for (const order of readOrders(1000)) console.info(`shipping order ${order.id}`);
  throw new TypeError("the carrier's answer has no tracking number");
}
