import { fork } from "node:child_process";
import { once } from "node:events";
import type { Order } from "./read-orders.js";

export async function scoreOrders(orders: Order[]): Promise<void> {
  const child = fork(new URL("./scorer.js", import.meta.url));
  child.send(orders);
  await once(child, "exit");
}
