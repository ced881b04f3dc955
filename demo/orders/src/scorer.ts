import type { Order } from "./read-orders.js";

process.once("message", (orders: Order[]) => {
  for (const order of orders) console.info(`order ${order.id} scores ${order.amount / 10}`);
  setImmediate(() => process.disconnect());
});
